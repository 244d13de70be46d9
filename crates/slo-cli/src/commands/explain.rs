//! `slo explain CODE`: the documentation page of a code, without a browser.

use slo_compiler::diagnostic::Code;

use super::{Ending, Stop, print};
use crate::pages;

/// How alike halves of codes must be to suggest the code, from 0 to 1: one letter in three may differ.
const ALIKE: f64 = 0.66;

/// More suggestions do not help anybody to choose.
const MOST_SUGGESTIONS: usize = 3;

/// Explain a code
///
/// Prints the documentation page of a code, such as `promql/syntax`: what it means, an example, and what to do about it.
/// Without a code, lists all of them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The code that a problem has between brackets
    code: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// A code that does not exist.
pub(super) fn run(args: &Args) -> Result<Ending, Stop> {
    match &args.code {
        Some(code) => print(explain(code).map_err(Stop::usage)?),
        None => print(&list()),
    }
}

/// Every code in a line of its own, with its severity and what it means.
fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or_default();
    let line = |code: &Code| {
        format!("{:width$}  {:7}  {}\n", code.as_str(), code.severity().as_str(), code.summary())
    };
    Code::ALL.iter().map(line).collect()
}

/// The page of `code`, as Markdown.
///
/// # Errors
/// The message for a code that does not exist, with those that are like it.
fn explain(code: &str) -> Result<&'static str, String> {
    let wanted = code.trim().to_lowercase();
    let known = Code::ALL.iter().find(|known| known.as_str() == wanted);
    known.and_then(|known| pages::page(*known)).ok_or_else(|| unknown(code))
}

/// Says that there is no such code, and which are like it.
pub(super) fn unknown(code: &str) -> String {
    let wanted = code.trim().to_lowercase();
    let suggestions: Vec<_> = nearest(&wanted).iter().map(|code| format!("`{code}`")).collect();
    match suggestions.split_last() {
        None => format!("there is no code `{code}`"),
        Some((only, [])) => format!("there is no code `{code}`; did you mean {only}?"),
        Some((last, others)) => {
            format!("there is no code `{code}`; did you mean {} or {last}?", others.join(", "))
        }
    }
}

/// The codes that are like `wanted`, best first, equals in the order of the list.
fn nearest(wanted: &str) -> Vec<Code> {
    let scored = Code::ALL.iter().map(|code| (likeness(wanted, code.as_str()), *code));
    let mut alike: Vec<_> = scored.filter(|((half, _), _)| *half >= ALIKE).collect();
    alike.sort_by(|((left_half, left), _), ((right_half, right), _)| {
        right.total_cmp(left).then(right_half.total_cmp(left_half))
    });
    alike.into_iter().map(|(_, code)| code).take(MOST_SUGGESTIONS).collect()
}

/// How like their best halves are, because half of a code is what someone remembers; and how like they are as a whole.
fn likeness(wanted: &str, code: &str) -> (f64, f64) {
    let alike = strsim::normalized_damerau_levenshtein;
    let halves = wanted.split('/').flat_map(|half| code.split('/').map(move |other| alike(half, other)));
    (halves.fold(0.0, f64::max), alike(wanted, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained() {
        for code in Code::ALL {
            let page = explain(code.as_str()).unwrap();
            assert!(page.starts_with(&format!("# {code}\n")), "{code}");
        }
        assert_eq!(explain(" PromQL/Syntax\n"), explain("promql/syntax"));
    }

    #[test]
    fn an_unknown_code_names_those_like_it() {
        let message = |code| explain(code).unwrap_err();
        let cases = [
            ("promql/sytnax", "did you mean `promql/syntax`, `yaml/syntax` or `template/syntax`?"),
            ("syntax", "did you mean `yaml/syntax`, `promql/syntax` or `template/syntax`?"),
            ("alert/labels", "did you mean `alert/label`, `alert/late` or `alert/name`?"),
            ("windows", "did you mean `windows/invalid` or `windows/duplicate`?"),
        ];
        for (code, suggestion) in cases {
            assert_eq!(message(code), format!("there is no code `{code}`; {suggestion}"));
        }
        assert_eq!(message("kubernetes"), "there is no code `kubernetes`");
        assert_eq!(message(""), "there is no code ``");
    }
}
