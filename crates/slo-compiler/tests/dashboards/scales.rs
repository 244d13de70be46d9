//! Colours, thresholds and states follow the SLO.

use slo_compiler::dashboard::model::{Color, Thresholds, View};
use slo_compiler::dashboard::queries::{BurnState, Queries};
use slo_compiler::dashboard::{self, Settings};
use slo_compiler::model::Window;
use slo_compiler::rules::Profile;

use super::specs::{PLAIN, PROFILES, compiled, details, options, panel, panels};

/// What is left of the budget was green from 0 to 40 % and yellow above.
#[test]
fn much_budget_is_green_and_none_is_red() {
    for dashboard in details(PLAIN, Profile::Sloth) {
        let View::Stat(data) = &panel(&dashboard, "Error budget left").view else { panic!() };
        assert_scale(&data.format.thresholds);
    }
    let compiled = compiled(PLAIN, &options(Profile::Sloth));
    assert_scale(&Queries::of(compiled.slos().next().unwrap()).budget_remaining().unwrap().format.thresholds);
}

fn assert_scale(thresholds: &Thresholds) {
    use Color::{Green, Grey, Orange, Red, Yellow};
    let colors = [1.0, 0.5, 0.49, 0.25, 0.24, 0.0, -0.01, f64::NAN].map(|value| thresholds.color(value));
    assert_eq!(colors, [Green, Green, Yellow, Yellow, Orange, Orange, Red, Grey]);
}

/// The SLI has the colours of the budget that it leaves, not fixed percentages.
#[test]
fn colours_follow_the_objective() {
    let at = |objective: &str, sli: f64| {
        let compiled = compiled(&PLAIN.replace("99.9", objective), &options(Profile::Sloth));
        let queries = Queries::of(compiled.slos().next().unwrap());
        queries.sli(Window::days(30)).unwrap().format.thresholds.color(sli)
    };
    assert_eq!([at("99.9", 0.9989), at("99.9", 0.9996)], [Color::Red, Color::Green]);
    assert_eq!([at("95", 0.949), at("95", 0.9989)], [Color::Red, Color::Green]);
}

/// One burn rate for all, without the thresholds that the alerts have.
#[test]
fn each_alert_condition_has_a_chart_with_its_own_threshold() {
    let periods = [(30, [14.4, 6.0, 3.0, 1.0]), (28, [13.44, 5.6, 2.8, 0.933])];
    let cases = PROFILES.into_iter().flat_map(|profile| periods.map(|case| (profile, case)));
    for (profile, (period, expected)) in cases {
        let mut options = options(profile);
        options.default_period = Window::days(period);
        let compiled = compiled(PLAIN, &options);
        let dashboards = dashboard::all(compiled.slos(), &Settings::default());
        let charts =
            panels(dashboards.last().unwrap()).filter(|panel| panel.title.starts_with("Burn rate: "));
        let thresholds: Vec<f64> = charts
            .map(|panel| {
                let View::TimeSeries { series, format, threshold_lines: true } = &panel.view else {
                    panic!()
                };
                assert_eq!(series.len(), 2);
                format.thresholds.steps[0].from
            })
            .collect();
        assert_eq!(thresholds.len(), 4);
        assert!(
            thresholds.iter().zip(expected).all(|(one, other)| (one - other).abs() < 0.001),
            "{thresholds:?}"
        );
    }
}

/// Whether a burn has just begun, goes on or has ended could not be told.
#[test]
fn a_burn_has_four_states() {
    let names = BurnState::ALL.map(|state| (state.value(), state.as_str()));
    assert_eq!(names, [(0, "acceptable"), (1, "increasing"), (2, "recovering"), (3, "critical")]);
    let dashboards = details(PLAIN, Profile::Sloth);
    let View::Table { rows, columns } = &panel(&dashboards[0], "Burn state").view else { panic!() };
    assert_eq!(rows.expr.matches("label_replace(").count(), 4);
    let words: Vec<&str> = columns[1].format.mappings.iter().map(|mapping| mapping.text.as_str()).collect();
    assert_eq!(words, BurnState::ALL.map(BurnState::as_str));
}
