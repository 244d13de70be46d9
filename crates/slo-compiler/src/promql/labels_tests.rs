use super::*;
use crate::promql::{self, Options};

fn labels(query: &str) -> String {
    let expr = promql::parse(query, Options::default()).unwrap();
    LabelSet::of(&expr).to_string()
}

#[rustfmt::skip] // a table
const TABLE: &[(&str, &str)] = &[
    ("a",                                                     "by all labels"),
    ("sum(a)",                                                "without labels"),
    ("sum by (x, y) (a)",                                     "by `x`, `y`"),
    ("sum without (x) (a)",                                   "by all labels but `x`"),
    ("sum by (x) (sum by (x, y) (a))",                        "by `x`"),
    ("sum by (x, z) (sum by (x, y) (a))",                     "by `x`"),
    ("sum without (y) (sum by (x, y) (a))",                   "by `x`"),
    ("sum by (x, y) (sum without (y) (a))",                   "by `x`"),
    ("topk(3, sum by (x) (a))",                               "by `x`"),
    ("count_values(\"v\", a)",                                "by all labels"),
    ("rate(a[5m]) * 2",                                       "by all labels"),
    ("1 - sum by (x) (rate(a[5m]))",                          "by `x`"),
    ("sum by (x) (a) / sum by (x) (b)",                       "by `x`"),
    ("sum by (x, y) (a) / on (x) sum by (x) (b)",             "by `x`"),
    ("sum by (x, y) (a) / ignoring (y) sum by (x) (b)",       "by `x`"),
    ("sum by (x, y) (a) / on (x) group_left (z) b",           "by `x`, `y`, `z`"),
    ("b * on (x) group_right sum by (x, y) (a)",              "by `x`, `y`"),
    ("sum by (x) (a) or vector(0)",                           "by `x`"),
    ("sum by (x) (a) or sum(a)",                              "by all labels"),
    ("sum by (x) (a) and b",                                  "by `x`"),
    ("label_replace(sum(a), \"x\", \"1\", \"\", \"\")",       "by `x`"),
    ("histogram_quantile(0.9, sum by (le, x) (rate(a[5m])))", "by `x`"),
    ("max_over_time(sum by (x) (a)[5m:1m])",                  "by `x`"),
    ("vector(1)",                                             "without labels"),
    ("absent(a)",                                             "by all labels"),
    ("scalar(a)",                                             "without labels"),
];

#[test]
fn labels_of_results() {
    for (query, expected) in TABLE {
        assert_eq!(labels(query), *expected, "{query}");
    }
}

#[test]
fn a_high_tree_needs_no_stack() {
    let query = vec!["sum(a)"; 900].join(" + ");
    assert_eq!(labels(&query), "without labels");
}
