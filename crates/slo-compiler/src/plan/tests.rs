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
