//! Every form, with its class, or with what is in its way and where. `W` in brackets is the window.

use super::short;
use crate::additivity::{Class, Grouping, NotAdditive, class, class_trusting, grouping};

#[rustfmt::skip] // a table
const ADDITIVE: &[(&str, Class)] = &[
    // functions of a range
    ("rate(x[W])",                                               Class::Rate),
    ("increase(x[W])",                                           Class::Sum),
    ("count_over_time(x[W])",                                    Class::Sum),
    ("sum_over_time(x[W])",                                      Class::Sum),
    ("avg_over_time(x[W])",                                      Class::Mean),
    ("rate({\"http.requests\", code=~\"5..\"}[W])",              Class::Rate),
    // … of a subquery, whose inside may be as it likes
    ("sum_over_time(x[W:1m])",                                   Class::Sum),
    ("count_over_time((x == 0)[W:30s])",                         Class::Sum),
    ("increase(sum(x)[W:1m])",                                   Class::Sum),
    ("rate(sum(x)[W:1m])",                                       Class::Rate),
    ("sum_over_time((probe_success == bool 0)[W:])",             Class::Sum),
    ("sum_over_time(max by (a) (irate(x[2m]))[W:1m])",           Class::Sum),
    ("avg_over_time((up > bool 0)[W:1m])",                       Class::Mean),
    ("sum_over_time((x[W]))",                                    Class::Sum),
    // aggregations
    ("sum(rate(x[W]))",                                          Class::Rate),
    ("sum by (a, b) (increase(x[W]))",                           Class::Sum),
    ("sum without (a) (count_over_time(x[W]))",                  Class::Sum),
    ("sum(sum by (a) (rate(x[W])))",                             Class::Rate),
    ("sum(avg_over_time(x[W]))",                                 Class::Mean),
    ("avg(avg_over_time(x[W]))",                                 Class::Mean),
    // linear combinations
    ("sum(rate(x[W])) + sum(rate(y[W]))",                        Class::Rate),
    ("sum(count_over_time(x[W])) - sum(sum_over_time(x[W]))",    Class::Sum),
    ("sum by (a) (rate(x[W])) - on (a) sum by (a) (rate(y[W]))", Class::Rate),
    ("rate(x[W]) + on (a) group_left rate(y[W])",                Class::Rate),
    ("rate(x[W]) + fill(0) rate(y[W])",                          Class::Rate),
    ("-sum(rate(x[W]))",                                         Class::Rate),
    ("+increase(x[W])",                                          Class::Sum),
    ("sum(rate(x[W])) * 60",                                     Class::Rate),
    ("60 * sum(increase(x[W]))",                                 Class::Sum),
    ("sum(rate(x[W])) / 2",                                      Class::Rate),
    ("(2 * 3) * sum(rate(x[W]))",                                Class::Rate),
    ("sum(rate(x[W])) * -1",                                     Class::Rate),
    ("sum(rate(x[W])) / (2 ^ 3 - 1)",                            Class::Rate),
    ("sum(rate(x[W])) * 0",                                      Class::Rate),
    ("sum(rate(x[W])) + 0",                                      Class::Rate),
    ("avg_over_time(x[W]) / 100",                                Class::Mean),
    ("1 - avg_over_time(x[W])",                                  Class::Mean),
    ("vector(1) - avg(avg_over_time(x[W]))",                     Class::Mean),
    ("avg_over_time(x[W]) + 2",                                  Class::Mean),
    // a fallback of nothing
    ("sum(rate(x[W])) or vector(0)",                             Class::Rate),
    ("sum(increase(x[W])) or on() vector(0)",                    Class::Sum),
    ("sum(rate(x[W])) or (vector(0))",                           Class::Rate),
    ("sum by (a) (rate(x[W])) or 0 * sum by (a) (rate(y[W]))",   Class::Rate),
    ("sum by (a) (rate(x[W])) or 0 * group by (a) (up)",         Class::Rate),
    ("sum by (a) (rate(x[W])) or group by (a) (up) * 0",         Class::Rate),
    ("sum(rate(x[W])) or vector(0) * 3",                         Class::Rate),
    ("(sum(rate(x[W])) or vector(0)) + (sum(rate(y[W])) or vector(0))", Class::Rate),
    // transparent
    ("((sum((rate(x[W])))))",                                    Class::Rate),
    ("label_replace(rate(x[W]), \"a\", \"$1\", \"b\", \"(.*)\")", Class::Rate),
    ("sum by (a) (label_join(increase(x[W]), \"a\", \"-\", \"b\", \"c\"))", Class::Sum),
    ("sum(rate(x[W] offset 5m))",                                Class::Rate),
    ("sum(rate(x[W] offset -5m))",                               Class::Rate),
    ("sum_over_time(x[W:1m] offset 1h)",                         Class::Sum),
    ("histogram_count(rate(x[W]))",                              Class::Rate),
    ("histogram_sum(sum(increase(x[W])))",                       Class::Sum),
    ("sum(rate(x_bucket{le=\"0.5\"}[W]))",                       Class::Rate),
];

