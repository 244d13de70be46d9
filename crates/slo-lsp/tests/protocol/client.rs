//! A client that talks to the server over channels, as an editor does over pipes.

use std::thread::JoinHandle;
use std::time::Duration;

use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use slo_compiler::Options;

/// Long enough for a busy machine; a server that is right never takes it.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) const URI: &str = "file:///slos/shop.yml";

pub(crate) struct Client {
    connection: Connection,
    server: Option<JoinHandle<Result<(), slo_lsp::Error>>>,
    requests: i32,
    version: i32,
    pub(crate) capabilities: Value,
}

impl Client {
    pub(crate) fn start() -> Self {
        Self::start_with(Options::default())
    }

    pub(crate) fn start_with(options: Options) -> Self {
        let (connection, other) = Connection::memory();
        let server = Some(std::thread::spawn(move || slo_lsp::run(&other, &options)));
        let mut client = Self { connection, server, requests: 0, version: 0, capabilities: Value::Null };
        let answer = client.request("initialize", json!({ "capabilities": {} }));
        client.capabilities = answer["capabilities"].clone();
        client.notify("initialized", json!({}));
        client
    }

    pub(crate) fn notify(&self, method: &str, params: Value) {
        let message = Notification::new(method.to_owned(), params);
        self.connection.sender.send(message.into()).unwrap();
    }

    pub(crate) fn respond(&mut self, method: &str, params: Value) -> Response {
        self.requests += 1;
        let id = RequestId::from(self.requests);
        let request = Request::new(id.clone(), method.to_owned(), params);
        self.connection.sender.send(request.into()).unwrap();
        loop {
            match self.connection.receiver.recv_timeout(PATIENCE).unwrap() {
                Message::Response(response) if response.id == id => return response,
                _ => {}
            }
        }
    }

    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        self.respond(method, params).response_result.unwrap()
    }

    /// Opens a file, and waits for its diagnostics.
    pub(crate) fn open(&mut self, text: &str) -> Vec<Value> {
        self.version += 1;
        let file = json!({ "uri": URI, "languageId": "yaml", "version": self.version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": file }));
        self.diagnostics()
    }

    /// Sends a new text without waiting for anything.
    pub(crate) fn change(&mut self, text: &str) {
        self.version += 1;
        let file = json!({ "uri": URI, "version": self.version });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": file, "contentChanges": [{ "text": text }] }),
        );
    }

    /// The diagnostics of the newest version.
    pub(crate) fn diagnostics(&mut self) -> Vec<Value> {
        loop {
            let Message::Notification(notification) =
                self.connection.receiver.recv_timeout(PATIENCE).unwrap()
            else {
                continue;
            };
            assert_eq!(notification.method, "textDocument/publishDiagnostics");
            if notification.params["version"] == self.version {
                return notification.params["diagnostics"].as_array().cloned().unwrap();
            }
        }
    }

    /// Asks about the place that `^` marks in the text, which is opened without the mark.
    pub(crate) fn ask(&mut self, method: &str, marked: &str) -> Value {
        let (line, column) = position(marked);
        self.open(&marked.replacen('^', "", 1));
        let at = json!({ "line": line, "character": column });
        self.request(method, json!({ "textDocument": { "uri": URI }, "position": at }))
    }

    /// Says goodbye.
    pub(crate) fn stop(mut self) {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.server.take().unwrap().join().unwrap().unwrap();
    }
}

/// The line and the UTF-16 column of the mark.
pub(crate) fn position(marked: &str) -> (usize, usize) {
    let before = marked.split('^').next().unwrap();
    let line = before.matches('\n').count();
    (line, before.rsplit('\n').next().unwrap().encode_utf16().count())
}
