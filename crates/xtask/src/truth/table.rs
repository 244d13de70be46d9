//! Tables in Markdown.

use std::fmt::Write as _;

/// A heading, columns and rows of one width.
pub(super) fn markdown(title: &str, columns: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!("### {title}\n\n| {} |\n|{}\n", columns.join(" | "), "---|".repeat(columns.len()));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | ")); // a text takes all that is written
    }
    text
}
