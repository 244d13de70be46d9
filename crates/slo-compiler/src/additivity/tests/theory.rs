//! The classes against numbers: queries are built up at random, with the class that the definition gives them, and what
//! they are worth over two adjoining windows is compared with their worth over both.

use proptest::prelude::*;

use super::short;
use crate::additivity::{Class, class};

/// A query with its values over two adjoining windows of one minute and over the two minutes of both.
#[derive(Clone, Debug)]
struct Worth {
    text: String,
    class: Class,
    first: f64,
    second: f64,
    both: f64,
}

/// Increments of one counter, or values of one gauge, at six moments; a window holds three of them.
fn leaf() -> impl Strategy<Value = Worth> {
    let samples = proptest::array::uniform6(0_u8..50);
    (samples, 0_usize..5).prop_map(|(samples, function)| {
        let samples = samples.map(f64::from);
        let (first, second) = samples.split_at(3);
        let sum = |samples: &[f64]| samples.iter().sum::<f64>();
        let count = |samples: &[f64]| sum(&samples.iter().map(|_| 1.0).collect::<Vec<_>>());
        let above =
            |samples: &[f64]| sum(&samples.iter().map(|sample| f64::from(*sample > 5.0)).collect::<Vec<_>>());
        let (text, class) = match function {
            0 => ("rate(x[W])", Class::Rate),
            1 => ("increase(x[W])", Class::Sum),
            2 => ("sum_over_time(x[W])", Class::Sum),
            3 => ("count_over_time((x > 5)[W:20s])", Class::Sum),
            _ => ("avg_over_time(x[W])", Class::Mean),
        };
        let worth = |samples: &[f64]| match function {
            // Moments come every 20 seconds.
            0 => sum(samples) / (count(samples) * 20.0),
            1 | 2 => sum(samples),
            3 => above(samples),
            _ => sum(samples) / count(samples),
        };
        let [first, second, both] = [worth(first), worth(second), worth(&samples)];
        Worth { text: text.to_owned(), class, first, second, both }
    })
}

impl Worth {
    fn map(self, text: String, change: impl Fn(f64) -> f64) -> Self {
        let [first, second, both] = [self.first, self.second, self.both].map(change);
        Self { text, first, second, both, ..self }
    }
}

/// Two queries of one class, or the first alone.
fn combined(one: Worth, other: &Worth, op: u8) -> Worth {
    let Worth { text, class, .. } = &one;
    let sign = if op.is_multiple_of(2) { 1.0 } else { -1.0 };
    if *class == other.class {
        let sign_text = if sign > 0.0 { "+" } else { "-" };
        return Worth {
            text: format!("({text} {sign_text} {})", other.text),
            class: *class,
            first: one.first + sign * other.first,
            second: one.second + sign * other.second,
            both: one.both + sign * other.both,
        };
    }
    let text = match op {
        0 => format!("({text} or vector(0))"),
        1 => format!("({text} or 0 * {})", other.text),
        2 => format!("sum({text})"),
        3 => format!("label_replace({text}, \"a\", \"$1\", \"b\", \"(.*)\")"),
        _ => format!("(({text}))"),
    };
    one.map(text, |value| value)
}

/// Linear combinations, some layers deep.
fn queries() -> impl Strategy<Value = Worth> {
    leaf().prop_recursive(5, 30, 2, |inner| {
        let number = -9_i8..=9;
        prop_oneof![
            (inner.clone(), number.clone()).prop_map(|(query, factor)| {
                let text = format!("{} * ({factor})", query.text);
                query.map(text, |value| value * f64::from(factor))
            }),
            (inner.clone(), number.clone()).prop_map(|(query, factor)| {
                let text = format!("{factor} * {}", query.text);
                query.map(text, |value| value * f64::from(factor))
            }),
            (inner.clone(), 1_i8..9).prop_map(|(query, divisor)| {
                let text = format!("{} / (1 * {divisor})", query.text);
                query.map(text, |value| value / f64::from(divisor))
            }),
            inner.clone().prop_map(|query| {
                let text = format!("-({})", query.text);
                query.map(text, |value| -value)
            }),
            (inner.clone(), inner, 0_u8..5).prop_map(|(one, other, op)| combined(one, &other, op)),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_built_of_linear_forms_has_their_class_and_adds_up(worth in queries()) {
        prop_assert_eq!(class(&short(&worth.text)), Ok(worth.class), "{}", worth.text);
        let added = match worth.class {
            Class::Sum => worth.first + worth.second,
            Class::Rate | Class::Mean => f64::midpoint(worth.first, worth.second),
        };
        prop_assert!((added - worth.both).abs() <= 1e-9 * (1.0 + worth.both.abs()), "{worth:?}");
    }

    /// A bound, a rounding, a quantile or a comparison on top takes the class away, however the query was built.
    #[test]
    fn what_is_not_linear_has_no_class(
        worth in queries(),
        around in proptest::sample::select(vec![
            "clamp_min(Q, 1)", "abs(Q)", "round(Q)", "max(Q)", "quantile(0.5, Q)", "topk(1, Q)", "(Q) > 1", "(Q) ^ 2",
            "(Q) and y", "(Q) unless y", "(Q) or y", "(Q) * y", "1 / (Q)", "sum(Q) or vector(1)", "sum((Q) == bool 0)",
        ]),
    ) {
        let text = around.replace('Q', &worth.text);
        prop_assert!(class(&short(&text)).is_err(), "{}", text);
    }
}
