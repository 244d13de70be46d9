//! Parts of `PromQL` that Prometheus keeps behind feature flags, under its names for them.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Deserialize;
use slo_compiler::promql::Options;

/// What is switched on.
#[derive(Debug, clap::Args)]
pub(super) struct Features {
    /// Take a part of the language that Prometheus has behind this feature flag; several are separated by commas
    #[arg(long, value_enum, value_name = "FLAG", value_delimiter = ',')]
    enable_feature: Vec<Feature>,
}

/// One of those parts.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, ValueEnum)]
pub(super) enum Feature {
    /// Functions and aggregations such as `mad_over_time`, `info` or `limitk`
    #[value(name = "promql-experimental-functions")]
    #[serde(rename = "promql-experimental-functions")]
    ExperimentalFunctions,
    /// Arithmetic in ranges and offsets, as in `[5m * 2]`
    #[value(name = "promql-duration-expr")]
    #[serde(rename = "promql-duration-expr")]
    DurationExpr,
    /// The modifiers `anchored` and `smoothed`
    #[value(name = "promql-extended-range-selectors")]
    #[serde(rename = "promql-extended-range-selectors")]
    ExtendedRangeSelectors,
    /// The modifiers `fill`, `fill_left` and `fill_right`
    #[value(name = "promql-binop-fill-modifiers")]
    #[serde(rename = "promql-binop-fill-modifiers")]
    BinopFillModifiers,
}

impl Features {
    /// Those that the command line names, if it names any.
    pub(super) fn given(&self) -> Option<Vec<Feature>> {
        (!self.enable_feature.is_empty()).then(|| self.enable_feature.clone())
    }

    /// For the parser.
    pub(super) fn options(&self) -> Options {
        Feature::options(&self.enable_feature)
    }
}

impl Feature {
    /// The name that Prometheus has for it.
    pub(super) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// For the parser, with all of `enabled` switched on.
    pub(super) fn options(enabled: &[Self]) -> Options {
        let is_on = |feature| enabled.contains(&feature);
        let mut options = Options::default();
        options.experimental_functions = is_on(Feature::ExperimentalFunctions);
        options.duration_expressions = is_on(Feature::DurationExpr);
        options.extended_range_selectors = is_on(Feature::ExtendedRangeSelectors);
        options.fill_modifiers = is_on(Feature::BinopFillModifiers);
        options
    }
}