/// Query, the text that is pointed at, words of the reason.
#[rustfmt::skip] // a table
const NOT_ADDITIVE: &[(&str, &str, &str)] = &[
    ("sum(irate(x[W]))",                               "irate",               "first or last samples"),
    ("idelta(x[W])",                                   "idelta",              "first or last samples"),
    ("last_over_time(x[W])",                           "last_over_time",      "first or last samples"),
    ("delta(x[W])",                                    "delta",               "change of a gauge"),
    ("deriv(x[W])",                                    "deriv",               "change of a gauge"),
    ("predict_linear(x[W], 60)",                       "predict_linear",      "change of a gauge"),
    ("changes(x[W])",                                  "changes",             "neighbouring"),
    ("resets(x[W])",                                   "resets",              "neighbouring"),
    ("min_over_time(x[W])",                            "min_over_time",       "does not follow"),
    ("max_over_time(x[W])",                            "max_over_time",       "does not follow"),
    ("quantile_over_time(0.9, x[W])",                  "quantile_over_time",  "does not follow"),
    ("stddev_over_time(x[W])",                         "stddev_over_time",    "does not follow"),
    ("present_over_time(x[W])",                        "present_over_time",   "not how much"),
    ("absent_over_time(x[W])",                         "absent_over_time",    "not how much"),
    ("histogram_quantile(0.9, rate(x[W]))",            "histogram_quantile",  "does not follow"),
    ("histogram_fraction(0, 1, rate(x[W]))",           "histogram_fraction",  "does not follow"),
    ("histogram_avg(rate(x[W]))",                      "histogram_avg",       "does not follow"),
    ("histogram_count(avg_over_time(x[W]))",           "histogram_count",     "counts no events"),
    ("clamp_max(rate(x[W]), 1)",                       "clamp_max",           "another one"),
    ("clamp_min(rate(x[W]), 1)",                       "clamp_min",           "another one"),
    ("clamp(rate(x[W]), 0, 1)",                        "clamp",               "another one"),
    ("abs(rate(x[W]))",                                "abs",                 "another one"),
    ("sum(round(increase(x[W])))",                     "round",               "another one"),
    ("ceil(rate(x[W]))",                               "ceil",                "another one"),
    ("sort(rate(x[W]))",                               "sort",                "not known"),
    ("scalar(rate(x[W])) * rate(y[W])",                "scalar",              "not known"),
    ("rate(x[W]) * time()",                            "time",                "not known"),
    ("vector(time())",                                 "vector",              "not known"),
    // aggregations
    ("avg(rate(x[W]))",                                "avg",                 "`sum` would"),
    ("min by (a) (rate(x[W]))",                        "min",                 "`sum` would"),
    ("max(increase(x[W]))",                            "max",                 "`sum` would"),
    ("count(rate(x[W]))",                              "count",               "`sum` would"),
    ("group(rate(x[W]))",                              "group",               "`sum` would"),
    ("topk(3, rate(x[W]))",                            "topk",                "`sum` would"),
    ("bottomk(3, rate(x[W]))",                         "bottomk",             "`sum` would"),
    ("quantile(0.9, rate(x[W]))",                      "quantile",            "`sum` would"),
    ("max(avg_over_time(x[W]))",                       "max",                 "`sum` would"),
    // operators
    ("rate(x[W]) > 0",                                 ">",                   "anew for each window"),
    ("rate(x[W]) > bool 0",                            ">",                   "anew for each window"),
    ("rate(x[W]) == rate(y[W])",                       "==",                  "anew for each window"),
    ("rate(x[W]) and rate(y[W])",                      "and",                 "drop it in the next"),
    ("sum(rate(x[W]) unless on (a) y)",                "unless",              "drop it in the next"),
    ("rate(x[W]) or rate(y[W])",                       "or",                  "one side in one window"),
    ("vector(0) or rate(x[W])",                        "or",                  "one side in one window"),
    ("sum(rate(x[W])) or vector(1)",                   "vector(1)",           "never happened"),
    ("sum(rate(x[W])) or on() (2 * vector(3))",        "(2 * vector(3))",     "never happened"),
    ("rate(x[W]) + fill_right(1) rate(y[W])",          "fill_right(1)",       "never happened"),
    ("rate(x[W]) * on (a) group_left y",               "*",                   "does not tell"),
    ("rate(x[W]) * rate(y[W])",                        "*",                   "does not tell"),
    ("sum(rate(x[W]) / y)",                            "/",                   "does not tell"),
    ("sum(rate(x[W]) / rate(y[W]))",                   "/",                   "does not tell"),
    ("rate(x[W]) * vector(2)",                         "*",                   "does not tell"),
    ("1 / rate(x[W])",                                 "1",                   "divided by events"),
    ("rate(x[W]) / 0",                                 "/",                   "not the sum"),
    ("rate(x[W]) * Inf",                               "*",                   "not the sum"),
    ("rate(x[W]) % 2",                                 "%",                   "not the sum"),
    ("rate(x[W]) ^ 2",                                 "^",                   "not the sum"),
    ("1 - sum(rate(x[W]))",                            "1",                   "a number to events per second"),
    ("sum(increase(x[W])) + (1)",                      "(1)",                 "a number to events per window"),
    ("sum(increase(x[W])) + vector(1)",                "vector(1)",           "a number to events per window"),
    // mixtures
    ("sum(rate(x[W])) + sum(increase(y[W]))",          "+",                   "mixes events per second and events per window"),
    ("rate(x[W]) - avg_over_time(y[W])",               "-",                   "mixes events per second and an average"),
    // ranges and moments
    ("sum(x)",                                         "x",                   "one moment"),
    ("sum(rate(x[5m]))",                               "5m",                  "not the window"),
    ("rate(x[W]) + rate(y[1h])",                       "1h",                  "not the window"),
    ("rate(x[W0s])",                                   "{{.window}}0s",       "not the window"),
    ("rate(x[W * 2])",                                 "{{.window}} * 2",     "not the window"),
    ("sum_over_time(x[1h:1m])",                        "1h",                  "not the window"),
    ("max_over_time(rate(x[1m])[W:])",                 "max_over_time",       "does not follow"),
    ("sum_over_time(rate(x[W])[W:1m])",                "{{.window}}",         "inside of a subquery"),
    ("sum_over_time(x[W:step()])",                     "step()",              "not a fixed length"),
    ("x[W]",                                           "x[{{.window}}]",      "these are samples"),
    ("rate(x[W] @ 1700000000)",                        "@ 1700000000",        "fixes the moment"),
    ("sum_over_time((x @ end())[W:1m])",               "@ end()",             "fixes the moment"),
    ("sum_over_time(x[W:1m] @ start())",               "@ start()",           "fixes the moment"),
    ("rate(x[W] offset (2 * 5m))",                     "offset (2 * 5m)",     "not a fixed length"),
    ("rate(x[W] anchored)",                            "x[{{.window}}] anchored", "takes in samples"),
    ("rate(x[W] smoothed)",                            "x[{{.window}}] smoothed", "takes in samples"),
    // nothing to count
    ("vector(1)",                                      "vector(1)",           "no series"),
    ("2 * 3",                                          "2 * 3",               "no series"),
    ("\"text\"",                                       "\"text\"",            "no series"),
    ("vector(0) or vector(0)",                         "vector(0) or vector(0)", "no series"),
];

