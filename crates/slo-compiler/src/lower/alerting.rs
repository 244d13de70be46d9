//! The alerts of an SLO: names, labels, windows and when they fire.
//!
//! In: what the SLO says of its alerts, and the settings that hold for it. Out: [`Alerting`]. Keeps: windows are in order
//! and within the period.

use super::placeholder::Placeholders;
use super::settings::{check_texts, labels};
use super::values::Values;
use super::{SHORTEST, SHORTEST_PERIOD};
use crate::diagnostic::Code;
use crate::model::{
    Alert, AlertPairs, AlertTier, AlertWindows, HealthAlert, Labels, Tiers, Tuning, Window, WindowPair,
};
use crate::options::Defaults;
use crate::spec::{extension, sloth};

/// The fields of the two alerts.
const PAGE: &str = "page_alert";
const TICKET: &str = "ticket_alert";

/// The annotation that names a runbook, as dashboards and alert messages expect it.
const RUNBOOK: &str = "runbook_url";

/// The alerts of an SLO, and the windows that they look at.
pub(super) struct Alerting {
    pub(super) page: Option<Alert>,
    pub(super) ticket: Option<Alert>,
    /// `None` for those that belong to the period.
    pub(super) windows: Option<AlertWindows>,
}

/// Reads the alerts of `slo`, for which `settings` hold.
pub(super) fn alerting(
    slo: &sloth::Slo,
    settings: &Defaults,
    period: Window,
    placeholders: &Placeholders<'_>,
    values: &mut Values<'_>,
) -> Alerting {
    let written = &slo.alerting;
    let (windows, holds) = windows(written, settings, period, values);
    let mut base = Shared {
        labels: placeholders.fill_all(&settings.alert_labels),
        annotations: placeholders.fill_all(&settings.alert_annotations),
        settings,
        holds,
    };
    if let Some(runbook) = &settings.runbook {
        let runbook = placeholders.fill(runbook);
        if base.annotations.get(RUNBOOK).is_none() {
            base.annotations.set(RUNBOOK, runbook);
        }
    }
    Alerting {
        page: base.alert(PAGE, written, &written.page_alert, values),
        ticket: base.alert(TICKET, written, &written.ticket_alert, values),
        windows,
    }
}

/// Gives the health alerts what all alerts of the SLO have.
pub(super) fn complete_health(
    tuning: &mut Tuning,
    slo: &sloth::Slo,
    settings: &Defaults,
    placeholders: &Placeholders<'_>,
) {
    tuning.alert_name =
        Some(&slo.alerting.name).filter(|name| !name.is_empty()).map(|name| name.as_str().into());
    let health = &mut tuning.health;
    for alert in [&mut health.exhausted, &mut health.vanished, &mut health.never_seen, &mut health.idle] {
        let Some(HealthAlert { labels: own_labels, annotations, .. }) = alert else { continue };
        let mut all = placeholders.fill_all(&settings.alert_labels);
        all.merge(&labels(&slo.alerting.labels));
        all.merge(&placeholders.fill_all(own_labels));
        *own_labels = all;
        let mut all = placeholders.fill_all(&settings.alert_annotations);
        all.merge(&labels(&slo.alerting.annotations));
        all.merge(&placeholders.fill_all(annotations));
        *annotations = all;
    }
}

/// What the two alerts have in common.
struct Shared<'a> {
    labels: Labels,
    annotations: Labels,
    settings: &'a Defaults,
    /// For how long each of the four conditions must hold, where the tiers say so and nobody else does.
    holds: Option<[Window; 4]>,
}

impl Shared<'_> {
    fn alert(
        &mut self,
        key: &'static str,
        shared: &sloth::Alerting,
        own: &sloth::Alert,
        values: &mut Values<'_>,
    ) -> Option<Alert> {
        if own.disable {
            return None;
        }
        let merged = |base: &Labels, first, second| {
            let mut all = base.clone();
            all.merge(&labels(first));
            all.merge(&labels(second));
            all
        };
        let read = |field, written: Option<&str>, values: &mut Values<'_>| {
            values.window_or_zero(&["alerting", key, field], written)
        };
        let hold = read("for", own.hold.as_deref(), values).or(self.settings.hold);
        let mut tiers = self.tiers(key, own, values);
        if let Some(holds) = self.holds.filter(|_| hold.is_none()) {
            let holds = holds.into_iter().skip(if key == PAGE { 0 } else { 2 });
            for (tier, default) in tiers.iter_mut().flatten().zip(holds) {
                tier.hold = tier.hold.or(Some(default));
            }
        }
        Some(Alert {
            name: shared.name.as_str().into(),
            labels: merged(&self.labels, &shared.labels, &own.labels),
            annotations: merged(&self.annotations, &shared.annotations, &own.annotations),
            hold,
            keep_firing: read("keep_firing_for", own.keep_firing_for.as_deref(), values)
                .or(self.settings.keep_firing),
            tiers,
        })
    }

    fn tiers(
        &self,
        key: &'static str,
        own: &sloth::Alert,
        values: &mut Values<'_>,
    ) -> Option<[AlertTier; 2]> {
        let apart = self.settings.per_window.unwrap_or(self.holds.is_some());
        let tiers = [("quick", &own.quick), ("slow", &own.slow)];
        let tiers = tiers.map(|(pair, tier)| {
            if !apart && *tier != extension::Tier::default() {
                let keys = ["alerting", key, pair];
                let message =
                    format!("`{}` is for an alert of that pair of windows alone", values.path(&keys));
                let help = "set `per_window: true` in `alerting`, or move it to the alert itself";
                values.wrong(Code::SpecConflict, &keys, message, Some(help.to_owned()));
            }
            check_texts(&["alerting", key, pair, "labels"], &tier.labels, values);
            let hold = values.window_or_zero(&["alerting", key, pair, "for"], tier.hold.as_deref());
            AlertTier { labels: labels(&tier.labels), hold }
        });
        apart.then_some(tiers)
    }
}

