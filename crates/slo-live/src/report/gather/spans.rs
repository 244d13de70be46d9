//! When alerts fired: points that follow each other become one span of time.

use std::collections::HashMap;

use slo_compiler::model::AlertKind;

use crate::prometheus::Series;
use crate::report::model::AlertSpan;

/// The spans of one series, whose points are `step` seconds apart and stand for the step before them.
pub(super) fn of(series: &Series, kind: Option<AlertKind>, step: i64) -> Vec<AlertSpan> {
    let name = series.labels.get("alertname").cloned().unwrap_or_default();
    let mut spans: Vec<AlertSpan> = Vec::new();
    for &(time, _) in &series.points {
        match spans.last_mut() {
            Some(span) if time - span.end <= step => span.end = time,
            _ => spans.push(AlertSpan {
                kind,
                name: name.clone(),
                start: time - step,
                end: time,
                firing: false,
            }),
        }
    }
    spans
}

/// Oldest first, and one span for alerts of one name and kind that overlap: groups of an SLO alert one by one.
pub(super) fn merged(mut alerts: Vec<AlertSpan>) -> Vec<AlertSpan> {
    let key = |alert: &AlertSpan| (alert.kind.map(AlertKind::as_str), alert.name.clone());
    alerts.sort_by_cached_key(|alert| (alert.start, key(alert)));
    let mut merged: Vec<AlertSpan> = Vec::new();
    let mut last: HashMap<_, usize> = HashMap::new();
    for alert in alerts {
        let before = last.get(&key(&alert)).and_then(|position| merged.get_mut(*position));
        if let Some(before) = before.filter(|before| alert.start <= before.end) {
            before.end = before.end.max(alert.end);
        } else {
            last.insert(key(&alert), merged.len());
            merged.push(alert);
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(times: &[i64]) -> Vec<(i64, i64)> {
        let points = times.iter().map(|time| (*time, 1.0)).collect();
        let series = Series { labels: [("alertname".to_owned(), "A".to_owned())].into(), points };
        of(&series, None, 60).iter().map(|span| (span.start, span.end)).collect()
    }

    #[test]
    fn a_missing_point_ends_a_span() {
        assert_eq!(spans(&[]), []);
        assert_eq!(spans(&[120, 180, 240, 360]), [(60, 240), (300, 360)]);
    }

    #[test]
    fn only_alerts_of_one_kind_and_name_become_one() {
        let alert =
            |kind, name: &str, start, end| AlertSpan { kind, name: name.into(), start, end, firing: false };
        let (page, ticket) = (Some(AlertKind::Page), Some(AlertKind::Ticket));
        let alerts = vec![
            alert(page, "A", 50, 70),
            alert(ticket, "A", 10, 60),
            alert(page, "A", 0, 60),
            alert(page, "A", 80, 90),
            alert(page, "B", 55, 60),
        ];
        let expected = [
            alert(page, "A", 0, 70),
            alert(ticket, "A", 10, 60),
            alert(page, "B", 55, 60),
            alert(page, "A", 80, 90),
        ];
        assert_eq!(merged(alerts), expected);
    }
}
