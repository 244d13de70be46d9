//! What editors call: schemas and the language server, as processes.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

use crate::scene::{Scene, spec};

#[test]
fn a_schema_is_printed_as_it_is_committed() {
    let scene = Scene::new([]);
    for kind in ["prometheus-v1", "prometheus-service-level", "openslo-v1alpha", "alert-windows"] {
        let path = slo_testkit::repo::root().join(format!("specs/schemas/{kind}.schema.json"));
        let run = scene.run(&["schema", kind]);
        assert_eq!((run.exit, run.stdout), (Some(0), std::fs::read_to_string(path).unwrap()));
    }
    let unknown = scene.run(&["schema", "pyrra"]);
    assert_eq!(unknown.exit, Some(2));
    assert!(unknown.stderr.contains("openslo-v1alpha"), "{}", unknown.stderr);
}

fn send(server: &mut ChildStdin, json: &str) {
    write!(server, "Content-Length: {}\r\n\r\n{json}", json.len()).unwrap();
}

fn receive(server: &mut BufReader<ChildStdout>) -> String {
    let mut length = 0;
    loop {
        let mut line = String::new();
        assert_ne!(server.read_line(&mut line).unwrap(), 0, "the server is gone");
        match line.trim_end().strip_prefix("Content-Length: ") {
            Some(number) => length = number.parse().unwrap(),
            None if line.trim_end().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    server.read_exact(&mut body).unwrap();
    String::from_utf8(body).unwrap()
}

#[test]
fn the_language_server_serves_on_standard_input_and_output() {
    let mut server = Command::new(env!("CARGO_BIN_EXE_slo"))
        .args(["lsp", "--default-slo-period", "7d", "--profile", "sloth"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut to, mut from) = (server.stdin.take().unwrap(), BufReader::new(server.stdout.take().unwrap()));
    send(&mut to, r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#);
    assert!(receive(&mut from).contains(r#""hoverProvider":true"#));
    send(&mut to, r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#);
    let file = serde_json::json!({ "uri": "file:///a.yml", "languageId": "yaml", "version": 1, "text": spec("shop") });
    let open = serde_json::json!({
        "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": file }
    });
    send(&mut to, &open.to_string());
    assert!(receive(&mut from).contains("period/unknown"), "the flags count");
    send(&mut to, r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#);
    assert!(receive(&mut from).contains(r#""id":2"#));
    send(&mut to, r#"{"jsonrpc":"2.0","method":"exit"}"#);
    assert_eq!(server.wait().unwrap().code(), Some(0));
}