#[test]
fn what_is_linear_has_a_class() {
    for (text, expected) in ADDITIVE {
        assert_eq!(class(&short(text)), Ok(*expected), "{text}");
    }
}

#[test]
fn what_is_not_is_pointed_at() {
    for (text, pointed_at, words) in NOT_ADDITIVE {
        let query = short(text);
        let NotAdditive { span, reason } = class(&query).expect_err(text);
        assert_eq!(&query.text()[span.range()], *pointed_at, "{text}: {reason}");
        assert!(reason.to_string().contains(words), "{text}: {reason}");
    }
}

/// What the user's word is believed for, and what not.
#[rustfmt::skip] // a table
const TRUSTED: &[(&str, Option<Class>)] = &[
    ("sum(rate(x[W]))",                                   Some(Class::Rate)),
    ("sum(rate(x[W]) * on (a) group_left (b) info)",      Some(Class::Rate)),
    ("sum(info * on (a) group_right increase(x[W]))",     Some(Class::Sum)),
    ("sum(rate(x[W]) * on (a) group_left () (info == 1))",   Some(Class::Rate)),
    ("sum(rate(x[W]) / on (a) group_left capacity)",      Some(Class::Rate)),
    ("sum(rate(x[W]) * vector(2))",                       Some(Class::Rate)),
    ("sort(increase(x[W]))",                              Some(Class::Sum)),
    ("rate(x[W]) * scalar(y)",                            Some(Class::Rate)),
    ("1 / rate(x[W])",                                    None),
    ("y / rate(x[W])",                                    None),
    ("sum(irate(x[W]) * on (a) group_left info)",         None),
    ("sum(rate(x[5m]) * on (a) group_left info)",         None),
    ("sum(rate(x[W] @ 1) * on (a) group_left info)",      None),
    ("max(rate(x[W]))",                                   None),
    ("x * y",                                             None),
];

