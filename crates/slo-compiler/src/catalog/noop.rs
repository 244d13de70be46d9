//! An SLI that never has an error.

use super::{Plugin, Query};

pub(super) const PLUGINS: &[Plugin] = &[Plugin {
    id: "sloth-common/noop",
    summary: "No events: the error ratio is always 0.",
    options: &[],
    query: Query::Text("max_over_time(vector(0)[{{.window}}:])"),
}];
