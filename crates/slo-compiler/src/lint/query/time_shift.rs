//! `query/time-shift`: with `offset` the ratio is one of the past, and an alert comes that much too late; with `@` it is the
//! same at all times.

use crate::lint::{Findings, Subject};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for modifiers in view.nodes().flat_map(super::tree::Node::modifiers) {
            if let Some(offset) = &modifiers.offset {
                let message = format!("the query looks at the past: `{}`", view.written(offset.span));
                found
                    .push(view.at(offset.span), message)
                    .help("leave it out; alerts would come that much later");
            }
            if let Some(at) = &modifiers.at {
                let message = format!(
                    "`{}` fixes the moment, and the ratio is the same at all times",
                    view.written(at.span)
                );
                found.push(view.at(at.span), message).help("leave it out");
            }
        }
    }
}
