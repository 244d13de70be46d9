//! Page and ticket alerts: those of Sloth, behind the ratios that they read, with what only this profile knows of.

use super::indicator::{EventUnit, Kind};
use super::{Context, scale};
use crate::diagnostic::Code;
use crate::go;
use crate::model::{Alert, AlertKind, AlertTier, Field, Labels, Window, WindowPair};
use crate::plan::{BurnCondition, Lift, Native, Source};
use crate::rules::naming::{LABEL_LONG_WINDOW, LABEL_SHORT_WINDOW};
use crate::rules::sloth::BurnAlert;
use crate::rules::{Remark, Rule, RuleKind};

/// The burn-rate alerts that are not disabled: page, then ticket.
pub(super) fn rules(context: &Context<'_>) -> Vec<Rule> {
    let burn = BurnAlert::of(context.slo, context.plan);
    let (slo, plan) = (context.slo, context.plan);
    let alerts = [(AlertKind::Page, &slo.page, &plan.page), (AlertKind::Ticket, &slo.ticket, &plan.ticket)];
    let mut rules = Vec::new();
    for (kind, alert, conditions) in alerts {
        let Some(alert) = alert else { continue };
        let rule = |conditions: &[BurnCondition]| {
            BurnAlert::rule(kind, alert, burn.expr(conditions, |condition| enough_events(context, condition)))
        };
        match &alert.tiers {
            None => rules.push(held(rule(conditions), alert, alert.hold)),
            Some(tiers) => rules.extend(conditions.iter().zip(tiers).map(|(condition, tier)| {
                tiered(held(rule(&[*condition]), alert, tier.hold.or(alert.hold)), condition, tier)
            })),
        }
    }
    rules
}

fn held(mut rule: Rule, alert: &Alert, hold: Option<Window>) -> Rule {
    if let RuleKind::Alert(kind) = &mut rule.kind {
        kind.hold = hold;
        kind.keep_firing = alert.keep_firing;
    }
    rule
}

/// Says which windows raised the alert: the two conditions are alerts of one name.
fn tiered(mut rule: Rule, condition: &BurnCondition, tier: &AlertTier) -> Rule {
    let windows = [(LABEL_LONG_WINDOW, condition.long), (LABEL_SHORT_WINDOW, condition.short)];
    let windows: Labels = windows.into_iter().map(|(label, window)| (label, window.to_string())).collect();
    rule.labels.merge(&windows);
    rule.labels.merge(&tier.labels);
    rule
}

/// That the long window of `condition` holds as many bad events as the SLO wants.
fn enough_events(context: &Context<'_>, condition: &BurnCondition) -> String {
    let (Some(least), Kind::Events(events)) = (context.slo.tuning.min_events, &context.indicator.kind) else {
        return String::new();
    };
    let sources = context.sources();
    let of = match sources.reading(condition.long).map(|reading| reading.source) {
        Some(Source::Grid { of, .. }) => of,
        _ => sources.first,
    };
    let mut text = format!("    and\n    sum_over_time({}[{}:{of}])", context.scope.bad(of), condition.long);
    #[allow(clippy::cast_precision_loss, reason = "windows are far below 2^53 ms")]
    let seconds = of.as_millis() as f64 / 1_000.0;
    let of_one = if events.unit == EventUnit::PerSecond { seconds } else { 1.0 };
    let events = of_one / scale::of_bad(context.slo);
    if (events - 1.0).abs() > f64::EPSILON {
        text.push_str(" * ");
        go::number::format_g(events, &mut text);
    }
    text.push_str(" >= ");
    go::number::format_g(least, &mut text);
    text.push('\n');
    text
}

/// Which pairs of windows are longer than usual.
pub(super) fn remarks(native: &Native) -> Vec<Remark> {
    let text = |pair: WindowPair| format!("{}/{}", pair.short, pair.long);
    let remark = |lift: &Lift| Remark {
        code: Code::AlertWindowsLifted,
        at: Field::Setting("sparse").into(),
        message: format!(
            "the {} alert looks at {} instead of {}, because the source is sparse",
            lift.alert.as_str(),
            text(lift.after),
            text(lift.before)
        ),
        help: None,
    };
    native.lifted.iter().map(remark).collect()
}
