//! The event series: bad and all events of each source window, straight from the queries. Nothing else reads raw series.

use super::Context;
use super::indicator::{Events, Fill, Kind};
use crate::model::Window;
use crate::rules::sloth::{Cause, WindowError};
use crate::rules::{Rule, naming};

/// For each source window the series of all events, then that of bad ones, which may need the first.
pub(super) fn rules(context: &Context<'_>) -> Result<Vec<Rule>, WindowError> {
    each_source(context, |events, window| {
        let bad = events.bad.render(window)?;
        Ok(match events.fill {
            Fill::RecordedTotal => {
                let groups = context.scope.groups();
                let total = context.scope.total(window);
                ["(", &bad, ") or on", &groups, " 0 * ", &total].concat()
            }
            Fill::QueriedTotal | Fill::Nothing => events.filled(context, window)?,
        })
    })
}

/// The same rules where none of them sees the result of another.
pub(super) fn backfill(context: &Context<'_>) -> Result<Vec<Rule>, WindowError> {
    each_source(context, |events, window| events.filled(context, window))
}

fn each_source(
    context: &Context<'_>,
    bad: impl Fn(&Events, Window) -> Result<String, WindowError>,
) -> Result<Vec<Rule>, WindowError> {
    let events = match &context.indicator.kind {
        Kind::Events(events) => events,
        Kind::Mean(_) | Kind::Direct(_) => return Ok(Vec::new()),
        Kind::Missing => return Err(WindowError { window: context.plan.current, cause: Cause::NoSli }),
    };
    let mut rules = Vec::new();
    for window in context.sources().recorded() {
        rules.push(context.record(naming::total_events(window), events.total.render(window)?));
        rules.push(context.record(naming::bad_events(window), bad(events, window)?));
    }
    Ok(rules)
}

impl Events {
    /// The bad events of a window from the queries alone, with 0 where there is no series yet.
    pub(super) fn filled(&self, context: &Context<'_>, window: Window) -> Result<String, WindowError> {
        let bad = self.bad.render(window)?;
        let groups = match self.fill {
            Fill::Nothing => return Ok(bad),
            Fill::RecordedTotal => ["on", &context.scope.groups(), " "].concat(),
            Fill::QueriedTotal => String::new(),
        };
        let total = self.total.render(window)?;
        Ok(["(", &bad, ") or ", &groups, "0 * (", &total, ")"].concat())
    }
}
