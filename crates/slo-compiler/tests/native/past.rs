//! What long windows make of what happened in them: counted exactly, by whatever labels it was recorded.

use super::{ALERT, EVENTS, Expected, GROUPED, check, rules};

/// Scraped twice a minute, as 20 probes an hour are not enough to fail exactly.
const PROBES: &str = "sli: {events: {error_query: 'sum(count_over_time(up[{{.window}}])) - sum(sum_over_time(up[{{.window}}]))', total_query: 'sum(count_over_time(up[{{.window}}]))'}}\n";
const MEAN: &str = "sli: {raw: {error_ratio_query: '1 - avg_over_time(up{job=\"a\"}[{{.window}}])'}}\n";
const FRACTION: &str = "sli: {raw: {error_ratio_query: '1 - sum(sum_over_time(up[{{.window}}])) / sum(count_over_time(up[{{.window}}]))'}}\n";

/// At 7 hours, 10 of the last 360 probes have failed, one a minute.
const TEN_FAILED: &[(&str, &str)] = &[("up{job=\"a\"}", "1x200 0x9 1x240")];

#[test]
fn probes_are_counted_one_by_one() {
    let expected: Expected<'_> = &[("", "0.027778")];
    for (name, sli) in [("events", PROBES), ("a fraction", FRACTION), ("a mean", MEAN)] {
        check(name, &rules(&format!("{sli}{ALERT}")), TEN_FAILED, &["6h"], expected);
        check(name, &rules(&format!("{sli}{ALERT}")), TEN_FAILED, &["5m", "30m", "1h"], &[("", "0")]);
    }
}

#[test]
fn probes_that_count_without_time_are_not_multiplied_by_it() {
    let rules = rules(&format!("{PROBES}{ALERT}min_events: 5\n"));
    assert!(rules.contains("[6h:5m]) >= 5\n"), "{rules}");
    assert!(super::rules(&format!("{EVENTS}{ALERT}min_events: 5\n")).contains("[6h:5m]) * 300 >= 5\n"));
}

#[test]
fn of_a_group_that_is_gone_only_long_windows_stay() {
    let rules = rules(&format!("{GROUPED}{ALERT}"));
    // The second zone ends half an hour and more before the reading.
    let series = [("all{z=\"1\"}", "0+60x450"), ("all{z=\"2\"}", "0+60x340"), ("bad{z=\"2\"}", "0+30x340")];
    check("short", &rules, &series, &["5m", "30m"], &[("z=\"1\"", "0")]);
    check("long", &rules, &series, &["2h", "6h"], &[("z=\"1\"", "0"), ("z=\"2\"", "0.5")]);
}

/// Without care both series of a window get the labels of the rule, are then the same series twice, and no rule of a long
/// window has a result until the old ones have left it.
#[test]
fn a_window_spans_a_change_of_the_labels_of_the_slo() {
    spans_a_change(EVENTS);
}

#[test]
fn a_window_spans_the_loss_of_a_label_of_the_slo() {
    let old = r#"slo:sli_total_events:rate30m{sloth_id="shop-web", sloth_service="shop", sloth_slo="web", team="old"}"#;
    let old_first = old.replace("rate30m", "rate5m");
    // The new rules fill in the bad events of the old ones, which they run beside here.
    let series = [(old, "2x239 stale"), (old_first.as_str(), "2x239 stale"), ("all", "_x240 0+120x210")];
    let rules = rules(&format!("{EVENTS}{ALERT}"));
    check("lost", &rules, &series, &["5m", "30m", "1h", "2h", "6h", "3d"], &[("", "0")]);
}

/// By the labels of the SLI where these are known, and without those of the SLO where not.
#[test]
fn a_window_spans_a_change_where_the_labels_of_the_sli_are_not_known() {
    let query = |name: &str| format!("sum without (pod) (rate({name}[{{{{.window}}}}]))");
    spans_a_change(&format!(
        "sli: {{events: {{error_query: '{}', total_query: '{}'}}}}\n",
        query("bad"),
        query("all")
    ));
}

fn spans_a_change(sli: &str) {
    let rules = rules(&format!("{sli}{ALERT}labels: {{team: new}}\n"));
    let old = |name: &str| {
        format!("{name}{{sloth_id=\"shop-web\", sloth_service=\"shop\", sloth_slo=\"web\", team=\"old\"}}")
    };
    let recorded = [
        (old("slo:sli_total_events:rate5m"), "2x239 stale"),
        (old("slo:sli_bad_events:rate5m"), "1x239 stale"),
        (old("slo:sli_total_events:rate30m"), "2x239 stale"),
        (old("slo:sli_bad_events:rate30m"), "1x239 stale"),
        // From 4 hours on the new rules see 2 events a second, none of them bad.
        ("all".to_owned(), "_x240 0+120x210"),
    ];
    let series: Vec<(&str, &str)> = recorded.iter().map(|(name, values)| (name.as_str(), *values)).collect();
    check("after", &rules, &series, &["5m", "30m", "1h", "2h"], &[("", "0")]);
    // Of the last 6 hours 3 were before the change, with one bad event in two.
    for (window, low, high) in [("6h", 0.24, 0.26), ("3d", 0.27, 0.30)] {
        let is_between = format!("slo:sli_error:ratio_rate{window}{{team=\"new\"}} > {low} < {high}");
        super::holds(&rules, &series, &is_between);
    }
}

/// Where one target counts the bad events and another one all of them, one can be ahead of the other by a scrape. What is cut off
/// then would be missing in the longer windows, where the next scrape makes up for it.
#[test]
fn ratios_beyond_their_limits_are_not_cut() {
    // Half of the events are bad; at the end the bad ones have run ahead.
    let series = [("all", "0+5x420"), ("bad", "0+2.5x419 1100")];
    let rules = rules(&format!("{EVENTS}{ALERT}"));
    super::holds(&rules, &series, "slo:sli_error:ratio_rate5m > 1");
    super::holds(&rules, &series, "slo:sli_error:ratio_rate6h < 0.55");
    // None of them is bad; at the end the good ones have run ahead.
    let good = "sli: {events: {good_query: 'sum(rate(good[{{.window}}]))', total_query: 'sum(rate(all[{{.window}}]))'}}\n";
    let series = [("all", "0+60x420"), ("good", "0+60x419 25260")];
    let rules = super::rules(&format!("{good}{ALERT}"));
    super::holds(&rules, &series, "slo:sli_error:ratio_rate5m < 0");
}
