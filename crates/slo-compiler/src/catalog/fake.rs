//! An SLI without a service: it burns the error budget at a given rate, to try out alerts and dashboards.

use super::options::{OptionError, OptionKind, OptionSpec, Presence};
use super::{Input, Plugin, Query};

const BURN_RATE: OptionSpec = OptionSpec::new(
    "burn_rate",
    OptionKind::Number,
    Presence::Required { reference: "'burn_rate' option is required" },
    "could not get burn rate",
);

const JITTER_PERCENT: OptionSpec = OptionSpec::new(
    "jitter_percent",
    OptionKind::Number,
    Presence::Default("0"),
    "could not get jitter percent",
);

pub(super) const PLUGINS: &[Plugin] = &[Plugin {
    id: "sloth-common/fake",
    summary: "No real events: an error ratio that burns the budget at the given rate.",
    options: &[BURN_RATE, JITTER_PERCENT],
    query: Query::Computed(query),
}];

/// The error ratio is `(100 − objective) ÷ 100 × burn rate`. With jitter it is up to that many percent lower or higher,
/// by a number that the time of the evaluation makes look random.
fn query(input: &Input<'_>) -> Result<String, OptionError> {
    let burn_rate = BURN_RATE.number(input.options)?;
    let jitter = JITTER_PERCENT.number(input.options)?;
    // The Go plugin gets the objective as a text with six decimals.
    let objective = format!("{:.6}", input.objective).parse().unwrap_or(input.objective);
    let error_ratio = decimal((100.0 - objective) / 100.0 * burn_rate);
    let base = format!("max_over_time(vector({error_ratio})[{{{{.window}}}}:])");
    if jitter == 0.0 {
        return Ok(base);
    }
    let (jitter, range) = (decimal(jitter), decimal(jitter * 2.0));
    let random = format!("(time() * minute() * hour() * day_of_week() * month()) % {range}");
    Ok(format!("({base}) - (({error_ratio} * ({jitter} - ({random}))) / 100)"))
}

/// The number as Go's `%f` writes it: six decimals, never an exponent.
fn decimal(number: f64) -> String {
    if number == f64::INFINITY { "+Inf".to_owned() } else { format!("{number:.6}").replace("inf", "Inf") }
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn numbers_have_six_decimals_as_in_go() {
        let written =
            [0.002, 1e21, -0.0, 1e-7, 0.000_000_5, f64::INFINITY, f64::NEG_INFINITY, f64::NAN].map(decimal);
        let go = [
            "0.002000",
            "1000000000000000000000.000000",
            "-0.000000",
            "0.000000",
            "0.000000",
            "+Inf",
            "-Inf",
            "NaN",
        ];
        assert_eq!(written, go);
    }
}
