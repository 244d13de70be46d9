//! Panels and the queries that fill them.

use super::{Color, Format};
use crate::model::Window;

/// A panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The title; may be empty.
    pub title: String,
    /// What it shows and how to read it.
    pub description: String,
    /// How large it is.
    pub size: Size,
    /// What is in it.
    pub view: View,
    /// Links in its corner.
    pub links: Vec<Link>,
    /// The length of time that it shows, up to the end of the dashboard's range; `None` for that range.
    pub last: Option<Window>,
    /// At how many times it shows values at most; `None` for as many as it has pixels.
    pub points: Option<u16>,
}

/// The size of a panel on a grid of 24 columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Columns, 1 to 24.
    pub width: u8,
    /// Lines of some 30 pixels.
    pub height: u8,
}

impl Size {
    /// The number of columns.
    pub const COLUMNS: u8 = 24;

    /// At least one column and line, and at most all columns.
    #[must_use]
    pub const fn new(width: u8, height: u8) -> Self {
        let width = match width {
            0 => 1,
            width if width > Self::COLUMNS => Self::COLUMNS,
            width => width,
        };
        Self { width, height: if height == 0 { 1 } else { height } }
    }
}

/// What is in a panel.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum View {
    /// Markdown.
    Text(String),
    /// One large value a query.
    Stat(Data),
    /// A line a series.
    TimeSeries {
        /// The lines.
        series: Vec<Series>,
        /// Units and colours.
        format: Format,
        /// Whether the steps of the thresholds are drawn as lines.
        threshold_lines: bool,
    },
    /// A band a series, coloured by value.
    StateTimeline(Data),
    /// A bar a series.
    BarGauge(Data),
    /// A line for each result of a query.
    Table {
        /// The query that decides which lines there are.
        rows: Query,
        /// Its labels and its value, and the values of other queries whose results have the same labels or fewer.
        columns: Vec<Column>,
    },
}

impl View {
    /// Every query, in the order in which they get their letters.
    pub fn queries(&self) -> impl Iterator<Item = &Query> {
        let (queries, series, columns): (&[Query], &[Series], &[Column]) = match self {
            Self::Text(_) => (&[], &[], &[]),
            Self::Stat(data) | Self::StateTimeline(data) | Self::BarGauge(data) => (&data.queries, &[], &[]),
            Self::TimeSeries { series, .. } => (&[], series, &[]),
            Self::Table { rows, columns } => (std::slice::from_ref(rows), &[], columns),
        };
        let cells = columns.iter().filter_map(|column| match &column.source {
            ColumnSource::Value(query) => Some(query),
            ColumnSource::Label(_) | ColumnSource::Rows => None,
        });
        queries.iter().chain(series.iter().map(|series| &series.query)).chain(cells)
    }
}

/// Queries whose values are shown in the same way.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// The queries.
    pub queries: Vec<Query>,
    /// Unit and colours.
    pub format: Format,
}

/// A query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The `PromQL` expression, which may hold variables of the dashboard.
    pub expr: String,
    /// What the series are called; `{{label}}` stands for a label, and an empty text for all labels.
    pub legend: String,
    /// Whether it is asked for the end of the time range only.
    pub instant: bool,
}

impl Query {
    /// The value at the end of the time range.
    #[must_use]
    pub fn instant(expr: impl Into<String>, legend: impl Into<String>) -> Self {
        Self { expr: expr.into(), legend: legend.into(), instant: true }
    }

    /// The values over the time range.
    #[must_use]
    pub fn range(expr: impl Into<String>, legend: impl Into<String>) -> Self {
        Self { expr: expr.into(), legend: legend.into(), instant: false }
    }
}

/// A query of a chart, and how its lines look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// The query.
    pub query: Query,
    /// The stroke of its lines.
    pub stroke: Stroke,
    /// Their colour; `None` for a colour each.
    pub color: Option<Color>,
    /// Whether they are not drawn until someone clicks on their names.
    pub hidden: bool,
}

impl Series {
    /// Solid lines, a colour each.
    #[must_use]
    pub fn line(query: Query) -> Self {
        Self { query, stroke: Stroke::Solid, color: None, hidden: false }
    }

    /// A dashed line, for what is compared with.
    #[must_use]
    pub fn reference(query: Query, color: Color) -> Self {
        Self { query, stroke: Stroke::Dashed, color: Some(color), hidden: false }
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// ———
    Solid,
    /// – – –
    Dashed,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its title.
    pub title: String,
    /// Where its cells come from.
    pub source: ColumnSource,
    /// How they are shown.
    pub format: Format,
    /// Where they lead.
    pub links: Vec<Link>,
}

/// Where the cells of a column come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnSource {
    /// The value of a label.
    Label(String),
    /// The value of the query that makes the lines.
    Rows,
    /// The value of another query.
    Value(Query),
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its text.
    pub title: String,
    /// Where it leads; may hold variables.
    pub url: String,
}
