//! The documentation pages of all codes, inside the program.
//!
//! In: docs/reference/diagnostics at build time. Out: the page of a code. A file can only be included by a literal path, so
//! the codes stand here once more; a test compares them with the library's list.

use slo_compiler::diagnostic::Code;

macro_rules! pages {
    ($( $code:literal, )+) => {
        /// Codes and their pages, in the order of [`Code::ALL`].
        const PAGES: &[(&str, &str)] = &[
            $( ($code, include_str!(concat!("../../../docs/reference/diagnostics/", $code, ".md"))), )+
        ];
    };
}

pages! {
    "yaml/syntax",
    "yaml/limit",
    "spec/kind",
    "spec/version",
    "spec/type",
    "spec/unknown-field",
    "spec/extension",
    "spec/value",
    "spec/conflict",
    "spec/unused",
    "spec/duplicate-key",
    "spec/empty",
    "openslo/unsupported",
    "slo/name",
    "slo/duplicate",
    "objective/range",
    "period/unknown",
    "period/retention",
    "label/key",
    "label/value",
    "label/clash",
    "sli/missing",
    "sli/ambiguous",
    "sli/same-query",
    "sli/empty-query",
    "sli/no-window",
    "sli/not-additive",
    "sli/no-fill",
    "template/syntax",
    "template/render",
    "promql/syntax",
    "alert/name",
    "alert/label",
    "alert/windows-lifted",
    "plugin/unknown",
    "plugin/transform",
    "plugin/go-source",
    "plugin/config",
    "plugin/requires",
    "rules/none",
    "plugin/debug",
    "windows/invalid",
    "windows/duplicate",
    "project/invalid",
    "file/read",
    "internal/cross-check",
    "query/window-outside-range",
    "query/fixed-range",
    "query/raw-counter",
    "query/rate-of-gauge",
    "query/no-aggregation",
    "query/different-grouping",
    "query/mixed-units",
    "query/same-meaning",
    "query/not-a-subset",
    "query/nan-without-traffic",
    "query/bucket-bound",
    "query/all-buckets",
    "query/regex-equality",
    "query/regex-anchor",
    "query/regex-empty",
    "query/zero-denominator",
    "query/phantom-events",
    "query/or-precedence",
    "query/filter-in-arithmetic",
    "query/time-shift",
    "query/trailing-comment",
    "query/bare-selector",
    "query/name-regex",
    "query/without",
    "query/reserved-label",
    "objective/hundred",
    "objective/low",
    "objective/too-fine",
    "objective/never-alerts",
    "objective/one-event",
    "identity/duplicate",
    "identity/letter-case",
    "identity/shared-alert",
    "identity/flux-variable",
    "identity/description",
    "alert/late",
    "alert/page-disabled",
    "alert/routing",
    "alert/runbook",
    "alert/template",
    "plugin/bucket",
    "plugin/no-effect",
    "plugin/not-a-ratio",
    "plugin/unknown-option",
    "plugin/deprecated",
    "lint/unknown-code",
    "lint/unused-allow",
}

/// The page of `code`.
pub(crate) fn page(code: Code) -> Option<&'static str> {
    PAGES.iter().find(|(name, _)| *name == code.as_str()).map(|(_, page)| *page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_page_here() {
        let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        let pages: Vec<_> = PAGES.iter().map(|(name, _)| *name).collect();
        assert_eq!(pages, codes);
    }
}
