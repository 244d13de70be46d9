//! The loop: messages in, answers and diagnostics out.
//!
//! Keeps: a document is analysed once per version, when someone first asks for it; while the client keeps typing, nobody
//! asks. A message that the server does not understand is answered or passed over, never the end of it.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::time::Duration;

use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, Response};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CompletionOptions, CompletionParams,
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentSymbolParams,
    HoverParams, LspNotificationMethod, LspRequestMethod, PublishDiagnosticsParams, ServerCapabilities,
    TextDocumentContentChangeEvent, TextDocumentSyncKind, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use slo_compiler::Options;
use slo_compiler::diagnostic::Span;

use crate::analysis::Analysis;
use crate::{actions, completion, diagnostics, hover, symbols};

const PUBLISH: &str = "textDocument/publishDiagnostics";

/// A pause in typing that is long enough to look at the text.
const PAUSE: Duration = Duration::from_millis(40);

/// Why the server ended before the client told it to.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The client broke the protocol's beginning or its end.
    Protocol(ProtocolError),
    /// Standard input or output failed.
    Io(io::Error),
    /// The client is gone.
    Disconnected,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Protocol(error) => write!(f, "the client does not keep to the protocol: {error}"),
            Self::Io(error) => write!(f, "the connection failed: {error}"),
            Self::Disconnected => f.write_str("the client is gone"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Protocol(error) => Some(error),
            Self::Io(error) => Some(error),
            Self::Disconnected => None,
        }
    }
}

/// Serves one client on standard input and output, until it says goodbye. Specs are compiled with `options`.
///
/// # Errors
/// When the client breaks the protocol or the streams fail.
pub fn run_stdio(options: &Options) -> Result<(), Error> {
    let (connection, threads) = Connection::stdio();
    run(&connection, options)?;
    drop(connection);
    threads.join().map_err(Error::Io)
}

/// Serves one client, until it says goodbye. Specs are compiled with `options`.
///
/// # Errors
/// When the client breaks the protocol or is gone.
pub fn run(connection: &Connection, options: &Options) -> Result<(), Error> {
    let (id, _) = connection.initialize_start().map_err(Error::Protocol)?;
    let result = json!({
        "capabilities": capabilities(),
        "serverInfo": { "name": "slo", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, result).map_err(Error::Protocol)?;
    Server { connection, options, files: BTreeMap::new() }.serve()
}

fn capabilities() -> ServerCapabilities {
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::SourceFixAll]),
        ..CodeActionOptions::default()
    };
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncKind::Full.into()),
        hover_provider: Some(true.into()),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some([" ", "[", "(", "/"].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        code_action_provider: Some(actions.into()),
        document_symbol_provider: Some(true.into()),
        ..ServerCapabilities::default()
    }
}

/// An open file.
struct File {
    uri: Uri,
    version: i32,
    content: String,
    analysis: OnceCell<Analysis>,
    /// Whether the client has the diagnostics of this version.
    published: bool,
}

impl File {
    fn new(uri: Uri, version: i32, content: String) -> Self {
        Self { uri, version, content, analysis: OnceCell::new(), published: false }
    }

    fn analysis(&self, options: &Options) -> &Analysis {
        self.analysis.get_or_init(|| Analysis::new(self.content.clone(), options))
    }
}

struct Server<'c> {
    connection: &'c Connection,
    options: &'c Options,
    files: BTreeMap<String, File>,
}

