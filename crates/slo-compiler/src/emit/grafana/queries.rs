//! Queries and what stands around them.

use super::json::{Json, object};
use crate::dashboard::model::{Panel, Query, View};

/// The datasource that the dashboard's first variable names.
pub(super) fn datasource<'a>() -> Json<'a> {
    object! { "type": "prometheus", "uid": "${datasource}" }
}

/// The letters of queries: `A` to `Z`, then `AA` and so on.
pub(super) fn ref_id(number: usize) -> String {
    let letter = |index: usize| char::from(b'A' + u8::try_from(index % 26).unwrap_or_default());
    match number.checked_sub(26) {
        None => letter(number).to_string(),
        Some(rest) => [ref_id(rest / 26), letter(rest).to_string()].concat(),
    }
}

/// The queries of a panel with their letters.
pub(super) fn lettered(panel: &Panel) -> impl Iterator<Item = (String, &Query)> {
    panel.view.queries().enumerate().map(|(number, query)| (ref_id(number), query))
}

/// The part of a query that only Prometheus understands.
pub(super) fn prometheus<'a>(query: &'a Query, view: &View) -> Json<'a> {
    let format = if matches!(view, View::Table { .. }) { "table" } else { "time_series" };
    let legend = if query.legend.is_empty() { "__auto" } else { query.legend.as_str() };
    object! {
        "editorMode": "code",
        "expr": &query.expr,
        "format": format,
        "instant": query.instant,
        "legendFormat": legend,
        "range": !query.instant,
    }
}

#[cfg(test)]
mod tests {
    use super::ref_id;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 51, 52, 701].map(ref_id), ["A", "Z", "AA", "AZ", "BA", "ZZ"]);
    }
}
