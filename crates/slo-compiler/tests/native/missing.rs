//! Parts of queries whose series are not there, in the real engine. Nobody may look perfect for it.

use super::{ALERT, WINDOWS, check, holds, rules};

const ALL: &[(&str, &str)] = &[("all{z=\"1\"}", "0+60x450"), ("all{z=\"2\"}", "0+60x450")];
const GOOD: (&str, &str) = ("good{z=\"1\"}", "0+45x450");
const FAILED: (&str, &str) = ("failed{z=\"1\"}", "0+15x450");

/// A query in which `<x>` stands for the requests of `x` by zone, and `[x]` for those of each series.
fn query(text: &str) -> String {
    let text = text.replace('<', "sum by (z) (rate(").replace('>', "{{W}}))");
    text.replace('[', "rate(").replace(']', "{{W}})").replace("{{W}}", "[{{.window}}]")
}

fn of_bad(bad: &str, all: &str) -> String {
    let (bad, all) = (query(bad), query(all));
    rules(&format!("sli: {{events: {{error_query: '{bad}', total_query: '{all}'}}}}\n{ALERT}"))
}

fn of_good(good: &str, all: &str) -> String {
    let (good, all) = (query(good), query(all));
    rules(&format!("sli: {{events: {{good_query: '{good}', total_query: '{all}'}}}}\n{ALERT}"))
}

fn of_ratio(ratio: &str) -> String {
    rules(&format!("sli: {{raw: {{error_ratio_query: '{}'}}}}\n{ALERT}", query(ratio)))
}

fn with(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    [ALL, more].concat()
}

/// However it is written that bad events are those that are not good.
#[test]
fn without_a_good_event_all_are_bad() {
    let ways = [
        ("difference", of_bad("<all> - <good>", "<all>")),
        ("matched", of_bad("<all> - on (z) <good>", "<all>")),
        ("ratio of a difference", of_ratio("(<all> - <good>) / <all>")),
        ("complement", of_ratio("1 - <good> / <all>")),
        ("complement with a word on no data", of_ratio("1 - (<good> / <all> or vector(1))")),
        ("complement of a guarded one", of_ratio("(1 - <good> / (<all> != 0)) or on() vector(0)")),
        ("good events", of_good("<good>", "<all>")),
        ("multiple", of_bad("(<all> - <good>) * 60", "<all> * 60")),
        ("bounded", of_bad("clamp_min(<all> - <good>, 0)", "<all>")),
        ("inside of a sum", of_bad("sum by (z) ([all] - [good])", "<all>")),
        (
            "without labels",
            of_bad("sum without (x) ([all]) - sum without (x) ([good])", "sum without (x) ([all])"),
        ),
        ("series by series", of_bad("[all] - [good]", "[all]")),
        ("complement without labels", of_ratio("1 - sum without (x) ([good]) / sum without (x) ([all])")),
        ("good events without labels", of_good("sum without (x) ([good])", "sum without (x) ([all])")),
    ];
    for (name, rules) in &ways {
        check(name, rules, &with(&[GOOD]), &WINDOWS, &[("z=\"1\"", "0.25"), ("z=\"2\"", "1")]);
    }
}

#[test]
fn a_sum_is_not_lost_with_one_of_its_parts() {
    let late = [("failed{z=\"1\"}", "0+6x450"), ("late{z=\"1\"}", "0+12x450"), ("late{z=\"2\"}", "0+12x450")];
    for (name, bad) in [
        ("sum", "<failed> + <late>"),
        ("with a fallback", "(<failed> or vector(0)) + <late>"),
        ("multiple", "0.5 * (2 * (<failed> + <late>))"),
        ("inside of a sum", "sum by (z) ([failed] + [late])"),
    ] {
        let rules = of_bad(bad, "<all>");
        let all = with(&[late.as_slice(), &[("all{z=\"3\"}", "0+60x450")]].concat());
        let expected = [("z=\"1\"", "0.3"), ("z=\"2\"", "0.2"), ("z=\"3\"", "0")];
        check(name, &rules, &all, &WINDOWS, &expected);
    }
}

#[test]
fn all_events_may_be_made_of_parts() {
    let parts = [GOOD, FAILED, ("good{z=\"2\"}", "0+45x450"), ("failed{z=\"3\"}", "0+15x450")];
    let ratios = [("z=\"1\"", "0.25"), ("z=\"2\"", "0"), ("z=\"3\"", "1")];
    for (name, rules) in [
        ("events", of_bad("<failed>", "<good> + (<failed>)")),
        ("good events", of_good("<good>", "<good> + <failed>")),
        ("ratio", of_ratio("<failed> / (<good> + <failed>)")),
        ("complement", of_ratio("1 - <good> / (<good> + <failed>)")),
        ("with a fallback", of_bad("<failed>", "<good> + (<failed> or vector(0))")),
    ] {
        check(name, &rules, &parts, &WINDOWS, &ratios);
        check(name, &rules, &[("other", "0+60x450")], &WINDOWS, &[]);
    }
    let less = of_bad("<failed>", "<all> - <ours>");
    check("difference", &less, &with(&[FAILED]), &WINDOWS, &[("z=\"1\"", "0.25"), ("z=\"2\"", "0")]);
    let ours = ("ours{z=\"1\"}", "0+30x450");
    check("difference", &less, &with(&[FAILED, ours]), &WINDOWS, &[("z=\"1\"", "0.5"), ("z=\"2\"", "0")]);
    check("difference of nothing", &less, &[FAILED, ours], &WINDOWS, &[]);
}

/// Where it cannot be said what is missing there is no number.
#[test]
fn what_cannot_be_taken_apart_has_no_value() {
    for (name, rules) in [
        ("matched inside", of_bad("sum by (z) ([all] - on (z) [good])", "<all>")),
        ("other labels", of_bad("<all> - on (z) group_left () <good>", "<all>")),
        ("greatest difference", of_bad("max by (z) ([all] - [good])", "max by (z) ([all])")),
    ] {
        check(name, &rules, ALL, &WINDOWS, &[]);
    }
}

/// Long windows then hold those events alone of which it is known how many were bad.
#[test]
fn a_bucket_that_disappears_leaves_its_window() {
    let latency = rules(&format!("sli: {{latency: {{histogram: h, threshold: 0.5}}}}\n{ALERT}"));
    let series = [("h_count", "0+60x450"), ("h_bucket{le=\"0.5\"}", "0+30x300")];
    // For five minutes the bucket has less and less of its events.
    holds(&latency, &series, "abs(slo:sli_error:ratio_rate6h - 0.5) < 0.01");
}
