//! Two parsers on the same rules.
//!
//! In: compiled rules. Out: a diagnostic for each expression that this library's parser of PromQL takes and that of the
//! crate `promql-parser` refuses, or the other way round. Keeps: a parser that panics says nothing but that.

use slo_compiler::Compiled;
use slo_compiler::diagnostic::Diagnostic;

/// The expressions about which the parsers do not agree.
#[cfg(not(feature = "cross-check"))]
pub(crate) fn disagreements(_: &Compiled) -> Vec<Diagnostic> {
    Vec::new()
}

#[cfg(feature = "cross-check")]
pub(crate) use self::with_promql_parser::disagreements;

#[cfg(feature = "cross-check")]
mod with_promql_parser {
    use std::panic;

    use slo_compiler::diagnostic::{Code, Place};
    use slo_compiler::promql::{self, Options};
    use slo_compiler::rules::{Rule, RuleKind};
    use slo_compiler::{CompiledDocument, CompiledSlo};

    use super::{Compiled, Diagnostic};

    /// The expressions about which the parsers do not agree.
    pub(crate) fn disagreements(compiled: &Compiled) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for CompiledDocument { index, slos, .. } in &compiled.documents {
            for CompiledSlo { slo, span, rules, .. } in slos {
                for rule in rules.groups().flat_map(|group| &group.rules) {
                    let Some(message) = disagreement(&rule.expr) else { continue };
                    let message = format!("{}: {message}", name(rule));
                    let mut diagnostic =
                        Diagnostic::new(Code::InternalCrossCheck, Place::Bytes(*span), message)
                            .help(format!("give this expression to promtool: {}", rule.expr));
                    diagnostic.span = Some(*span);
                    diagnostic.slo = Some(slo.id.to_string());
                    diagnostic.document = *index;
                    found.push(diagnostic);
                }
            }
        }
        found
    }

    /// What the parsers do not agree about, if there is something.
    fn disagreement(expr: &str) -> Option<String> {
        let ours = promql::parse(expr, Options::default());
        let theirs = panic::catch_unwind(|| promql_parser::parser::parse(expr).map(|_| ()));
        match (ours, theirs) {
            (Ok(_), Ok(Ok(()))) | (Err(_), Ok(Err(_))) => None,
            (_, Err(_)) => Some("`promql-parser` panics at the expression".to_owned()),
            (Ok(_), Ok(Err(reason))) => Some(format!("`promql-parser` refuses the expression: {reason}")),
            (Err(reason), Ok(Ok(()))) => {
                Some(format!("`promql-parser` takes the expression, which has an error: {reason}"))
            }
        }
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
                assert_eq!(disagreement(agreed), None, "{agreed}");
            }
            // Known differences, of specs/promql/promql-parser.json.
            let message = disagreement("a + on(x) fill(1) b").unwrap();
            assert!(message.starts_with("`promql-parser` takes the expression"), "{message}");
            assert_eq!(disagreement("foo[1e20]").unwrap(), "`promql-parser` panics at the expression");
        }
    }
}
