//! Parts of `PromQL` that Prometheus keeps behind feature flags, under its names for them.

use clap::ValueEnum;
use slo_compiler::promql::Options;

/// What is switched on.
#[derive(Debug, clap::Args)]
pub(super) struct Features {
    /// Take a part of the language that Prometheus has behind this feature flag; several are separated by commas
    #[arg(long, value_enum, value_name = "FLAG", value_delimiter = ',')]
    enable_feature: Vec<Feature>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Feature {
    /// Functions and aggregations such as `mad_over_time`, `info` or `limitk`
    #[value(name = "promql-experimental-functions")]
    ExperimentalFunctions,
    /// Arithmetic in ranges and offsets, as in `[5m * 2]`
    #[value(name = "promql-duration-expr")]
    DurationExpr,
    /// The modifiers `anchored` and `smoothed`
    #[value(name = "promql-extended-range-selectors")]
    ExtendedRangeSelectors,
    /// The modifiers `fill`, `fill_left` and `fill_right`
    #[value(name = "promql-binop-fill-modifiers")]
    BinopFillModifiers,
}

impl Features {
    /// For the parser.
    pub(super) fn options(&self) -> Options {
        let is_on = |feature| self.enable_feature.contains(&feature);
        let mut options = Options::default();
        options.experimental_functions = is_on(Feature::ExperimentalFunctions);
        options.duration_expressions = is_on(Feature::DurationExpr);
        options.extended_range_selectors = is_on(Feature::ExtendedRangeSelectors);
        options.fill_modifiers = is_on(Feature::BinopFillModifiers);
        options
    }
}