#[test]
fn the_users_word_goes_for_products_and_unknown_functions() {
    for (text, expected) in TRUSTED {
        let found = class_trusting(&short(text));
        assert_eq!(found.ok(), *expected, "{text}: {found:?}");
    }
}

/// `*` for labels that are not known.
#[rustfmt::skip] // a table
const GROUPED: &[(&str, &str)] = &[
    ("sum(rate(x[W]))",                                              ""),
    ("sum by (b, a) (rate(x[W]))",                                   "a b"),
    ("(-sum by (a) (rate(x[W])) * 2)",                               "a"),
    ("sum by (a) (rate(x[W])) or vector(0)",                         "a"),
    ("sum by (a) (rate(x[W])) or 0 * sum by (a) (rate(y[W]))",       "a"),
    ("1 - sum by (a) (rate(x[W])) / sum by (a) (rate(y[W]))",        "a"),
    ("sum by (a) (rate(x[W])) or sum by (b) (rate(y[W]))",           "*"),
    ("sum by (a) (rate(x[W])) + on (a) group_left (c) sum by (a) (rate(y[W]))", "a c"),
    ("label_replace(sum by (a) (rate(x[W])), \"b\", \"1\", \"\", \"\")", "a b"),
    ("sum without (a) (rate(x[W]))",                                 "*"),
    ("rate(x[W])",                                                   "*"),
    ("avg by (a) (avg_over_time(x[W]))",                             "a"),
    ("1 - avg_over_time(x[W])",                                      "*"),
];

#[test]
fn grouping_is_that_of_the_outermost_aggregation() {
    for (text, expected) in GROUPED {
        let found = match grouping(&short(text)) {
            Grouping::By(labels) => labels.join(" "),
            Grouping::Unknown => "*".to_owned(),
        };
        assert_eq!(found, *expected, "{text}");
    }
}
