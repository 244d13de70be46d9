//! Alerts on the state of an SLO: each is off unless the SLO asks for it, and fires alone in its situation.
//!
//! They read the recorded series of all events, or what is left of the budget. None is ever put on the series of bad events:
//! that there is none is good news.

use super::Context;
use super::indicator::Kind;
use crate::model::{AlertKind, Health, HealthAlert, Labels, Window};
use crate::rules::naming::{
    self, BUDGET_EXHAUSTED, LABEL_SEVERITY, SOURCE_IDLE, SOURCE_NEVER_SEEN, SOURCE_VANISHED,
};
use crate::rules::{AlertRule, Rule, RuleKind};

/// For how long there must be no sample of a source that counts as never seen.
const NEVER_SEEN_WITHIN: Window = Window::days(1);
/// How long that must last. A source is vanished until then, so that one of the two tells of it at every time.
const NEVER_SEEN_HOLD: Window = Window::hours(1);
/// For how long there must be no event.
const IDLE_WITHIN: Window = Window::hours(1);
/// For how long a sample may be seen: by so much the series of a run can begin later than those of the one before.
const LOOKBACK: Window = Window::minutes(5);

/// The lengths of time in which health alerts look for samples.
struct Looks {
    /// Within which a source has a sample that is at work; nothing for one that always has.
    pause: Option<Window>,
    vanished: Window,
    never_seen: Window,
    idle: Window,
}

impl Looks {
    /// Each holds the longest pause of a source that is sparse.
    fn of(context: &Context<'_>) -> Self {
        let tuning = &context.slo.tuning;
        let pause = tuning.sparse.map(|sparse| sum(sparse, LOOKBACK));
        let never_seen = sum(NEVER_SEEN_WITHIN, tuning.sparse.unwrap_or(Window::ZERO));
        let hold = tuning.health.never_seen.as_ref().and_then(|alert| alert.hold).unwrap_or(NEVER_SEEN_HOLD);
        Self {
            pause,
            vanished: sum(never_seen, hold),
            never_seen,
            idle: IDLE_WITHIN.max(pause.unwrap_or(Window::ZERO)),
        }
    }

    /// `source` while it is at work.
    fn present(&self, source: &str) -> String {
        self.pause.map_or_else(|| source.to_owned(), |pause| format!("last_over_time({source}[{pause}])"))
    }
}

fn sum(one: Window, other: Window) -> Window {
    Window::from_millis(one.as_millis().saturating_add(other.as_millis()))
}

/// A kind of health alert.
struct Situation<'a> {
    alert: &'a Option<HealthAlert>,
    /// What follows the SLO's alert name.
    name: &'static str,
    /// How long the situation must last unless the SLO says otherwise.
    hold: Window,
    /// What people read.
    summary: &'static str,
    expr: Option<String>,
}

/// The health alerts that the SLO asks for.
pub(super) fn rules(context: &Context<'_>) -> Vec<Rule> {
    let situations = situations(context);
    let rule = |situation: Situation<'_>| {
        let alert = situation.alert.as_ref()?;
        Some(rule(context, alert, &situation, situation.expr.clone()?))
    };
    situations.into_iter().filter_map(rule).collect()
}

fn situations<'a>(context: &'a Context<'_>) -> [Situation<'a>; 4] {
    let Health { exhausted, vanished, never_seen, idle } = &context.slo.tuning.health;
    let (source, looks) = (source(context), Looks::of(context));
    [
        Situation {
            alert: exhausted,
            name: BUDGET_EXHAUSTED,
            hold: Window::minutes(5),
            summary: "error budget of the period is used up",
            expr: Some([&context.scope.remaining(), " <= 0"].concat()),
        },
        Situation {
            alert: vanished,
            name: SOURCE_VANISHED,
            hold: Window::minutes(10),
            summary: "SLI is no longer measured: the series of its queries are gone",
            expr: source.as_deref().map(|source| {
                let before = context.scope.sum(&format!("last_over_time({source}[{}])", looks.vanished));
                [&before, " unless ", &context.scope.sum(&looks.present(source))].concat()
            }),
        },
        Situation {
            alert: never_seen,
            name: SOURCE_NEVER_SEEN,
            hold: NEVER_SEEN_HOLD,
            summary: "SLI is not measured: its queries have found no series for a day or longer",
            expr: source.as_deref().map(|source| format!("absent_over_time({source}[{}])", looks.never_seen)),
        },
        Situation {
            alert: idle,
            name: SOURCE_IDLE,
            hold: Window::ZERO,
            summary: "source counts no events",
            // A source that is gone counts no events either, and has an alert of its own.
            expr: idle_source(context).map(|source| {
                format!("max_over_time({source}[{}]) == 0 and {}", looks.idle, looks.present(&source))
            }),
        },
    ]
}

/// A series that exists while the source does: of all events, or of the error ratio of an SLI that records none.
fn source(context: &Context<'_>) -> Option<String> {
    let first = context.sources().first;
    match &context.indicator.kind {
        Kind::Events(_) => Some(context.scope.total(first)),
        Kind::Mean(_) | Kind::Direct(_) => Some(context.scope.ratio(first)),
        Kind::Missing => None,
    }
}

/// A series of all events; an error ratio does not tell how many there were.
fn idle_source(context: &Context<'_>) -> Option<String> {
    matches!(context.indicator.kind, Kind::Events(_)).then(|| context.scope.total(context.sources().first))
}

fn rule(context: &Context<'_>, alert: &HealthAlert, situation: &Situation<'_>, expr: String) -> Rule {
    let slo = context.slo;
    let prefix = slo.tuning.alert_name.as_deref().unwrap_or("SLO");
    let name = alert.name.clone().unwrap_or_else(|| [prefix, situation.name].concat());
    // What the expression results in may have no label that tells which SLO it is about.
    let mut labels = naming::identity(slo);
    labels.set(LABEL_SEVERITY, AlertKind::Ticket.as_str());
    labels.merge(&alert.labels);
    let subject = format!("{} {} SLO", slo.service, slo.name);
    let mut annotations: Labels =
        [("title", format!("({}) {subject}: {}.", AlertKind::Ticket.as_str(), situation.summary))]
            .into_iter()
            .collect();
    annotations.set("summary", format!("{subject}: {}.", situation.summary));
    annotations.merge(&alert.annotations);
    let hold = alert.hold.unwrap_or(situation.hold);
    let kind = AlertRule {
        name: name.into(),
        hold: Some(hold).filter(|hold| !hold.is_zero()),
        keep_firing: alert.keep_firing.filter(|time| !time.is_zero()),
        annotations,
    };
    Rule { kind: RuleKind::Alert(kind), expr, labels }
}
