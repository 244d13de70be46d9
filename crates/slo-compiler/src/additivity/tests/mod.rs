//! What may be added up over time, form by form, and what an error ratio is made of.

use super::*;
use crate::promql;
use crate::template::Template;

fn query(text: &str) -> Query {
    let rendered = Template::parse("expr", text).unwrap().render_mapped("1m").unwrap();
    let options = promql::Options { experimental_functions: true, ..promql::Options::default() };
    let expr =
        promql::parse(&rendered.text, options).unwrap_or_else(|error| panic!("{text}: {}", error.message));
    Query::parsed(text.to_owned(), expr, rendered)
}

/// `W` stands for `[{{.window}}]`.
fn written(short: &str) -> Query {
    query(&short.replace("[W", "[{{.window}}"))
}

fn classified(short: &str) -> String {
    let query = written(short);
    match class(&query) {
        Ok(class) => format!("{short}\n  {class}"),
        Err(why) => {
            let part =
                query.text().get(why.span.range()).unwrap_or("(outside)").replace("[{{.window}}", "[W");
            format!("{short}\n  no, «{part}»: {}", why.reason)
        }
    }
}

#[test]
fn queries_have_a_class_or_a_part_in_the_way() {
    let queries = [
        "rate(a[W])",
        "sum(rate(a[W]))",
        "sum by (job, le) (rate(a_bucket{le=\"0.5\"}[W]))",
        "sum without (pod) (rate(a[W]))",
        "sum(increase(a[W]))",
        "sum(count_over_time(a[W])) - sum(sum_over_time(a[W]))",
        "sum_over_time(rate(a[5m])[W:1m])",
        "avg_over_time(a[W])",
        "sum(rate(a[W])) + sum(rate(b[W]))",
        "-sum(rate(a[W])) * 60 / 100",
        "0.5 * sum(rate(a[W]))",
        "sum(rate(a[W])) or vector(0)",
        "sum(rate(a[W])) or 0 * sum(rate(b[W]))",
        "label_replace(rate(a[W]), \"x\", \"$1\", \"y\", \"(.*)\")",
        "sum(rate(a[W] offset 5m))",
        "histogram_count(sum(rate(a[W])))",
        "histogram_sum(sum(increase(a[W])))",
        "irate(a[W])",
        "delta(a[W])",
        "max_over_time(a[W])",
        "quantile_over_time(0.9, a[W])",
        "last_over_time(a[W])",
        "changes(a[W])",
        "histogram_quantile(0.9, sum by (le) (rate(a_bucket[W])))",
        "histogram_fraction(0, 1, rate(a[W]))",
        "avg(rate(a[W]))",
        "max(rate(a[W]))",
        "count(rate(a[W]))",
        "topk(5, rate(a[W]))",
        "sum(rate(a[W])) > 0",
        "sum(rate(a[W])) > bool 0",
        "rate(a[W]) and rate(b[W])",
        "rate(a[W]) unless rate(b[W])",
        "rate(a[W]) or rate(b[W])",
        "sum(rate(a[W])) * sum(rate(b[W]))",
        "sum(rate(a[W])) / sum(rate(b[W]))",
        "clamp_min(sum(rate(a[W])), 1)",
        "round(sum(increase(a[W])))",
        "abs(sum(rate(a[W])))",
        "sum(rate(a[W])) + 1",
        "1 / sum(rate(a[W]))",
        "sum(rate(a[W])) + sum(increase(b[W]))",
        "sum(rate(a[5m]))",
        "sum(rate(a[W])) - sum(rate(a[1h]))",
        "sum(rate(a[W] @ 100))",
        "sum(a)",
        "vector(1)",
        "sum(rate(a[W])) or vector(1)",
        "rate(a[W]) * on (job) group_left (team) info",
    ];
    insta::assert_snapshot!(queries.map(classified).join("\n"));
}

#[test]
fn the_user_may_know_better_of_products() {
    let query = written("sum(rate(a[W]) * on (job) group_left () info)");
    assert!(class(&query).is_err());
    assert_eq!(class_trusting(&query), Ok(Class::Rate));
    assert!(class_trusting(&written("max(rate(a[W]))")).is_err());
}

fn taken_apart(short: &str) -> String {
    let query = written(short);
    let shape = match raw(&query) {
        RawShape::Fraction(Fraction { bad, total, class }) => {
            format!("{class}\n  bad:   {}\n  total: {}", bad.text, total.text)
        }
        RawShape::Mean { grouping } => format!("a mean, {grouping:?}"),
        RawShape::Direct { why, .. } => format!("as it is: {}", why.reason),
    };
    format!("{short}\n  {}", shape.replace("[{{.window}}", "[W"))
}

#[test]
fn ratios_are_taken_apart() {
    let ratios = [
        "sum(rate(e[W])) / sum(rate(t[W]))",
        "(sum(rate(e[W])) / (sum(rate(t[W]))))",
        "1 - sum(rate(g[W])) / sum(rate(t[W]))",
        "1 - (sum(rate(g[W])) / sum(rate(t[W])))",
        "(sum(rate(t[W])) - sum(rate(g[W]))) / sum(rate(t[W]))",
        "sum(rate(e[W])) / (sum(rate(t[W])) > 0)",
        "1 - sum(rate(g[W])) / (sum(rate(t[W])) != 0)",
        "sum(rate(e[W])) / (sum(rate(t[W])) > bool 0)",
        "sum(rate(e[W])) / (sum(rate(t[W])) > 1)",
        "sum by (z) (rate(e[W])) / on (z) sum by (z) (rate(t[W]))",
        "sum by (z) (rate(e[W])) / sum(rate(t[W]))",
        "sum by (z) (rate(e[W])) / on (z) group_left () sum by (z) (rate(t[W]))",
        "1 - avg_over_time(up[W])",
        "avg(avg_over_time(x[W]))",
        "max(rate(e[W])) / max(rate(t[W]))",
        "sum(rate(e[W])) / sum(increase(t[W]))",
        "histogram_quantile(0.99, sum by (le) (rate(h_bucket[W]))) > bool 1",
    ];
    insta::assert_snapshot!(ratios.map(taken_apart).join("\n"));
}
