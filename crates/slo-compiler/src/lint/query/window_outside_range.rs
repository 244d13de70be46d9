//! `query/window-outside-range`: the query mentions the window, in a comment or a number, and no range has its length.
//! Every rule then looks at the same samples, so the fast and the slow alert see one and the same ratio.

use crate::lint::{Findings, Subject};

use super::View;
use super::tree::Node;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries().iter().filter(|view| applies(view)) {
        let message = format!("no range of the {} has the length of the window", view.name());
        found
            .push(view.at(view.expr.span), message)
            .help("write `[{{.window}}]` where samples are chosen by their age");
    }
}

/// Whether the window is somewhere else than where it belongs.
pub(super) fn applies(view: &View<'_>) -> bool {
    let mut ranges = view.nodes().filter_map(Node::range).peekable();
    // A recorded ratio may have the window in its name or in a label: `job:errors:ratio_rate{{.window}}`.
    let by_name = || view.selectors().any(|(_, selector)| view.has_window(selector.span));
    ranges.peek().is_some() && !ranges.any(|range| view.has_window(range.span)) && !by_name()
}
