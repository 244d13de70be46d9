//! What decides whether a finding is reported: levels, allow comments, and errors elsewhere.

use slo_compiler::diagnostic::{Code, Diagnostic, Severity};
use slo_compiler::{Level, LintOptions, Options, Source, compile, lint_across};

use crate::support::{diagnostics, options};

/// A spec with a fixed range in the query of all events; `%1` to `%4` are places for comments.
const SPEC: &str = "\
version: prometheus/v1
service: shop
slos:
  %1
  - name: checkout %2
    objective: 99.9
    sli:
      raw:
        # About the query.
        %3
        error_ratio_query: |
          sum(rate(errors_total{job=\"shop\"}[{{.window}}]))
          / (sum(rate(requests_total{job=\"shop\"}[5m])) > 0) %4
          # the end
    alerting:
      name: CheckoutFails
";

fn with(place: &str, comment: &str) -> String {
    let mut text = SPEC.replace(place, comment);
    for other in ["%1", "%2", "%3", "%4"] {
        text = text.replace(other, "");
    }
    text
}

fn codes(text: &str, options: &Options) -> Vec<(Code, Severity)> {
    diagnostics("spec.yml", text, options).iter().map(|found| (found.code, found.severity)).collect()
}

fn about_comments_and_ranges(text: &str) -> Vec<Code> {
    let wanted = [Code::QueryFixedRange, Code::LintUnusedAllow, Code::LintUnknownCode];
    codes(text, &options("")).into_iter().map(|(code, _)| code).filter(|code| wanted.contains(code)).collect()
}

#[test]
fn a_comment_allows_what_is_on_its_line_the_next_or_in_its_slo() {
    assert_eq!(about_comments_and_ranges(&with("%1", "")), [Code::QueryFixedRange]);
    for place in ["%1", "%2", "%3", "%4"] {
        let text = with(place, "# slo: allow(query/fixed-range)");
        assert_eq!(about_comments_and_ranges(&text), [], "{place}");
    }
}

#[test]
fn a_comment_elsewhere_allows_nothing() {
    let text = with("%1", "").replace("service: shop", "service: shop # slo: allow(query/fixed-range)");
    assert_eq!(about_comments_and_ranges(&text), [Code::QueryFixedRange, Code::LintUnusedAllow]);
    let text = with("%1", "").replace("shop\"}[5m]", "shop#slo: allow(query/fixed-range)\"}[5m]");
    assert_eq!(about_comments_and_ranges(&text), [Code::QueryFixedRange], "no comment to YAML");
}

#[test]
fn a_comment_may_name_several_codes() {
    let text = with("%2", "#  slo: allow( query/fixed-range , identity/description)");
    assert_eq!(about_comments_and_ranges(&text), []);
    let text = with("%2", "# slo: allow(query/fixed-range, query/raw-counter, query/none)");
    assert_eq!(about_comments_and_ranges(&text), [Code::LintUnusedAllow, Code::LintUnknownCode]);
}

#[test]
fn warnings_of_other_stages_can_be_allowed_and_errors_cannot() {
    let text = with("%2", "")
        .replace("service: shop\n", "service: shop\nowner: me # slo: allow(spec/unknown-field)\n");
    assert!(!codes(&text, &options("")).iter().any(|(code, _)| *code == Code::SpecUnknownField));
    let text = with("%2", "# slo: allow(objective/range)").replace("99.9", "101");
    let found = codes(&text, &options(""));
    assert!(found.contains(&(Code::ObjectiveRange, Severity::Error)), "{found:?}");
    assert!(found.contains(&(Code::LintUnknownCode, Severity::Warning)), "{found:?}");
}

#[test]
fn an_allowed_error_does_not_keep_output_from_being_written() {
    let comment = "sum(rate(x{job=\"shop\"}[{{.window}}])) # all";
    let spec = |allow: &str| {
        format!(
            "version: prometheus/v1\nservice: shop\nslos:\n  - name: checkout{allow}\n    objective: 99\n    sli:\n      raw:\n        error_ratio_query: '{comment}'\n    alerting: {{name: Shop}}\n"
        )
    };
    let compiled =
        |text: String| compile(&Source::new("spec.yml", text.into_bytes()), &options("")).compiled.is_some();
    assert!(!compiled(spec("")));
    assert!(compiled(spec(" # slo: allow(query/trailing-comment)")));
}

#[test]
fn levels_change_severities() {
    let mut options = options("");
    options.lints.levels.insert(Code::QueryFixedRange, Level::Error);
    options.lints.levels.insert(Code::IdentityDescription, Level::Allow);
    let found = codes(&with("%1", ""), &options);
    assert!(found.contains(&(Code::QueryFixedRange, Severity::Error)), "{found:?}");
    assert!(!found.iter().any(|(code, _)| *code == Code::IdentityDescription), "{found:?}");
    assert!(compile(&Source::new("spec.yml", with("%1", "").into_bytes()), &options).compiled.is_none());
    let allowed = with("%2", "# slo: allow(identity/description, query/fixed-range)");
    assert!(
        !codes(&allowed, &options).iter().any(|(code, _)| *code == Code::LintUnusedAllow),
        "the level allows it too"
    );
}

#[test]
fn without_lints_nothing_is_found_and_no_comment_is_read() {
    let mut options = options("");
    options.lints = LintOptions::none();
    assert_eq!(codes(&with("%2", "# slo: allow(nonsense)"), &options), []);
    assert_eq!(Options::default().lints, LintOptions::none());
}

#[test]
fn an_slo_with_an_error_is_not_looked_at_and_the_others_are() {
    let good = with("%1", "");
    let slo = good.split_once("slos:\n").unwrap().1.replace("checkout", "basket").replace("99.9", "0");
    let found = codes(&format!("{good}{slo}"), &options(""));
    assert_eq!(found.iter().filter(|(code, _)| *code == Code::QueryFixedRange).count(), 1, "{found:?}");
    assert!(found.contains(&(Code::ObjectiveRange, Severity::Error)), "{found:?}");
}

#[test]
fn a_document_with_an_error_of_a_lint_is_not_intact() {
    let mut options = options("");
    options.lints.levels.insert(Code::QueryFixedRange, Level::Error);
    let bad = with("%1", "");
    let good = bad.replace("[5m]", "[{{.window}}]").replace("checkout", "basket");
    let outcome = compile(&Source::new("spec.yml", format!("{bad}---\n{good}").into_bytes()), &options);
    assert!(outcome.compiled.is_none());
    let intact: Vec<&str> = outcome.intact.slos().map(|compiled| &*compiled.slo.name).collect();
    assert_eq!(intact, ["basket"]);
}

fn across(first: &str, second: &str) -> Vec<(usize, Diagnostic)> {
    let options = options("");
    let files = [("a.yml", first), ("b.yml", second)].map(|(name, text)| Source::new(name, text.as_bytes()));
    let compiled = files.each_ref().map(|file| compile(file, &options).compiled.unwrap());
    let list: Vec<_> = files.iter().zip(&compiled).collect();
    lint_across(&list, &options.lints).into_iter().map(|found| (found.file, found.diagnostic)).collect()
}

#[test]
fn ids_are_compared_between_files() {
    let text = with("%1", "");
    let found = across(&text, &text);
    assert_eq!(found.len(), 1, "{found:?}");
    let (file, diagnostic) = &found[0];
    assert_eq!((*file, diagnostic.code), (1, Code::IdentityDuplicate));
    assert_eq!(diagnostic.message, "the id `shop-checkout` is taken by an SLO in document 1 of `a.yml`");
    assert_eq!(&text[diagnostic.span.unwrap().range()], "checkout");
    assert_eq!(across(&text, &text.replace("checkout", "basket")), []);
}

#[test]
fn findings_across_files_can_be_allowed_and_are_never_unused() {
    let text = with("%1", "");
    let allowed = with("%2", "# slo: allow(identity/duplicate, query/fixed-range)");
    assert_eq!(across(&text, &allowed), []);
    assert_eq!(about_comments_and_ranges(&allowed), []);
}

#[test]
fn a_document_with_an_allowed_error_is_compiled() {
    let text =
        with("%2", "# slo: allow(query/trailing-comment, query/fixed-range)").replace(": |\n", ": |-\n");
    let outcome = compile(&Source::new("spec.yml", text.as_bytes()), &options(""));
    assert!(!outcome.diagnostics.has_errors(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.compiled.map(|compiled| compiled.slos().count()), Some(1));
    let outcome = compile(&Source::new("spec.yml", text.replace("slo: allow", "").as_bytes()), &options(""));
    assert!(outcome.compiled.is_none(), "the query is an error when nothing allows it");
}
