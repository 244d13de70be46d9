//! What is not there, is no number or has no budget is shown as such, and never as good.

use slo_compiler::dashboard::model::{Color, View};
use slo_compiler::dashboard::queries::Queries;
use slo_compiler::dashboard::{self, Settings};
use slo_compiler::promql::ast::BinaryOp;
use slo_compiler::promql::{Expr, ExprKind};
use slo_compiler::rules::Profile;
use slo_compiler::rules::naming::BUDGET_REMAINING;

use super::specs::{
    PLAIN, PROFILES, all, compiled, dashboards, data_panels, details, each_panel, everything, expr, json,
    options, panels, parsed, settings,
};

/// Without a sample the SLI was 100 %, the burn rate 0 and the budget full: `or on() vector(1)`.
#[test]
fn missing_data_does_not_look_perfect() {
    for (name, compiled) in everything() {
        for (text, expr) in parsed(&dashboard::all(compiled.slos(), &settings())) {
            for part in expr.walk() {
                let ExprKind::Binary(binary) = &part.kind else { continue };
                let stands_in = binary.op == BinaryOp::Or && !binary.rhs.walk().any(is_recorded);
                assert!(!stands_in, "{name}: {text} has a value where nothing is recorded");
            }
        }
    }
}

fn is_recorded(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Selector(_) | ExprKind::Range(_))
}

/// The same, seen from Grafana: every field has the words for what is not there, and for what is no number.
#[test]
fn missing_data_is_called_so() {
    for dashboard in everything().flat_map(|(_, compiled)| dashboard::all(compiled.slos(), &settings())) {
        let json = json(&dashboard);
        let count = each_panel(&json, &mut |panel| {
            let defaults = &panel["fieldConfig"]["defaults"];
            assert_eq!(defaults["noValue"], "no data", "{panel}");
            let special = &defaults["mappings"][0];
            assert_eq!(special["options"]["match"], "null+nan", "{panel}");
            assert_eq!(special["options"]["result"]["text"], "no data", "{panel}");
        });
        assert_eq!(count, data_panels(&dashboard).count());
        // Each scale, those of columns too, has a word for what is no number.
        let (mut words, mut defaults) = (Vec::new(), Vec::new());
        all(&json, "match", &mut words);
        all(&json, "noValue", &mut defaults);
        assert!(words.len() >= defaults.len() && words.iter().all(|word| *word == "null+nan"));
    }
}

/// There was no way to see that an SLO has no data; one adopter wrote an alert of his own.
#[test]
fn slos_without_data_are_counted_and_listed() {
    for profile in PROFILES {
        let overview = &dashboards(PLAIN, profile)[0];
        let numbers = panels(overview).filter(|panel| matches!(panel.view, View::Stat(_)));
        let titles: Vec<&str> = numbers.map(|panel| panel.title.as_str()).collect();
        let states = ["Used up", "At risk", "Burning", "Paging", "Ticketing", "No data"];
        assert_eq!(titles, [&["SLOs", "Services"][..], &states, &["Oldest result"]].concat());
        let listed = expr(overview, "SLOs without data");
        assert!(listed.contains("unless on (sloth_id, sloth_service, sloth_slo)"));
        assert_eq!(expr(overview, "No data").split(" or ").next().unwrap(), format!("count({listed})"));
    }
}

/// New SLOs and idle services had budgets of NaN and ±Inf.
#[test]
fn what_is_no_number_has_no_state() {
    let compiled = compiled(PLAIN, &options(Profile::Sloth));
    let queries = Queries::of(compiled.slos().next().unwrap());
    let plan = queries.subject().plan;
    let state = queries.burn_state(&plan.page[0]).unwrap();
    assert_eq!(
        state.expr.matches(" >= 0) > bool ").count(),
        2,
        "a comparison with NaN would pass for acceptable"
    );
    let exhaustion = queries.exhaustion_seconds().unwrap();
    assert!(exhaustion.expr.contains("clamp_min("), "a division by zero would be ±Inf");
    assert_eq!(queries.budget_remaining().unwrap().format.thresholds.color(f64::NAN), Color::Grey);
}

/// With an objective of 100 % every burn rate divides by zero.
#[test]
fn an_objective_without_budget_says_so() {
    for profile in PROFILES {
        let dashboards = details(&PLAIN.replace("99.9", "100"), profile);
        for query in panels(&dashboards[0]).flat_map(|panel| panel.view.queries()) {
            assert!(!query.expr.contains("/ 0"), "{}", query.expr);
        }
        let titles: Vec<&str> = panels(&dashboards[0]).map(|panel| panel.title.as_str()).collect();
        assert!(titles.contains(&"SLI") && !titles.iter().any(|title| title.contains("udget")), "{titles:?}");
        let View::Text(text) = &panels(&dashboards[0]).next().unwrap().view else { panic!() };
        assert!(text.contains("leaves no error budget"));
    }
}

/// "-4.69e-12 %": what float64 leaves over was shown with all its digits.
#[test]
fn budgets_are_rounded() {
    for profile in PROFILES {
        for (text, expr) in parsed(&dashboards(PLAIN, profile)) {
            let rounded: usize = expr
                .walk()
                .filter(|part| matches!(&part.kind, ExprKind::Call(call) if call.function.name == "round"))
                .count();
            // What chooses SLOs is shown nowhere.
            let named = if text.starts_with("bottomk(") { 0 } else { text.matches(BUDGET_REMAINING).count() };
            assert!(named == 0 || rounded >= named, "{text}");
        }
        let compiled = compiled(PLAIN, &options(profile));
        let left = Queries::of(compiled.slos().next().unwrap()).budget_remaining().unwrap();
        assert!(left.expr.starts_with("round(") && left.expr.ends_with(", 1e-05)"), "{}", left.expr);
        assert_eq!(left.format.decimals, Some(2));
    }
}

/// An alert that is switched off was shown as one that does not fire.
#[test]
fn alerts_that_do_not_exist_are_not_shown() {
    let spec = PLAIN.replace("alerting: {", "alerting: {ticket_alert: {disable: true}, ");
    for profile in PROFILES {
        let dashboards = details(&spec, profile);
        let titles: Vec<&str> = panels(&dashboards[0]).map(|panel| panel.title.as_str()).collect();
        assert!(titles.contains(&"Page") && !titles.contains(&"Ticket"), "{titles:?}");
    }
}

/// An SLO of which only alerts or nothing at all is recorded has dashboards, too: without the panels that would stay empty.
#[test]
fn rules_that_are_switched_off_are_not_asked_for() {
    let mut options = options(Profile::Native);
    options.recordings = false;
    let compiled = compiled(PLAIN, &options);
    for dashboard in dashboard::all(compiled.slos(), &Settings::default()) {
        let exprs: Vec<&str> = panels(&dashboard)
            .flat_map(|panel| panel.view.queries())
            .map(|query| query.expr.as_str())
            .collect();
        assert!(!exprs.iter().any(|expr| expr.contains("slo:")), "{exprs:?}");
    }
}
