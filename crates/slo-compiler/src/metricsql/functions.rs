//! The functions of MetricsQL. Their names may be written in any case.

/// The number of arguments of a function that is a template which is always there; its name is as written here.
pub(super) fn template_arity(name: &str) -> Option<usize> {
    TEMPLATES.iter().find(|(known, _)| *known == name).map(|(_, arity)| *arity)
}

const TEMPLATES: &[(&str, usize)] = &[("alias", 2), ("range_median", 1), ("ru", 2), ("ttf", 1)];

/// Whether it aggregates, and so takes `by`, `without` and `limit`.
pub(super) fn is_aggregate(name: &str) -> bool {
    contains(AGGREGATES, name)
}

/// Whether there is a function of that name.
pub(super) fn exists(name: &str) -> bool {
    contains(FUNCTIONS, name) || contains(AGGREGATES, name)
}

fn contains(table: &[&str], name: &str) -> bool {
    table.binary_search(&name.to_ascii_lowercase().as_str()).is_ok()
}

/// VictoriaMetrics documentation, page "MetricsQL": aggregate functions.
#[rustfmt::skip] // a table
const AGGREGATES: &[&str] = &[
    "any", "avg", "bottomk", "bottomk_avg", "bottomk_last", "bottomk_max", "bottomk_median", "bottomk_min",
    "count", "count_values", "distinct", "geomean", "group", "histogram", "limitk", "mad", "max", "median",
    "min", "mode", "outliers_iqr", "outliers_mad", "outliersk", "quantile", "quantiles", "share", "stddev",
    "stdvar", "sum", "sum2", "topk", "topk_avg", "topk_last", "topk_max", "topk_median", "topk_min",
    "zscore",
];

/// The same page: rollup, transform and label manipulation functions.
#[rustfmt::skip] // a table
const FUNCTIONS: &[&str] = &[
    "abs", "absent", "absent_over_time", "acos", "acosh", "aggr_over_time", "ascent_over_time",
    "asin", "asinh", "atan", "atanh", "avg_over_time", "bitmap_and", "bitmap_or", "bitmap_xor",
    "buckets_limit", "ceil", "changes", "changes_prometheus", "clamp", "clamp_max", "clamp_min", "cos",
    "cosh", "count_eq_over_time", "count_gt_over_time", "count_le_over_time", "count_ne_over_time",
    "count_over_time", "count_values_over_time", "day_of_month", "day_of_week", "day_of_year",
    "days_in_month", "decreases_over_time", "default_rollup", "deg", "delta", "delta_prometheus", "deriv",
    "deriv_fast", "descent_over_time", "distinct_over_time", "drop_common_labels", "drop_empty_series",
    "duration_over_time", "end", "exp", "first_over_time", "floor", "geomean_over_time", "histogram_avg",
    "histogram_over_time", "histogram_quantile", "histogram_quantiles", "histogram_share",
    "histogram_stddev", "histogram_stdvar", "hoeffding_bound_lower", "hoeffding_bound_upper",
    "holt_winters", "hour", "idelta", "ideriv", "increase", "increase_prometheus", "increase_pure",
    "increases_over_time", "integrate", "interpolate", "irate", "keep_last_value", "keep_next_value",
    "label_copy", "label_del", "label_graphite_group", "label_join", "label_keep", "label_lowercase",
    "label_map", "label_match", "label_mismatch", "label_move", "label_replace", "label_set",
    "label_transform", "label_uppercase", "label_value", "labels_equal", "lag", "last_over_time",
    "lifetime", "limit_offset", "ln", "log10", "log2", "mad_over_time", "max_over_time", "median_over_time",
    "min_over_time", "minute", "mode_over_time", "month", "now", "outlier_iqr_over_time", "pi",
    "predict_linear", "present_over_time", "prometheus_buckets", "quantile_over_time",
    "quantiles_over_time", "rad", "rand", "rand_exponential", "rand_normal", "range_avg", "range_first",
    "range_last", "range_linear_regression", "range_mad", "range_max", "range_min",
    "range_normalize", "range_over_time", "range_quantile", "range_stddev", "range_stdvar", "range_sum",
    "range_trim_outliers", "range_trim_spikes", "range_trim_zscore", "range_zscore", "rate",
    "rate_over_sum", "rate_prometheus", "remove_resets", "resets", "rollup", "rollup_candlestick",
    "rollup_delta", "rollup_deriv", "rollup_increase", "rollup_rate", "rollup_scrape_interval", "round",
    "running_avg", "running_max", "running_min", "running_sum", "scalar", "scrape_interval", "sgn",
    "share_eq_over_time", "share_gt_over_time", "share_le_over_time", "sin", "sinh", "smooth_exponential",
    "sort", "sort_by_label", "sort_by_label_desc", "sort_by_label_numeric", "sort_by_label_numeric_desc",
    "sort_desc", "sqrt", "stale_samples_over_time", "start", "stddev_over_time", "stdvar_over_time", "step",
    "sum2_over_time", "sum_eq_over_time", "sum_gt_over_time", "sum_le_over_time", "sum_over_time", "tan",
    "tanh", "tfirst_over_time", "time", "timestamp", "timestamp_with_name", "timezone_offset",
    "tlast_change_over_time", "tlast_over_time", "tmax_over_time", "tmin_over_time", "union",
    "vector", "year", "zscore_over_time",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(AGGREGATES.is_sorted() && FUNCTIONS.is_sorted());
    }
}
