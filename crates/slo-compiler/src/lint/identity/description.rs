//! `identity/description`: nobody knows what the SLO promises, and to whom. The description is for those who look at the
//! spec a year later; it is not a part of any rule.

use crate::lint::{Findings, Subject};
use crate::model::Field;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    if subject.slo.description.trim().is_empty() {
        found.push(Field::Description, format!("the SLO `{}` has no description", subject.slo.name)).help(
            "say in one sentence what is promised: `description: Checkouts are answered within 500 ms.`",
        );
    }
}
