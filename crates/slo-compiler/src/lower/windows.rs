//! Files of alert windows to a catalog.

use std::fmt;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::{AlertWindows, Window, WindowCatalog};
use crate::source::Source;
use crate::spec::alert_windows;

/// The alert windows of `files`, which replace the built-in ones, and the warnings with the file of each.
///
/// # Errors
/// The problems of every file that cannot be read or that has other windows for a period than an earlier one.
pub fn windows(files: &[Source]) -> Result<(WindowCatalog, Vec<FileDiagnostic>), WindowsError> {
    let mut catalog = WindowCatalog::empty();
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    for (file, source) in files.iter().enumerate() {
        let found: Diagnostics = match alert_windows::read(source) {
            Ok((windows, mut found)) => {
                found.extend(add(&mut catalog, windows));
                found
            }
            Err(found) => found
                .into_iter()
                .map(|mut diagnostic| {
                    let reference = diagnostic.reference.take().unwrap_or_default();
                    diagnostic
                        .reference(format!("could not load \"{}\" alert windows: {reference}", source.name()))
                })
                .collect(),
        };
        let list = if found.has_errors() { &mut errors } else { &mut warnings };
        list.extend(found.into_iter().map(|diagnostic| FileDiagnostic { file, diagnostic }));
    }
    if errors.is_empty() { Ok((catalog, warnings)) } else { Err(WindowsError(errors)) }
}

fn add(catalog: &mut WindowCatalog, windows: AlertWindows) -> Option<Diagnostic> {
    let earlier = catalog.insert(windows)?;
    let (period, clock) = (windows.period, Window::go_clock(windows.period));
    let diagnostic = if *earlier == windows {
        Diagnostic::new(
            Code::WindowsDuplicate,
            Place::Document,
            format!("the windows for the period {period} are loaded twice"),
        )
        .reference(format!("Identical \"{clock}\" slo periods have been loaded multiple times"))
    } else {
        let message = format!("the windows for the period {period} differ from those of an earlier file");
        Diagnostic::new(Code::WindowsInvalid, Place::Document, message)
            .help("keep one file a period")
            .reference(format!("\"{clock}\" slo period is already loaded"))
    };
    Some(diagnostic)
}

/// A diagnostic and the file that it is about.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FileDiagnostic {
    /// The position in the list of files.
    pub file: usize,
    /// The diagnostic.
    pub diagnostic: Diagnostic,
}

/// Files of alert windows are wrong: at least one diagnostic is an error.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowsError(pub Vec<FileDiagnostic>);

impl fmt::Display for WindowsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let messages: Vec<&str> = self.0.iter().map(|problem| problem.diagnostic.message.as_str()).collect();
        f.write_str(&messages.join("; "))
    }
}

impl std::error::Error for WindowsError {}
