//! Checks of SLI queries.

pub(super) mod all_buckets;
pub(super) mod bare_selector;
pub(super) mod bucket_bound;
pub(super) mod different_grouping;
pub(super) mod filter_in_arithmetic;
pub(super) mod fixed_range;
mod metric;
pub(super) mod mixed_units;
pub(super) mod name_regex;
pub(super) mod nan_without_traffic;
pub(super) mod no_aggregation;
pub(super) mod not_a_subset;
pub(super) mod or_precedence;
pub(super) mod phantom_events;
pub(super) mod rate_of_gauge;
pub(super) mod raw_counter;
mod ratio;
mod regex;
pub(super) mod regex_anchor;
pub(super) mod regex_empty;
pub(super) mod regex_equality;
pub(super) mod reserved_label;
pub(super) mod same_meaning;
pub(super) mod time_shift;
pub(super) mod trailing_comment;
mod tree;
mod view;
pub(super) mod window_outside_range;
pub(super) mod without;
pub(super) mod zero_denominator;

pub(super) use view::View;