impl Server<'_> {
    fn serve(mut self) -> Result<(), Error> {
        loop {
            let message = if self.files.values().all(|file| file.published) {
                self.connection.receiver.recv().map_err(|_| Error::Disconnected)?
            } else {
                match self.connection.receiver.recv_timeout(PAUSE) {
                    Ok(message) => message,
                    Err(error) if error.is_timeout() => {
                        self.publish()?;
                        continue;
                    }
                    Err(_) => return Err(Error::Disconnected),
                }
            };
            match message {
                Message::Request(request) => {
                    if self.connection.handle_shutdown(&request).map_err(Error::Protocol)? {
                        return Ok(());
                    }
                    let response = self.answer(request);
                    self.send(response.into())?;
                }
                Message::Notification(notification) => self.notice(notification)?,
                Message::Response(_) => {} // the server asks nothing
            }
        }
    }

    fn send(&self, message: Message) -> Result<(), Error> {
        self.connection.sender.send(message).map_err(|_| Error::Disconnected)
    }

    fn answer(&self, request: Request) -> Response {
        match request.method.as_str().into() {
            LspRequestMethod::TextDocumentHover => self.with(request, |server, params: HoverParams| {
                let at = params.text_document_position_params;
                let analysis = server.analysis(&at.text_document.uri)?;
                hover::hover(analysis, server.options, analysis.text.offset(at.position))
            }),
            LspRequestMethod::TextDocumentCompletion => {
                self.with(request, |server, params: CompletionParams| {
                    let at = params.text_document_position_params;
                    let analysis = server.analysis(&at.text_document.uri)?;
                    let trigger = params.context.and_then(|context| context.trigger_character);
                    Some(completion::complete(
                        analysis,
                        analysis.text.offset(at.position),
                        trigger.as_deref(),
                    ))
                })
            }
            LspRequestMethod::TextDocumentCodeAction => {
                self.with(request, |server, params: CodeActionParams| {
                    let uri = params.text_document.uri;
                    let analysis = server.analysis(&uri)?;
                    let offset = |position| analysis.text.offset(position);
                    let span = Span::new(offset(params.range.start), offset(params.range.end));
                    let only_all =
                        params.context.only.is_some_and(|kinds| kinds == [CodeActionKind::SourceFixAll]);
                    let all = || actions::fix_all(analysis, &uri).into_iter().collect();
                    Some(if only_all { all() } else { actions::fixes(analysis, &uri, span) })
                })
            }
            LspRequestMethod::TextDocumentDocumentSymbol => {
                self.with(request, |server, params: DocumentSymbolParams| {
                    let analysis = server.analysis(&params.text_document.uri)?;
                    Some(symbols::all(analysis))
                })
            }
            _ => {
                let message = format!("`{}` is not supported", request.method);
                Response::new_err(request.id, ErrorCode::MethodNotFound as i32, message)
            }
        }
    }

    /// The answer to a request, or `null` if there is none.
    fn with<P: DeserializeOwned, R: Serialize>(
        &self,
        request: Request,
        answer: impl FnOnce(&Self, P) -> Option<R>,
    ) -> Response {
        match serde_json::from_value(request.params) {
            Ok(params) => Response::new_ok(request.id, answer(self, params)),
            Err(error) => Response::new_err(request.id, ErrorCode::InvalidParams as i32, error.to_string()),
        }
    }

    fn analysis(&self, uri: &Uri) -> Option<&Analysis> {
        self.files.get(uri.0.as_str()).map(|file| file.analysis(self.options))
    }

    fn notice(&mut self, notification: Notification) -> Result<(), Error> {
        match notification.method.as_str().into() {
            LspNotificationMethod::TextDocumentDidOpen => {
                if let Some(DidOpenTextDocumentParams { text_document: file }) = read(notification.params) {
                    let key = file.uri.0.clone();
                    self.files.insert(key, File::new(file.uri, file.version, file.text));
                }
            }
            LspNotificationMethod::TextDocumentDidChange => {
                if let Some(DidChangeTextDocumentParams { text_document: file, content_changes }) =
                    read(notification.params)
                    && let Some(change) = content_changes.into_iter().next_back()
                {
                    // Only whole texts are asked for; a client that sends parts has them taken as such.
                    let text = match change {
                        TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                            whole.text
                        }
                        TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => part.text,
                    };
                    let uri = file.text_document_identifier.uri;
                    self.files.insert(uri.0.clone(), File::new(uri, file.version, text));
                }
            }
            LspNotificationMethod::TextDocumentDidClose => {
                if let Some(DidCloseTextDocumentParams { text_document: file }) = read(notification.params)
                    && self.files.remove(&file.uri.0).is_some()
                {
                    let nothing = PublishDiagnosticsParams::new(file.uri, None, Vec::new());
                    self.send(Notification::new(PUBLISH.to_owned(), nothing).into())?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Sends the diagnostics of every file that changed.
    fn publish(&mut self) -> Result<(), Error> {
        let mut messages = Vec::new();
        for file in self.files.values_mut().filter(|file| !file.published) {
            file.published = true;
            let found = diagnostics::all(file.analysis(self.options));
            let params = PublishDiagnosticsParams::new(file.uri.clone(), Some(file.version), found);
            messages.push(Notification::new(PUBLISH.to_owned(), params));
        }
        messages.into_iter().try_for_each(|message| self.send(message.into()))
    }
}

/// The parameters of a notification; there is no way to tell the client that they are wrong.
fn read<P: DeserializeOwned>(params: Value) -> Option<P> {
    serde_json::from_value(params).ok()
}
