#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use proptest::prelude::*;

use super::*;

fn rates(days: u64, percents: [f64; 4]) -> Vec<f64> {
    let longs = [Window::hours(1), Window::hours(6), Window::days(1), Window::days(3)];
    let pair =
        |(error_budget_percent, long)| WindowPair { error_budget_percent, short: Window::minutes(5), long };
    percents.into_iter().zip(longs).map(pair).map(|pair| burn_rate(pair, Window::days(days))).collect()
}

#[test]
fn burn_rates_have_the_reference_s_last_digits() {
    assert_eq!(rates(30, [2.0, 5.0, 10.0, 10.0]), [14.4, 6.0, 3.0, 1.0]);
    assert_eq!(
        rates(28, [2.0, 5.0, 10.0, 10.0]),
        [13.44, 5.600_000_000_000_000_5, 2.800_000_000_000_000_3, 0.933_333_333_333_333_3]
    );
    assert_eq!(rates(7, [8.0, 12.5, 20.0, 42.0]), [13.44, 3.5, 1.400_000_000_000_000_1, 0.98]);
}

/// The plan of `windows` for the profile `native`, as far as it decides what is read.
fn sources(windows: AlertWindows) -> Sources {
    let conditions =
        |pairs: AlertPairs| [pairs.quick, pairs.slow].map(|pair| condition(pair, windows.period));
    let plan = Plan {
        windows: distinct(&windows.pairs()),
        period: windows.period,
        current: windows.page.quick.short,
        error_budget: 0.001,
        page: conditions(windows.page),
        ticket: conditions(windows.ticket),
        native: None,
    };
    Sources::of(&plan.windows, &plan)
}

fn table(sources: &Sources) -> Vec<String> {
    let line = |reading: &Reading| match reading.source {
        Source::Raw => format!("{} from the queries", reading.window),
        Source::Tiles { of, count } => format!("{} = {count} × {of}", reading.window),
        Source::Grid { of, step } => format!("{} of {of} at :{step}", reading.window),
    };
    sources.readings.iter().map(line).collect()
}

fn scaled(period: Window) -> AlertWindows {
    AlertWindows::scaled(period, Window::minutes(5)).unwrap()
}

#[test]
fn thirty_days_are_read_as_they_were_measured() {
    let month = sources(*crate::model::WindowCatalog::builtin().get(Window::days(30)).unwrap());
    let expected = [
        "5m from the queries",
        "30m from the queries",
        "1h = 2 × 30m",
        "2h of 5m at :1m",
        "6h of 5m at :1m",
        "1d of 5m at :2m30s",
        "3d of 5m at :5m",
        "30d of 30m at :30m",
    ];
    assert_eq!(table(&month), expected);
    assert_eq!(month.recorded().collect::<Vec<_>>(), [Window::minutes(5), Window::minutes(30)]);
    assert_eq!(sources(scaled(Window::days(30))), month, "Google's windows scaled by 1 are Google's windows");
}

#[test]
fn other_periods_are_read_the_same_way() {
    let tables = [7, 28, 90, 365].map(|days| {
        let sources = sources(scaled(Window::days(days)));
        format!("{days} days\n  {}", table(&sources).join("\n  "))
    });
    insta::assert_snapshot!(tables.join("\n"));
}

/// Windows that a user may load, sensible or not.
fn any_windows() -> impl Strategy<Value = AlertWindows> {
    let length = || {
        prop_oneof![
            (1_u64..20_000).prop_map(Window::minutes),
            (1_u64..400).prop_map(Window::days),
            (1_u64..40_000_000_000).prop_map(Window::from_millis),
        ]
    };
    let pair = move || {
        (length(), length(), 0.1_f64..100.0).prop_map(|(one, other, error_budget_percent)| WindowPair {
            error_budget_percent,
            short: one.min(other),
            long: one.max(other),
        })
    };
    let pairs = move || (pair(), pair()).prop_map(|(quick, slow)| AlertPairs { quick, slow });
    let own =
        (length(), pairs(), pairs()).prop_map(|(period, page, ticket)| AlertWindows { period, page, ticket });
    prop_oneof![own, length().prop_map(scaled)]
}

proptest! {
    /// What makes the ratio of a window that of its events: each of them counts equally often.
    #[test]
    fn every_event_of_a_window_weighs_the_same(windows in any_windows()) {
        let sources = sources(windows);
        let recorded: Vec<Window> = sources.recorded().collect();
        for Reading { window, source } in &sources.readings {
            match source {
                Source::Raw => prop_assert!(window.as_millis() <= 4 * sources.second.as_millis()),
                Source::Tiles { of, count } => {
                    prop_assert!(recorded.contains(of) && (2..=4).contains(count));
                    prop_assert_eq!(of.as_millis() * count, window.as_millis());
                }
                Source::Grid { of, step } => {
                    prop_assert!(recorded.contains(of) && step.as_millis() > 0);
                    prop_assert!(of.as_millis().is_multiple_of(step.as_millis()), "{of} at :{step}");
                    prop_assert!(of < window);
                    prop_assert!(window.as_millis().div_ceil(step.as_millis()) <= 1_500, "{window} at :{step}");
                }
            }
        }
    }

    #[test]
    fn every_window_and_the_period_is_read_once(windows in any_windows()) {
        let sources = sources(windows);
        let read: Vec<Window> = sources.readings.iter().map(|reading| reading.window).collect();
        let mut expected = distinct(&windows.pairs());
        expected.push(windows.period);
        expected.sort_unstable();
        expected.dedup();
        prop_assert_eq!(read, expected);
        prop_assert!(sources.reading(sources.first).is_none_or(|reading| reading.source == Source::Raw));
    }

    /// What the arithmetic promises, counted: an event in the middle of a window is in as many of its grid's source windows
    /// as any other.
    #[test]
    fn a_grid_meets_each_event_equally_often(minutes in 10_u64..50_000, at in 0.2_f64..0.8, now in 0_u64..1_000_000_000) {
        let sources = sources(scaled(Window::minutes(minutes)));
        for Reading { window, source } in sources.readings {
            let Source::Grid { of, step } = source else { continue };
            let (window, of, step) = (window.as_millis(), of.as_millis(), step.as_millis());
            let now = now + window;
            #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "any moment will do")]
            let event = now - (window as f64 * at) as u64;
            // Source windows (end − of, end] whose end lies on the grid and in the window.
            let met = (1..=of / step + 1).map(|ends| event.div_ceil(step) * step + (ends - 1) * step);
            let met = met.filter(|end| *end < event + of && *end <= now && *end > now - window).count() as u64;
            if event + of <= now {
                prop_assert_eq!(met, of / step);
            }
        }
    }

    #[test]
    fn scaled_windows_keep_their_order(period in 1_u64..100_000_000, floor in 1_u64..60) {
        let (period, floor) = (Window::minutes(period), Window::minutes(floor));
        let windows = AlertWindows::scaled(period, floor).unwrap();
        let pairs = windows.pairs();
        for pair in pairs {
            prop_assert!(pair.short >= floor && pair.long.as_millis() >= 2 * pair.short.as_millis());
        }
        for (before, after) in pairs.iter().zip(pairs.iter().skip(1)) {
            prop_assert!(before.long < after.long && before.short <= after.short);
            let rates = [before, after].map(|pair| burn_rate(*pair, period));
            prop_assert!(rates[0] >= rates[1] * (1.0 - 1e-12), "{rates:?}");
        }
    }
}
