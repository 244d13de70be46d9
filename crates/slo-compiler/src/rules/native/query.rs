//! The user's queries, with a window filled in.

use super::super::sloth::{Cause, WindowError};
use crate::diagnostic::Span;
use crate::model::Window;
use crate::template::{MissingKey, Template, TemplateError};

/// A query or a piece of one.
pub(super) struct QueryText {
    template: Result<Template, TemplateError>,
    /// Where the text stands in the template that error places count in, see [`Cause::Template`].
    offset: usize,
}

impl QueryText {
    /// Of a query that begins at `offset` of the text that joins all queries of the SLI.
    pub(super) fn new(text: &str, offset: usize) -> Self {
        Self { template: Template::parse("sliExpr", text), offset }
    }

    /// The text for `window`, without spaces around it; a comment at its end is closed by a new line.
    pub(super) fn render(&self, window: Window) -> Result<String, WindowError> {
        let at = |cause: fn(TemplateError) -> Cause| {
            move |error| WindowError { window, cause: cause(self.shifted(error)) }
        };
        let template = self.template.as_ref().map_err(|error| at(Cause::Template)(error.clone()))?;
        let mut text = String::new();
        template.render(&window.to_string(), MissingKey::Error, &mut text).map_err(at(Cause::Render))?;
        let mut query = text.trim().to_owned();
        if query.lines().next_back().is_some_and(|line| line.contains('#')) {
            query.push('\n');
        }
        Ok(query)
    }

    fn shifted(&self, mut error: TemplateError) -> TemplateError {
        error.span = Span::new(error.span.start + self.offset, error.span.end + self.offset);
        error
    }
}
