//! `query/regex-equality`: a regular expression without any special character matches one text. `=` says so, and is looked
//! up in the index of the label.

use super::regex;
use crate::lint::{Findings, Subject};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for matcher in view.matchers().filter(|matcher| !regex::is_half_a_status(matcher)) {
            let Some(meaning) = regex::meaning(matcher) else { continue };
            let Some(text) = regex::only_text(&meaning).filter(|text| !text.is_empty()) else { continue };
            let op = regex::without_regex(matcher.op);
            let is_same = *text == *matcher.value.bytes() && !view.has_window(matcher.value.span);
            let edits = is_same.then(|| view.edit_op(matcher, op)).flatten();
            let text = String::from_utf8_lossy(text);
            found
                .push(view.at(matcher.span), format!("this regular expression matches `{text}` only"))
                .help(format!("compare with `{op}`"))
                .fix(&format!("compare with `{op}`"), edits.map(|edit| vec![edit]));
        }
    }
}
