//! Two parsers on the same rules.
//!
//! In: compiled rules. Out: a diagnostic for each expression that this library's parser of PromQL takes and that of the
//! crate `promql-parser` refuses, or the other way round. Keeps: a parser that panics says nothing but that.

use slo_compiler::Compiled;
use slo_compiler::diagnostic::Diagnostic;
use slo_compiler::promql::Options;

/// The expressions about which the parsers do not agree.
#[cfg(not(feature = "cross-check"))]
pub(crate) fn disagreements(_: &Compiled, _: Options) -> Vec<Diagnostic> {
    Vec::new()
}

#[cfg(feature = "cross-check")]
pub(crate) use self::with_promql_parser::disagreements;

#[cfg(feature = "cross-check")]
mod with_promql_parser {
    use std::cell::Cell;
    use std::collections::BTreeSet;
    use std::panic::{self, UnwindSafe};
    use std::sync::Once;
    use std::thread;

    use slo_compiler::CompiledSlo;
    use slo_compiler::diagnostic::{Code, Place};
    use slo_compiler::lint::Origin;
    use slo_compiler::promql;
    use slo_compiler::rules::{Rule, RuleKind};

    use super::{Compiled, Diagnostic, Options};

    /// What the parsers do not agree about, with these parts of the language switched on; of each SLO once a reason, because
    /// the windows have the same query.
    pub(crate) fn disagreements(compiled: &Compiled, options: Options) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for slo in compiled.slos() {
            let mut told = BTreeSet::new();
            for rule in slo.rules.groups().flat_map(|group| &group.rules) {
                let Some(reason) = disagreement(&rule.expr, options) else { continue };
                let message = format!("{}: {reason}", name(rule));
                if told.insert(reason) {
                    found.push(diagnostic(slo, message, &rule.expr));
                }
            }
        }
        found
    }

    fn diagnostic(compiled: &CompiledSlo, message: String, expr: &str) -> Diagnostic {
        let help = format!("give this expression to promtool: {expr}");
        let mut diagnostic = Diagnostic::new(Code::InternalCrossCheck, Place::Document, message).help(help);
        if let Some(Origin { document, name: (place, span), .. }) = &compiled.origin {
            diagnostic.place = place.clone();
            diagnostic.span = Some(*span);
            diagnostic.document = *document;
        }
        diagnostic.slo = Some(compiled.slo.id.to_string());
        diagnostic
    }

    /// What the parsers do not agree about, if there is something.
    fn disagreement(expr: &str, options: Options) -> Option<String> {
        let ours = promql::parse(expr, options);
        let theirs = quietly(|| promql_parser::parser::parse(expr).map(|_| ()));
        match (ours, theirs) {
            (Ok(_), Ok(Ok(()))) | (Err(_), Ok(Err(_))) => None,
            (_, Err(_)) => Some("`promql-parser` panics at the expression".to_owned()),
            (Ok(_), Ok(Err(reason))) => Some(format!("`promql-parser` refuses the expression: {reason}")),
            (Err(reason), Ok(Ok(()))) => {
                Some(format!("`promql-parser` takes the expression, which has an error: {reason}"))
            }
        }
    }

    thread_local! {
        static IS_QUIET: Cell<bool> = const { Cell::new(false) };
    }

    /// Runs `parse`; should it panic, the panic is not told.
    fn quietly<T>(parse: impl FnOnce() -> T + UnwindSafe) -> thread::Result<T> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let tell = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                if !IS_QUIET.get() {
                    tell(info);
                }
            }));
        });
        IS_QUIET.set(true);
        let result = panic::catch_unwind(parse);
        IS_QUIET.set(false);
        result
    }

    fn name(rule: &Rule) -> String {
        match &rule.kind {
            RuleKind::Record(name) => format!("the rule for `{name}`"),
            RuleKind::Alert(alert) => format!("the alert `{}`", alert.name),
            _ => "a rule".to_owned(),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn only_different_verdicts_count() {
            for agreed in ["sum(rate(requests_total[5m]))", "sum(", "vector(1) > 0.5"] {
                assert_eq!(disagreement(agreed, Options::default()), None, "{agreed}");
            }
            // Known differences, of specs/promql/promql-parser.json.
            let message = disagreement("a + on(x) fill(1) b", Options::default()).unwrap();
            assert!(message.starts_with("`promql-parser` takes the expression"), "{message}");
            assert_eq!(disagreement("a + on(x) fill(1) b", Options::all()), None);
            let message = disagreement("foo[1e20]", Options::default()).unwrap();
            assert_eq!(message, "`promql-parser` panics at the expression");
        }
    }
}
