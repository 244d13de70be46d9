//! `slo report`: what it asks, what it says when something is wrong, and what it leaves behind.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::scene::{Scene, spec};

/// What a server was sent, one text a request.
type Heard = Arc<Mutex<Vec<String>>>;

/// A server whose answers are all the same but for the kind of result. Its address, and what it is sent.
fn server(status: &'static str, body: &'static str) -> (String, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/prom", listener.local_addr().unwrap());
    let heard = Heard::default();
    let record = Arc::clone(&heard);
    // It ends with the test.
    thread::spawn(move || {
        for stream in listener.incoming() {
            // A client that hangs up, or does not speak HTTP, is no concern of this server's.
            if let Some(request) = answer(&stream.unwrap(), status, body) {
                record.lock().unwrap().push(request);
            }
        }
    });
    (address, heard)
}

fn answer(mut stream: &TcpStream, status: &str, body: &str) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let (mut text, mut length) = (String::new(), 0);
    while !text.ends_with("\r\n\r\n") {
        let start = text.len();
        if reader.read_line(&mut text).ok()? == 0 {
            return None;
        }
        if let Some(value) = text[start..].to_lowercase().strip_prefix("content-length: ") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut sent = vec![0; length];
    reader.read_exact(&mut sent).ok()?;
    let body = if text.contains("query_range") { body.replace("vector", "matrix") } else { body.to_owned() };
    let length = body.len();
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
        .ok()?;
    Some(text + &String::from_utf8_lossy(&sent))
}

const NOTHING: &str = r#"{"data":{"resultType":"vector","result":[]}}"#;

/// A report that cannot be made: what is said about it. The page of an earlier run stays.
#[track_caller]
fn failed(address: &str, more: &[&str]) -> String {
    let scene = Scene::new([("a.yml", spec("shop"))]);
    scene.write("report.html", "old");
    scene.write("secret", "s3cret");
    let mut words = vec!["report", "--prometheus", address, "a.yml", "-o", "report.html"];
    words.extend(more);
    let run = scene.run(&words);
    assert_eq!((run.exit, run.stdout.as_str()), (Some(1), ""), "{run:?}");
    assert_eq!(scene.read("report.html"), "old");
    assert_eq!(scene.files().len(), 3, "{:?}", scene.files());
    assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
    assert!(!run.stderr.contains("s3cret"), "{run:?}");
    run.stderr
}

#[test]
fn a_server_that_has_no_answer_leaves_no_page_and_is_told_apart() {
    let page = "<!doctype html>\n<html><head><title>Sign in</title></head>";
    for (status, body, expected) in [
        ("401 Unauthorized", "", "{} wants credentials (401)"),
        ("403 Forbidden", "RBAC: access denied", "{} wants credentials (403)"),
        (
            "404 Not Found",
            page,
            "{} has no Prometheus API; does its address need a path, such as /prometheus?",
        ),
        ("405 Method Not Allowed", "", "{}, or a proxy before it, takes no POST requests"),
        (
            "302 Found\r\nLocation: /login",
            "",
            "{} redirects to /login; does it want credentials, or is its address another?",
        ),
        (
            "422 Unprocessable",
            r#"{"status":"error","error":"too many samples"}"#,
            "{} says: too many samples; that was about the SLO shop-web",
        ),
        ("429 Too Many Requests", "slow down", "{} answers with status 429: slow down"),
        (
            "503 Service Unavailable",
            "<title>No healthy upstream</title>",
            "{} answers with status 503: No healthy upstream",
        ),
        (
            "200 OK",
            page,
            "{} answers with a web page: Sign in; is it Prometheus' own address, and does it want credentials?",
        ),
        (
            "200 OK",
            r#"{"status":"success"}"#,
            "the answer of {} is not one of Prometheus: missing field `data`",
        ),
        ("200 OK", "", "the answer of {} is not one of Prometheus: EOF"),
    ] {
        let (address, _) = server(status, body);
        let told = failed(&address, &[]);
        assert!(told.contains(&expected.replace("{}", &address)), "{status}: {told}");
    }
}

#[test]
fn credentials_that_are_not_accepted_are_told_but_not_shown() {
    for flags in [&["--bearer-token-file", "secret"][..], &["--user", "me", "--password-file", "secret"]] {
        let (address, _) = server("401 Unauthorized", "");
        assert!(failed(&address, flags).contains("does not accept these credentials (401)"), "{flags:?}");
    }
}

#[test]
fn a_server_that_is_not_there_or_says_nothing_is_told() {
    // Nobody listens on a port that was free a moment ago.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(failed(&format!("http://{free}"), &[]).contains("Connection refused"));
    // The system takes the connection, and nobody answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    assert!(failed(&address, &["--timeout", "300ms"]).contains(&format!("{address}: no answer in time")));
    assert!(failed("http://no-such-host.invalid", &[]).contains("http://no-such-host.invalid"));
    let (address, _) = server("200 OK", NOTHING);
    let told = failed(&address.replace("http:", "https:"), &["--timeout", "5s"]);
    assert!(told.contains("https://127.0.0.1"), "{told}");
}

