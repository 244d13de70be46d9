//! `slo promql`: verdicts on queries, and their layout.

use crate::scene::Scene;

#[test]
fn a_query_is_drawn_with_its_problem() {
    let scene = Scene::new([]);
    let bad = scene.run(&["promql", "check", "sum(rate(requests_total))"]);
    assert_eq!((bad.exit, bad.stderr.as_str()), (Some(1), ""));
    insta::assert_snapshot!("promql-check", bad.stdout);
    assert_eq!(scene.run_on(&["promql", "check"], "sum(rate(requests_total))").stdout, bad.stdout);
    let good = scene.run(&["promql", "check", "sum(rate(requests_total[5m]))"]);
    assert_eq!((good.exit, good.stdout.as_str()), (Some(0), ""));
}

#[test]
fn features_are_switched_on_by_name() {
    let scene = Scene::new([]);
    let check = ["promql", "check", "limitk(1, up[5m * 2])"];
    assert_eq!(scene.run(&check).exit, Some(1));
    let features = "promql-experimental-functions,promql-duration-expr";
    let run = scene.run(&["promql", "check", "limitk(1, rate(up[5m * 2]))", "--enable-feature", features]);
    assert_eq!(run.exit, Some(0), "{}", run.stdout);
}

#[test]
fn a_template_is_checked_where_it_was_written() {
    let scene = Scene::new([]);
    let query = "rate(errors[{{ .window }}]) / rate(requests)";
    let run = scene.run(&["promql", "check", "--template", query, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let start = query.find("requests").unwrap();
    assert_eq!(report["diagnostics"][0]["start"], start);
    assert_eq!(scene.run(&["promql", "check", "--template", "rate(x[{{.window}}])"]).exit, Some(0));
}

#[test]
fn a_stream_is_answered_line_by_line() {
    let scene = Scene::new([]);
    let lines = "{\"input\": \"up\"}\nnonsense\n{\"input\": \"rate(up)\"}\n";
    let run = scene.run_on(&["promql", "check", "--json"], lines);
    assert_eq!((run.exit, run.stderr.as_str()), (Some(0), ""));
    let answers: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers[0], serde_json::json!({"ok": true}));
    assert_eq!(answers[1]["ok"], false);
    assert_eq!((&answers[2]["start"], &answers[2]["end"]), (&5.into(), &7.into()));
}

#[test]
fn a_query_is_laid_out() {
    let scene = Scene::new([]);
    let query = "sum by(job)(rate(errors_total{job=\"api\"}[{{ .window }}])) / sum by(job) (rate(requests_total[{{.window}}])) # comment";
    let run = scene.run_on(&["promql", "fmt", "--template", "--width", "60"], query);
    assert_eq!((run.exit, run.stderr.as_str()), (Some(0), "note: comments are left out\n"));
    insta::assert_snapshot!("promql-fmt", run.stdout);
    let wrong = scene.run(&["promql", "fmt", "sum("]);
    assert_eq!((wrong.exit, wrong.stdout.as_str()), (Some(1), ""));
    assert!(wrong.stderr.starts_with("error[promql/syntax]"), "{}", wrong.stderr);
}
