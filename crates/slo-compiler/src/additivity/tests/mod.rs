//! `table` has a row for each form, `raw` for each shape of an error ratio, `terms` for each sum, `templates` what templates do
//! to all; `theory` holds the classes against numbers.

mod raw;
mod table;
mod templates;
mod terms;
mod theory;

use crate::model::Query;
use crate::promql::{self, Options};
use crate::template::Template;

/// The query as it comes out of a spec.
fn query(text: &str) -> Query {
    let rendered = Template::parse("expr", text).unwrap().render_mapped(super::window::TRIAL).unwrap();
    let expr = promql::parse(&rendered.text, Options::all())
        .unwrap_or_else(|error| panic!("{text}: {}", error.message));
    Query::parsed(text.to_owned(), expr, rendered)
}

/// A query with `W` for the window.
fn short(text: &str) -> Query {
    query(&with_window(text))
}

fn with_window(text: &str) -> String {
    text.replace("[W", "[{{.window}}")
}