/// The windows that the SLO chooses itself, and for how long their conditions must hold.
fn windows(
    written: &sloth::Alerting,
    settings: &Defaults,
    period: Window,
    values: &mut Values<'_>,
) -> (Option<AlertWindows>, Option<[Window; 4]>) {
    if let Some(windows) = &written.windows {
        if written.tiers.is_some() {
            let message = "the alerts have both `windows` and `tiers`".to_owned();
            values.wrong(
                Code::SpecConflict,
                &["alerting", "windows"],
                message,
                Some("keep one of them: `tiers` chooses windows by itself".to_owned()),
            );
        }
        return (custom(windows, period, values), None);
    }
    if settings.tiers.unwrap_or_default() == Tiers::Google {
        return (None, None);
    }
    let four = AlertWindows::four(period, SHORTEST).filter(|_| period >= SHORTEST_PERIOD);
    if let Some((windows, holds)) = four {
        return (Some(windows), Some(holds));
    }
    let message = format!("a period of {period} is too short for four tiers");
    let help = "use a period of at least a day".to_owned();
    values.wrong(Code::SpecConflict, &["alerting", "tiers"], message, Some(help));
    (None, None)
}

fn custom(written: &extension::Windows, period: Window, values: &mut Values<'_>) -> Option<AlertWindows> {
    let mut pairs = |alert, pairs: &extension::WindowPairs| {
        if *pairs == extension::WindowPairs::default() {
            missing(&["alerting", "windows", alert], values);
            return None;
        }
        let mut half = |speed, written: &extension::WindowPair| {
            let keys = ["alerting", "windows", alert, speed];
            if *written == extension::WindowPair::default() {
                missing(&keys, values);
                return None;
            }
            pair(&keys, written, period, values)
        };
        let (quick, slow) = (half("quick", &pairs.quick), half("slow", &pairs.slow));
        let pairs = AlertPairs { quick: quick?, slow: slow? };
        if pairs.quick.long > pairs.slow.long || pairs.quick.short > pairs.slow.short {
            let keys = ["alerting", "windows", alert, "quick"];
            let message = format!("the quick pair of `{alert}` has longer windows than the slow one");
            let help = "exchange the two: `quick` notices fast burns, in short windows".to_owned();
            values.wrong(Code::WindowsInvalid, &keys, message, Some(help));
        }
        Some(pairs)
    };
    let (page, ticket) = (pairs("page", &written.page), pairs("ticket", &written.ticket));
    Some(AlertWindows { period, page: page?, ticket: ticket? })
}

fn missing(keys: &[&'static str], values: &mut Values<'_>) {
    let message = format!("`{}` is missing", values.path(keys));
    let help = "windows of one's own are two pairs each of `page` and `ticket`, a `quick` and a `slow` one";
    values.wrong(Code::WindowsInvalid, keys, message, Some(help.to_owned()));
}

fn pair(
    keys: &[&'static str; 4],
    written: &extension::WindowPair,
    period: Window,
    values: &mut Values<'_>,
) -> Option<WindowPair> {
    let [first, second, alert, speed] = *keys;
    let key = |field| [first, second, alert, speed, field];
    let mut window = |field, text: &str| {
        if text.is_empty() {
            let message = format!("`{}` is missing", values.path(&key(field)));
            values.wrong(Code::WindowsInvalid, &key(field), message, None);
            return None;
        }
        values.window(&key(field), Some(text))
    };
    let short = window("short_window", &written.short_window);
    let long = window("long_window", &written.long_window);
    let percent = written.error_budget_percent;
    let percent_fits = percent > 0.0 && percent <= 100.0;
    if !percent_fits {
        let path = values.path(&key("error_budget_percent"));
        // What is left out is 0 as well.
        let missing = if percent.total_cmp(&0.0).is_eq() { "is missing or 0: it " } else { "" };
        let but_is = if missing.is_empty() { format!(", but is {percent}") } else { String::new() };
        let message = format!("`{path}` {missing}has to be above 0 and at most 100{but_is}");
        values.wrong(Code::WindowsInvalid, &key("error_budget_percent"), message, None);
    }
    let (short, long) = (short?, long?);
    let problem = if short >= long {
        Some(("short_window", format!("the short window ({short}) is not below the long one ({long})")))
    } else if long > period {
        Some(("long_window", format!("the long window ({long}) is longer than the period ({period})")))
    } else {
        None
    };
    let fits = problem.is_none();
    if let Some((field, message)) = problem {
        values.wrong(Code::WindowsInvalid, &key(field), message, None);
    }
    (fits && percent_fits).then_some(WindowPair { error_budget_percent: percent, short, long })
}
