//! Panels for measures: the common cases of [`Panel`].

use super::model::{Column, ColumnSource, Data, Format, Link, Panel, Query, Size, View};
use super::queries::Measure;

/// A panel without links, in the range of its dashboard.
pub(super) fn panel(title: &str, description: &str, size: Size, view: View) -> Panel {
    Panel {
        title: title.into(),
        description: description.into(),
        size,
        view,
        links: Vec::new(),
        last: None,
        points: None,
    }
}

/// One large value: `expr` at the end of the range.
pub(super) fn stat(title: &str, description: &str, width: u8, expr: String, format: Format) -> Panel {
    let data = Data { queries: vec![Query::instant(expr, title)], format };
    panel(title, description, Size::new(width, 4), View::Stat(data))
}

/// One large value: the measure of the group that is worst off.
pub(super) fn worst(measure: &Measure, description: &str, width: u8) -> Panel {
    stat(measure.title, description, width, measure.worst(), measure.format.clone())
}

/// A column of labels.
pub(super) fn label(title: &str, name: &str) -> Column {
    let format = Format { unit: super::model::Unit::Text, ..Format::default() };
    Column { title: title.into(), source: ColumnSource::Label(name.into()), format, links: Vec::new() }
}

/// A column of the values of `expr`.
pub(super) fn value(title: &str, expr: String, format: Format) -> Column {
    let source = ColumnSource::Value(Query::instant(expr, title));
    Column { title: title.into(), source, format, links: Vec::new() }
}

/// The same column with a link in its cells.
pub(super) fn linked(column: Column, title: &str, url: String) -> Column {
    Column { links: vec![Link { title: title.into(), url }], ..column }
}