#[test]
fn an_answer_that_is_too_large_is_not_read_to_its_end() {
    let endless = Box::leak(" ".repeat(65 << 20).into_boxed_str());
    let (address, _) = server("200 OK", endless);
    assert!(
        failed(&address, &[]).contains("the answer is larger than 64 MiB; that was about the SLO shop-web")
    );
}

#[test]
fn a_file_that_should_say_who_is_trusted_and_does_not_is_told() {
    assert!(failed("https://localhost", &["--ca-file", "nowhere"]).contains("open nowhere: "));
    let told = failed("https://localhost", &["--ca-file", "secret"]);
    assert!(told.contains("secret: it holds no certificate in PEM format"), "{told}");
    assert!(failed("http://localhost", &["--bearer-token-file", "nowhere"]).contains("open nowhere: "));
}

#[test]
fn a_certificate_of_who_asks_that_cannot_be_used_is_told() {
    let flags = |certificate, key| ["--cert-file", certificate, "--key-file", key];
    assert!(failed("https://localhost", &flags("nowhere", "secret")).contains("open nowhere: "));
    let told = failed("https://localhost", &flags("secret", "secret"));
    assert!(told.contains("secret: it holds no certificate in PEM format"), "{told}");
}

#[test]
fn a_place_that_cannot_be_written_is_told_before_anything_is_asked() {
    let scene = Scene::new([("a.yml", spec("shop")), ("folder/b.yml", spec("other"))]);
    for out in ["folder", "a.yml/report.html", "/proc/report.html"] {
        let run = scene.run(&["report", "--prometheus", "http://127.0.0.1:1", "a.yml", "-o", out]);
        assert_eq!(run.exit, Some(1), "{run:?}");
        // That a folder takes no new file shows when one is made.
        let expected = if out.starts_with("/proc") { "127.0.0.1" } else { out.split('/').next().unwrap() };
        assert!(run.stderr.contains(expected), "{run:?}");
    }
    assert_eq!(scene.files().len(), 2);
}

#[test]
fn warnings_of_the_server_stand_on_the_page() {
    let scene = Scene::new([("a.yml", spec("shop"))]);
    let body = r#"{"data":{"resultType":"vector","result":[]},"warnings":["store 2 is <gone>"]}"#;
    let (address, _) = server("200 OK", body);
    let run = scene.run(&["report", "--prometheus", &address, "a.yml", "-o", "report.html"]);
    assert_eq!(run.exit, Some(0), "{run:?}");
    assert_eq!(run.stderr.matches("store 2 is <gone>").count(), 1, "{run:?}");
    let page = scene.read("report.html");
    assert!(page.contains("may be incomplete") && page.contains("store 2 is &lt;gone&gt;"));
}

#[test]
fn disabled_slos_are_counted_and_not_asked_for() {
    let disabled = spec("off").replace("    objective", "    disabled: true\n    objective");
    let scene = Scene::new([("a.yml", spec("shop")), ("b.yml", disabled)]);
    let (address, heard) = server("200 OK", NOTHING);
    let run = scene.run(&["report", "--prometheus", &address, ".", "-o", "-"]);
    assert_eq!(run.exit, Some(0), "{run:?}");
    assert!(run.stdout.contains("One SLO is disabled"), "{}", run.stderr);
    assert!(heard.lock().unwrap().iter().all(|request| !request.contains("off-web")));
}

#[test]
fn a_token_and_a_tenant_are_sent() {
    let scene = Scene::new([("a.yml", spec("shop"))]);
    scene.write("token", "t0ken\n");
    let (address, heard) = server("200 OK", NOTHING);
    let flags = ["--bearer-token-file", "token", "--header", "X-Scope-OrgID: a|b"];
    let mut words = vec!["report", "a.yml", "-o", "-", "--prometheus", &address];
    words.extend(flags);
    assert_eq!(scene.run(&words).exit, Some(0));
    for request in heard.lock().unwrap().iter() {
        let lower = request.to_lowercase();
        assert!(
            lower.contains("authorization: bearer t0ken\r\n") && lower.contains("x-scope-orgid: a|b\r\n"),
            "{request}"
        );
    }
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
    let (address, heard) = server("200 OK", NOTHING);
    let flags = ["--user", "me", "--password-file", "password", "--header", "X-Scope-OrgID: team"];
    let mut words =
        vec!["report", "--prometheus", &address, "--at", "2026-01-31T08:00:00Z", "-o", "-", "a.yml"];
    words.extend(flags);
    let run = scene.run(&words);
    assert_eq!((run.exit, run.stderr.as_str()), (Some(0), ""), "{run:?}");
    assert!(run.stdout.ends_with("</html>") && run.stdout.contains("31 Jan 2026, 08:00"), "{run:?}");
    assert!(!run.stdout.contains("crate"), "{run:?}");
    for request in heard.lock().unwrap().iter() {
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
        &["report", "a.yml", "-o", "x.html", "--prometheus", "https://localhost", "--cert-file", "a.yml"],
    ] {
        assert_eq!(scene.run(words).exit, Some(2), "{words:?}");
    }
}
