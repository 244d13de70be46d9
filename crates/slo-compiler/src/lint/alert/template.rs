//! `alert/template`: labels and annotations of alerts are Go templates to Prometheus, which refuses a whole rules file for one
//! that it cannot read.

use crate::diagnostic::Part;
use crate::lint::{Findings, Subject};
use crate::model::FieldPart;
use crate::template::{Dialect, Template};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    if subject.rules.alerts().next().is_none() {
        return;
    }
    for (field, name, value) in super::texts(subject) {
        if let Err(error) = Template::parse_with("alert", value, &Dialect::ALERT) {
            let at = FieldPart { field, part: Part::Token(error.span) };
            found
                .push(at, format!("`{name}` is not a template that Prometheus can read: {}", error.plain))
                .help("write `{{ $labels.name }}` for a label, and `{{ \"{{\" }}` for two braces");
        }
    }
}
