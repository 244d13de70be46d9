//! What the SLI of an SLO is to the rules: events that are counted, or a ratio that is taken as it is.

use super::query::QueryText;
use crate::model::{MissingBad, Query, Sli, Slo};
use crate::promql::ast::ExprKind;
use crate::rules::Remark;

/// By which labels the result of the SLI's queries is grouped.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Grouping {
    /// By these, none of which is usual.
    By(Vec<String>),
    /// Nothing is known.
    Unknown,
}

/// What an SLI is to the rules.
pub(crate) enum Indicator {
    /// Events that may be added up over time.
    Events(Events),
    /// An average over time of something between 0 and 1.
    Mean(Ratio),
    /// A ratio of which nothing is known.
    Direct(Ratio),
    /// There is none, which only an SLO without validation has.
    Missing,
}

/// The two queries of an SLI that counts events.
pub(crate) struct Events {
    pub(super) bad: QueryText,
    pub(super) total: QueryText,
    pub(super) unit: Unit,
    pub(super) fill: Fill,
    pub(super) grouping: Grouping,
}

/// An SLI that gives a ratio and no events.
pub(crate) struct Ratio {
    pub(super) query: QueryText,
    pub(super) grouping: Grouping,
}

/// What the values of event series are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Events a second.
    PerSecond,
    /// Events in the window.
    InWindow,
}

/// What stands in for the series of bad events when there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    /// 0 for each group of the series of all events.
    RecordedTotal,
    /// 0 for each series of the query of all events, because its groups are not known.
    QueriedTotal,
    /// Nothing.
    Nothing,
}

impl Indicator {
    pub(super) fn of(slo: &Slo) -> Self {
        match &slo.sli {
            None => Self::Missing,
            Some(Sli::Events { bad, total }) => Self::Events(Events::of(slo, bad, total)),
            Some(Sli::Raw { error_ratio }) => Self::Direct(Ratio {
                query: QueryText::new(error_ratio.text(), 1),
                grouping: grouping(error_ratio),
            }),
        }
    }

    pub(super) fn grouping(&self) -> Grouping {
        match self {
            Self::Events(events) => events.grouping.clone(),
            Self::Mean(ratio) | Self::Direct(ratio) => ratio.grouping.clone(),
            Self::Missing => Grouping::Unknown,
        }
    }

    /// What the user should know about how the queries are read.
    pub(super) fn remarks(&self, _slo: &Slo) -> Vec<Remark> {
        Vec::new()
    }
}

impl Events {
    fn of(slo: &Slo, bad: &Query, total: &Query) -> Self {
        let grouping = grouping(total);
        let fill = match (slo.tuning.missing_bad, &grouping) {
            (MissingBad::IsUnknown, _) => Fill::Nothing,
            (MissingBad::IsZero, Grouping::By(_)) => Fill::RecordedTotal,
            (MissingBad::IsZero, Grouping::Unknown) => Fill::QueriedTotal,
        };
        let total_offset = "(".len() + bad.text().len() + ")\n/\n(".len();
        Self {
            bad: QueryText::new(bad.text(), 1),
            total: QueryText::new(total.text(), total_offset),
            unit: Unit::PerSecond,
            fill,
            grouping,
        }
    }
}

fn grouping(query: &Query) -> Grouping {
    match query.expr().map(|expr| &expr.without_parens().kind) {
        Some(ExprKind::Aggregate(aggregate)) => match &aggregate.grouping {
            None => Grouping::By(Vec::new()),
            Some(grouping) if !grouping.without => {
                Grouping::By(grouping.labels.iter().map(|label| label.value().into_owned()).collect())
            }
            Some(_) => Grouping::Unknown,
        },
        _ => Grouping::Unknown,
    }
}
