//! The event series: bad and all events of each source window, straight from the queries. Nothing else reads raw series.

use super::Context;
use super::indicator::{Events, Fill, Kind};
use crate::model::Window;
use crate::rules::sloth::{Cause, WindowError};
use crate::rules::{Rule, naming};

/// For each source window the series of all events, then that of bad ones, which may need the first; or the other way round.
pub(super) fn rules(context: &Context<'_>) -> Result<Vec<Rule>, WindowError> {
    each_source(context, |events, window| {
        let (on, range) = (context.scope.on(), events.reach(window));
        Ok(match events.fill {
            Fill::RecordedTotal => {
                let zero = ["0 * ", &context.scope.total(window)].concat();
                let bad = events.bad.filled(range, &on, &zero)?;
                [context.total(window, events.total.render(range)?), context.bad(window, bad)]
            }
            Fill::NoEvents => {
                let known = context.scope.bad(window);
                let total = ["(", &events.total.render(range)?, ") and ", &on, &known].concat();
                [context.bad(window, events.bad.render(range)?), context.total(window, total)]
            }
            Fill::QueriedTotal | Fill::Nothing => of_queries(context, events, window)?,
        })
    })
}

/// The same rules where none of them sees the result of another.
pub(super) fn backfill(context: &Context<'_>) -> Result<Vec<Rule>, WindowError> {
    each_source(context, |events, window| of_queries(context, events, window))
}

fn of_queries(context: &Context<'_>, events: &Events, window: Window) -> Result<[Rule; 2], WindowError> {
    Ok([
        context.total(window, events.all(context, window)?),
        context.bad(window, events.filled(context, window)?),
    ])
}

fn each_source(
    context: &Context<'_>,
    rules: impl Fn(&Events, Window) -> Result<[Rule; 2], WindowError>,
) -> Result<Vec<Rule>, WindowError> {
    let events = match &context.indicator.kind {
        Kind::Events(events) => events,
        Kind::Mean(_) | Kind::Direct(_) => return Ok(Vec::new()),
        Kind::Missing => return Err(WindowError { window: context.plan.current, cause: Cause::NoSli }),
    };
    let sources = context.sources().recorded().map(|window| rules(events, window));
    Ok(sources.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

impl Context<'_> {
    fn total(&self, window: Window, expr: String) -> Rule {
        self.record(naming::total_events(window), expr)
    }

    fn bad(&self, window: Window, expr: String) -> Rule {
        self.record(naming::bad_events(window), expr)
    }
}

impl Events {
    /// All events of a window from the queries alone.
    pub(super) fn all(&self, context: &Context<'_>, window: Window) -> Result<String, WindowError> {
        let range = self.reach(window);
        let total = self.total.render(range)?;
        if self.fill != Fill::NoEvents {
            return Ok(total);
        }
        Ok(["(", &total, ") and ", &context.scope.on(), "(", &self.bad.render(range)?, ")"].concat())
    }

    /// The bad events of a window from the queries alone, with 0 where there is no series yet.
    pub(super) fn filled(&self, context: &Context<'_>, window: Window) -> Result<String, WindowError> {
        let range = self.reach(window);
        let zero = || Ok(["0 * (", &self.total.render(range)?, ")"].concat());
        match self.fill {
            Fill::NoEvents | Fill::Nothing => self.bad.render(range),
            Fill::RecordedTotal => self.bad.filled(range, &context.scope.on(), &zero()?),
            Fill::QueriedTotal => self.bad.filled(range, "", &zero()?),
        }
    }
}
