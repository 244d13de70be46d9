//! The values of the fields that Sloth does not have, checked one by one.
//!
//! In: texts and numbers as written. Out: what they mean, or a diagnostic at the field. Keeps: a value that is wrong is
//! reported and then left out, so that everything wrong is found in one run.

use super::paths::{Base, Paths};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FieldPath, Place};
use crate::model::Window;
use crate::words;

/// Reads the fields at and below one place of a document.
pub(super) struct Values<'a> {
    pub(super) paths: &'a Paths<'a>,
    pub(super) base: Base,
    /// The SLO that has the fields, where it is one.
    pub(super) id: Option<&'a str>,
    pub(super) found: &'a mut Diagnostics,
}

impl Values<'_> {
    /// Reports what is wrong with the field that `keys` lead to.
    pub(super) fn wrong(&mut self, code: Code, keys: &[&'static str], message: String, help: Option<String>) {
        let place = self.path(keys);
        self.wrong_at(code, place.into(), message, help);
    }

    /// The same for a part of a field.
    pub(super) fn wrong_at(&mut self, code: Code, place: Place, message: String, help: Option<String>) {
        let mut diagnostic = Diagnostic::new(code, place, message);
        diagnostic.help = help;
        diagnostic.slo = self.id.map(str::to_owned);
        self.found.push(diagnostic);
    }

    /// The path of a field, spelled as the document has it.
    pub(super) fn path(&self, keys: &[&'static str]) -> FieldPath {
        self.paths.extension(self.base, keys)
    }

    /// A length of time above zero.
    pub(super) fn window(&mut self, keys: &[&'static str], written: Option<&str>) -> Option<Window> {
        let window = self.window_or_zero(keys, written)?;
        if window.is_zero() {
            let message = format!("`{}` has to be longer than nothing", self.path(keys));
            self.wrong(Code::SpecValue, keys, message, None);
        }
        (!window.is_zero()).then_some(window)
    }

    /// A length of time.
    pub(super) fn window_or_zero(&mut self, keys: &[&'static str], written: Option<&str>) -> Option<Window> {
        let written = written?;
        Window::parse(written)
            .map_err(|error| {
                let message = format!("`{}` has to be a duration: {error}", self.path(keys));
                let help = if written.starts_with('-') {
                    "a duration has no sign: write `5m`"
                } else if !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit()) {
                    "add the unit, such as `m` for minutes or `d` for days"
                } else {
                    "write whole numbers with units, the largest first, such as `5m` or `1d12h`"
                };
                self.wrong(Code::SpecValue, keys, message, Some(help.to_owned()));
            })
            .ok()
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        keys: &[&'static str],
        written: Option<&str>,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let written = written?;
        let found = choices.iter().find(|(word, _)| *word == written);
        if found.is_none() {
            let listed = words::listed(choices.iter().map(|(word, _)| *word));
            let message = format!("`{}` has to be {listed}, but is `{written}`", self.path(keys));
            let near = words::nearest(written, choices.iter().map(|(word, _)| *word));
            let help = near.map(|word| format!("did you mean `{word}`?"));
            self.wrong(Code::SpecValue, keys, message, help);
        }
        found.map(|(_, value)| *value)
    }

    /// A number from zero on.
    pub(super) fn count(&mut self, keys: &[&'static str], written: Option<f64>) -> Option<f64> {
        let written = written?;
        if written < 0.0 || !written.is_finite() {
            let message = format!("`{}` has to be 0 or more, but is {written}", self.path(keys));
            self.wrong(Code::SpecValue, keys, message, None);
            return None;
        }
        Some(written)
    }
}
