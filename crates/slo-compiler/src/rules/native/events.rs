//! The event series: bad and all events of each source window, straight from the queries. Nothing else reads raw series.

use super::Context;
use super::indicator::{Events, Fill, Kind};
use super::sum::Filler;
use crate::model::Window;
use crate::rules::sloth::{Cause, WindowError};
use crate::rules::{Rule, naming};

/// For each source window the series of all events, then that of bad ones, which may need the first.
pub(super) fn rules(context: &Context<'_>) -> Result<Vec<Rule>, WindowError> {
    each_source(context, |events, window| match events.fill {
        Fill::RecordedTotal => {
            let zero = ["0 * ", &context.scope.total(window)].concat();
            events.filled_with(context, window, &zero)
        }
        Fill::QueriedTotal | Fill::Nothing => events.filled(context, window),
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
        rules.push(context.record(naming::total_events(window), events.all(context, window)?));
        rules.push(context.record(naming::bad_events(window), bad(events, window)?));
    }
    Ok(rules)
}

impl Events {
    /// All events of a window.
    pub(super) fn all(&self, context: &Context<'_>, window: Window) -> Result<String, WindowError> {
        self.total.of_present(window, &context.scope.by())
    }

    /// The bad events of a window from the queries alone, with 0 where there is no series yet.
    pub(super) fn filled(&self, context: &Context<'_>, window: Window) -> Result<String, WindowError> {
        let zero = || Ok(["0 * (", &self.all(context, window)?, ")"].concat());
        match self.fill {
            Fill::Nothing => self.bad.render(window),
            Fill::RecordedTotal => self.filled_with(context, window, &zero()?),
            Fill::QueriedTotal => Ok(["(", &self.bad.render(window)?, ") or ", &zero()?].concat()),
        }
    }

    fn filled_with(&self, context: &Context<'_>, window: Window, zero: &str) -> Result<String, WindowError> {
        let (total, groups) = (self.total.render(window)?, context.scope.groups());
        self.bad.filled(window, &Filler { total: &total, groups: &groups, zero })
    }
}
