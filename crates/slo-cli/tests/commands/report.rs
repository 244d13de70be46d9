//! `slo report`: what it asks, and what it leaves behind.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread;

use crate::scene::{Scene, spec};

/// A server that gives `requests` answers, all the same but for the kind of result. Its address, and what it was sent.
fn server(status: &str, body: &'static str, requests: usize) -> (String, thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/prom", listener.local_addr().unwrap());
    let status = status.to_owned();
    let answer = move || {
        let mut heard = Vec::new();
        for _ in 0..requests {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut text, mut length) = (String::new(), 0);
            while !text.ends_with("\r\n\r\n") {
                let start = text.len();
                assert!(reader.read_line(&mut text).unwrap() > 0, "{text}");
                if let Some(value) = text[start..].to_lowercase().strip_prefix("content-length: ") {
                    length = value.trim().parse().unwrap();
                }
            }
            let mut sent = vec![0; length];
            reader.read_exact(&mut sent).unwrap();
            let body =
                if text.contains("query_range") { body.replace("vector", "matrix") } else { body.to_owned() };
            let length = body.len();
            write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            )
            .unwrap();
            heard.push(text + &String::from_utf8_lossy(&sent));
        }
        heard
    };
    (address, thread::spawn(answer))
}

#[test]
fn a_server_that_refuses_leaves_no_page() {
    let scene = Scene::new([("a.yml", spec("shop"))]);
    scene.write("report.html", "old");
    let (address, _) = server("422 Unprocessable", r#"{"status":"error","error":"too many samples"}"#, 3);
    let run = scene.run(&["report", "--prometheus", &address, "a.yml", "-o", "report.html"]);
    assert_eq!(run.exit, Some(1), "{run:?}");
    assert!(run.stderr.contains(&format!("{address} says: too many samples")), "{run:?}");
    assert_eq!(scene.read("report.html"), "old");
}

#[test]
fn a_spec_with_an_error_is_never_asked_for() {
    let scene =
        Scene::new([("a.yml", spec("shop").replace("error_ratio_query: sum(", "error_ratio_query: sum"))]);
    let run = scene.run(&["report", "--prometheus", "http://127.0.0.1:1", "a.yml", "-o", "report.html"]);
    assert_eq!(run.exit, Some(1), "{run:?}");
    assert!(run.stderr.contains("promql/syntax") && run.stderr.contains("nothing was written"), "{run:?}");
    assert!(!scene.path("report.html").exists());
}

#[test]
fn who_asks_and_for_which_time_is_sent_and_the_password_is_not_shown() {
    let scene = Scene::new([("a.yml", spec("shop"))]);
    scene.write("password", "crate\n");
    let (address, heard) = server("200 OK", r#"{"data":{"resultType":"vector","result":[]}}"#, 3);
    let flags = ["--user", "me", "--password-file", "password", "--header", "X-Scope-OrgID: team"];
    let mut words =
        vec!["report", "--prometheus", &address, "--at", "2026-01-31T08:00:00Z", "-o", "-", "a.yml"];
    words.extend(flags);
    let run = scene.run(&words);
    assert_eq!((run.exit, run.stderr.as_str()), (Some(0), ""), "{run:?}");
    assert!(run.stdout.ends_with("</html>") && run.stdout.contains("31 Jan 2026, 08:00"), "{run:?}");
    assert!(!run.stdout.contains("crate"), "{run:?}");
    let heard = heard.join().unwrap();
    for request in &heard {
        assert!(request.starts_with("POST /prom/api/v1/query"), "{request}");
        let lower = request.to_lowercase();
        assert!(lower.contains("authorization: basic bwu6y3jhdgu="), "{request}");
        assert!(lower.contains("x-scope-orgid: team"), "{request}");
        assert!(request.contains("shop-web") && request.contains("1769846400"), "{request}");
    }
}

#[test]
fn what_makes_no_sense_is_a_usage_error() {
    let scene = Scene::new([("a.yml", spec("shop"))]);
    for words in [
        &["report", "a.yml", "-o", "x.html", "--prometheus", "localhost:9090"][..],
        &["report", "a.yml", "--prometheus", "http://localhost"],
        &["report", "a.yml", "-o", "x.html", "--prometheus", "http://localhost", "--at", "yesterday"],
        &["report", "a.yml", "-o", "x.html", "--prometheus", "http://localhost", "--header", "a b: c"],
    ] {
        assert_eq!(scene.run(words).exit, Some(2), "{words:?}");
    }
}
