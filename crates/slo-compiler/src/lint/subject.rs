//! What a check gets to see of an SLO.

use super::query::View;
use crate::model::{Alert, AlertKind, Field, Sli, Slo};
use crate::options::LintOptions;
use crate::plan::{BurnCondition, Plan};
use crate::rules::SloRules;
use crate::spec::sloth::SliPlugin;

/// A compiled SLO with what it was made from.
pub(crate) struct Subject<'a> {
    pub(crate) slo: &'a Slo,
    pub(crate) plan: &'a Plan,
    /// What its chain of passes made.
    pub(crate) rules: &'a SloRules,
    /// The SLI plugin that made its query.
    pub(crate) plugin: Option<&'a SliPlugin>,
    pub(crate) options: &'a LintOptions,
    queries: Vec<View<'a>>,
}

impl<'a> Subject<'a> {
    pub(crate) fn new(
        slo: &'a Slo,
        plan: &'a Plan,
        rules: &'a SloRules,
        plugin: Option<&'a SliPlugin>,
        is_written: bool,
        options: &'a LintOptions,
    ) -> Self {
        // A user cannot change a query that is made here; what is wrong with that of a plugin is said about the plugin.
        let sli = slo.sli.as_ref().filter(|_| is_written);
        let view = |query, field| View::of(query, field);
        let queries = match sli {
            None => Vec::new(),
            Some(Sli::Events { bad, total }) => {
                [view(bad, Field::BadQuery), view(total, Field::TotalQuery)].into_iter().flatten().collect()
            }
            Some(Sli::Raw { error_ratio }) => view(error_ratio, Field::ErrorRatioQuery).into_iter().collect(),
        };
        Self { slo, plan, rules, plugin, options, queries }
    }

    /// The queries that the user wrote, as far as they were parsed.
    pub(super) fn queries(&self) -> &[View<'a>] {
        &self.queries
    }

    /// The queries of bad and of all events, where the SLI has the two.
    pub(super) fn events(&self) -> Option<(&View<'a>, &View<'a>)> {
        match self.queries.as_slice() {
            [bad, total] => Some((bad, total)),
            _ => None,
        }
    }

    /// The alerts that are switched on and that the chain makes, with the conditions of each.
    pub(super) fn alerts(&self) -> impl Iterator<Item = (AlertKind, &Alert, &[BurnCondition; 2])> {
        let page = (AlertKind::Page, &self.slo.page, &self.plan.page);
        let ticket = (AlertKind::Ticket, &self.slo.ticket, &self.plan.ticket);
        let made = self.rules.alerts().next().is_some();
        let alerts = [page, ticket].into_iter().filter(move |_| made);
        alerts.filter_map(|(kind, alert, conditions)| alert.as_ref().map(|alert| (kind, alert, conditions)))
    }
}
