//! How values are shown: unit, colours, and words for some of them.

/// How the values of a panel or column are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Format {
    /// What the values count.
    pub unit: Unit,
    /// Digits after the point; `None` leaves it to Grafana.
    pub decimals: Option<u8>,
    /// The end of the scale that is always shown.
    pub min: Option<f64>,
    /// The other end.
    pub max: Option<f64>,
    /// Colours by value.
    pub thresholds: Thresholds,
    /// Words instead of values.
    pub mappings: Vec<Mapping>,
}

/// What a value counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// A plain number.
    #[default]
    Number,
    /// A share of 1, shown in percent.
    Ratio,
    /// Times the rate that uses the budget up exactly in one period.
    BurnRate,
    /// Seconds.
    Seconds,
    /// Events.
    Events,
    /// Events a second.
    EventsPerSecond,
    /// The text of a label.
    Text,
}

/// Colours by value: one for the smallest values, and others from given values on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thresholds {
    /// Below every step.
    pub base: Color,
    /// In ascending order.
    pub steps: Vec<Step>,
}

/// Where a colour begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The smallest value that has the colour.
    pub from: f64,
    /// The colour.
    pub color: Color,
}

impl Thresholds {
    /// From `base` and steps in any order. Of two steps from the same value the last one counts.
    #[must_use]
    pub fn new(base: Color, steps: impl IntoIterator<Item = (f64, Color)>) -> Self {
        let mut steps: Vec<Step> = steps.into_iter().map(|(from, color)| Step { from, color }).collect();
        steps.reverse();
        steps.sort_by(|a, b| a.from.total_cmp(&b.from)); // stable: the last of equals is now the first of them
        steps.dedup_by(|later, earlier| later.from.total_cmp(&earlier.from).is_eq());
        Self { base, steps }
    }

    /// The colour of `value`; grey for what is no number, because nothing is known then.
    #[must_use]
    pub fn color(&self, value: f64) -> Color {
        if value.is_nan() {
            return Color::Grey;
        }
        self.steps.iter().rev().find(|step| value >= step.from).map_or(self.base, |step| step.color)
    }
}

impl Format {
    /// The word that stands for `value`, if it is one of those that have a word.
    #[must_use]
    pub fn word(&self, value: f64) -> Option<&str> {
        let is_it = |mapping: &&Mapping| match mapping.matches {
            Matches::Value(one) => (f64::from(one) - value).abs() < f64::EPSILON,
            Matches::From(least) => value >= least,
        };
        self.mappings.iter().find(is_it).map(|mapping| mapping.text.as_str())
    }
}

/// A colour, by what it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// Good.
    Green,
    /// Less than half is left.
    Yellow,
    /// Soon bad.
    Orange,
    /// Bad.
    Red,
    /// Neither good nor bad.
    Blue,
    /// Nothing is known.
    #[default]
    Grey,
}

/// A word for some values.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// Which values.
    pub matches: Matches,
    /// The word.
    pub text: String,
    /// The colour; `None` for that of the thresholds.
    pub color: Option<Color>,
}

/// Which values a [`Mapping`] is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Matches {
    /// This one.
    Value(i32),
    /// This one and all above it.
    From(f64),
}
