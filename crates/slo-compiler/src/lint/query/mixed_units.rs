//! `query/mixed-units`: one side of a ratio counts events per second and the other events per window. The ratio is off by the
//! seconds of the window: 300 times in the window of five minutes, two and a half million times in that of 30 days.

use crate::additivity::{Class, RawShape, Reason, class, raw};
use crate::diagnostic::Part;
use crate::lint::{Findings, Subject};
use crate::model::FieldPart;

const HELP: &str =
    "count both sides by the same function: `rate` gives events per second, `increase` events per window";

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    if let Some((bad, total)) = subject.events() {
        let (Ok(of_bad), Ok(of_total)) = (class(bad.query), class(total.query)) else { return };
        if differ(of_bad, of_total) {
            let message = format!("this is {of_bad}, and all events are {of_total}");
            found.push(bad.at(bad.expr.span), message).help(HELP);
        }
        return;
    }
    for view in subject.queries() {
        if let RawShape::Direct { why, .. } = raw(view.query)
            && let Reason::Mixture(above, below) = why.reason
            && differ(above, below)
        {
            let at = FieldPart { field: view.field.clone(), part: Part::Token(why.span) };
            found.push(at, format!("{above} are divided by {below}")).help(HELP);
        }
    }
}

fn differ(one: Class, other: Class) -> bool {
    one != other && one != Class::Mean && other != Class::Mean
}
