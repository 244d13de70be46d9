//! `query/fixed-range`: a range such as `[5m]` stands where `[{{.window}}]` belongs. The ratios of all windows are then
//! made of the same five minutes, and an alert for slow burns sees no more than the one for fast burns.

use super::{View, window_outside_range};
use crate::lint::query::tree::Node;
use crate::lint::{Findings, Subject};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries().iter().filter(|view| !window_outside_range::applies(view)) {
        for node in view.nodes() {
            let Some(range) = node.range() else { continue };
            if view.has_window(range.span) || has_window_around(view, node) {
                continue;
            }
            let message = format!(
                "the range `{}` has the same length in the rule of every window",
                view.text(range.span)
            );
            let edits = view.edit(range.span, "{{.window}}").map(|edit| vec![edit]);
            found
                .push(view.at(range.span), message)
                .help("write `{{.window}}`, which becomes the window of each rule")
                .fix("use the window", edits);
        }
    }
}

/// Whether a subquery around it looks at the whole window: `max_over_time(rate(x[1m])[{{.window}}:])`.
fn has_window_around(view: &View<'_>, node: Node<'_>) -> bool {
    node.above().filter_map(Node::range).any(|range| view.has_window(range.span))
}
