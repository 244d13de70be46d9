//! The indicator and what it is measured against.

use super::scale::{share, sli_scale};
use super::{Extreme, Measure, Queries, number};
use crate::dashboard::model::{Format, Thresholds};
use crate::model::Window;
use crate::rules::naming::OBJECTIVE_RATIO;

impl Queries<'_> {
    /// The share of good events over `window`.
    #[must_use]
    pub fn sli(&self, window: Window) -> Option<Measure> {
        let ratio = self.ratio(window)?;
        let plan = self.subject.plan;
        let thresholds = if window == plan.period { sli_scale(plan) } else { Thresholds::default() };
        Some(Measure {
            title: "SLI",
            expr: ["1 - ", &ratio].concat(),
            format: Format { max: Some(1.0), ..share(self.sli_decimals(), thresholds) },
            worst: Extreme::Smallest,
        })
    }

    /// The windows for which [`Self::sli`] has an answer, ascending, that of the period last.
    pub fn windows(&self) -> impl Iterator<Item = Window> {
        self.subject.windows()
    }

    /// The objective, as it is recorded.
    #[must_use]
    pub fn objective(&self) -> Option<Measure> {
        Some(Measure {
            title: "Objective",
            expr: self.fact(OBJECTIVE_RATIO)?,
            format: share(self.sli_decimals(), Thresholds::default()),
            worst: Extreme::Smallest,
        })
    }

    /// As many digits of a percentage as tell a hundredth of the error budget, at most six: 99.9 % has three.
    fn sli_decimals(&self) -> u8 {
        let hundredth = self.subject.plan.error_budget; // of a percentage
        (1..6).find(|digits| hundredth * 10_f64.powi((*digits).into()) >= 1.0 - 1e-9).unwrap_or(6)
    }

    /// The error budget as a share of all events, as a number of `PromQL`; `None` for an objective of 100 %, which has none.
    pub(super) fn budget(&self) -> Option<String> {
        let budget = self.subject.plan.error_budget;
        (budget > 0.0).then(|| number(budget))
    }
}
