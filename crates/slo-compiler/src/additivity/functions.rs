//! What is known of functions: which ones add up, and why the others do not.
//!
//! In: the name of a function. Out: its [`Effect`]. What is not in the table is not known to add up.

use std::fmt;

use super::Class;

/// What a function does to values that add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// It makes them, of the samples of a range.
    Makes(Class),
    /// It passes its first argument on, with other labels.
    Relabels,
    /// It takes the events out of native histograms.
    Extracts,
    /// They do not add up any more.
    Breaks(Obstacle),
}

/// Why the values of a function do not add up. `Display` goes on after the name of the function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// It looks at the first or last samples of a window only.
    EdgeSamples,
    /// It is the trend of a gauge.
    Gauge,
    /// It compares neighbours, and those on both sides of a border are in no window.
    Neighbours,
    /// It is an extreme, a quantile or a spread.
    Statistic,
    /// It is 1 whatever happens.
    Presence,
    /// It cuts off or rounds the value of each window by itself.
    NotLinear,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EdgeSamples => "looks at the first or last samples of a window only",
            Self::Gauge => "is about the change of a gauge, which counts no events",
            Self::Neighbours => {
                "compares neighbouring samples, and misses those on both sides of a border between windows"
            }
            Self::Statistic => "over two adjoining windows does not follow from its value over each",
            Self::Presence => "says that there is something, not how much",
            Self::NotLinear => {
                "changes the value of each window by itself, and the sum of two is another one"
            }
        })
    }
}

/// What is known of the function of this name.
pub(super) fn effect(name: &str) -> Option<Effect> {
    TABLE.iter().find(|(names, _)| names.contains(&name)).map(|(_, effect)| *effect)
}

#[rustfmt::skip] // a table
const TABLE: &[(&[&str], Effect)] = &[
    (&["rate"],                                              Effect::Makes(Class::Rate)),
    (&["increase", "count_over_time", "sum_over_time"],      Effect::Makes(Class::Sum)),
    (&["avg_over_time"],                                     Effect::Makes(Class::Mean)),
    (&["label_replace", "label_join"],                       Effect::Relabels),
    (&["histogram_count", "histogram_sum"],                  Effect::Extracts),
    (&["irate", "idelta", "last_over_time",
       "first_over_time"],                                   Effect::Breaks(Obstacle::EdgeSamples)),
    (&["delta", "deriv", "predict_linear",
       "double_exponential_smoothing"],                      Effect::Breaks(Obstacle::Gauge)),
    (&["changes", "resets"],                                 Effect::Breaks(Obstacle::Neighbours)),
    (&["min_over_time", "max_over_time", "quantile_over_time",
       "stddev_over_time", "stdvar_over_time", "mad_over_time",
       "ts_of_min_over_time", "ts_of_max_over_time",
       "histogram_quantile", "histogram_quantiles", "histogram_fraction",
       "histogram_avg", "histogram_stddev", "histogram_stdvar"],
                                                             Effect::Breaks(Obstacle::Statistic)),
    (&["present_over_time", "absent_over_time", "absent"],   Effect::Breaks(Obstacle::Presence)),
    (&["clamp", "clamp_min", "clamp_max", "abs", "round", "ceil", "floor", "sgn", "sqrt",
       "exp", "ln", "log2", "log10"],                        Effect::Breaks(Obstacle::NotLinear)),
];
