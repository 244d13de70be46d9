//! Where a chart draws what: its frame, its scales, and the lines and labels of its axes.

use maud::{Markup, html};

use super::words;

/// Where a value is drawn: a straight line through two pairs.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    pub(super) from: (f64, f64),
    pub(super) to: (f64, f64),
}

impl Scale {
    pub(super) fn at(self, value: f64) -> f64 {
        let share = (value - self.from.0) / (self.from.1 - self.from.0);
        self.to.0 + share * (self.to.1 - self.to.0)
    }
}

/// The size of the budget chart and of what surrounds its plot, in pixels.
pub(super) mod frame {
    pub(in super::super) const WIDTH: f64 = 1136.0;
    pub(in super::super) const LEFT: f64 = 56.0;
    pub(in super::super) const RIGHT: f64 = 1124.0;
    pub(in super::super) const TOP: f64 = 14.0;
    pub(in super::super) const BOTTOM: f64 = 204.0;
    /// A lane of alerts, and what is between it and the next one.
    pub(in super::super) const LANE: f64 = 12.0;
    pub(in super::super) const LANE_STEP: f64 = 20.0;
    /// Labels of the time axis.
    pub(in super::super) const AXIS: f64 = 24.0;
}

/// The lines across the plot, in shares of the budget.
pub(super) struct Ticks {
    step: f64,
    below_zero: i64,
}

impl Ticks {
    /// From 100 % down to at least `lowest`, some five of them.
    pub(super) fn down_to(lowest: f64) -> Self {
        let span = 1.0 - lowest.max(-1e6);
        let magnitude = 10_f64.powf((span / 6.0).log10().floor()).max(1.0);
        let steps = [0.25, 0.5, 1.0, 2.0, 5.0].into_iter().chain([2.0, 5.0].map(|step| step * magnitude));
        let step = steps.into_iter().find(|step| span / step <= 6.0).unwrap_or(10.0 * magnitude);
        Self { step, below_zero: whole((lowest.max(-1e6) / step).floor()) }
    }

    pub(super) fn lowest(&self) -> f64 {
        float(self.below_zero) * self.step
    }

    pub(super) fn values(&self) -> impl Iterator<Item = f64> {
        let above = whole((1.0 / self.step).floor()).max(0);
        (self.below_zero..=above).map(|number| float(number) * self.step)
    }
}

pub(super) fn grid(ticks: &Ticks, y: Scale) -> Markup {
    html! {
        @for value in ticks.values() {
            @let place = px(y.at(value));
            line.grid.zero[value == 0.0] x1=(frame::LEFT) x2=(frame::RIGHT) y1=(place) y2=(place) {}
            text.tick x=(frame::LEFT - 8.0) y=(px(y.at(value) + 4.0)) text-anchor="end" { (words::share(value)) }
        }
    }
}

pub(super) fn time_axis(x: Scale, start: i64, at: i64, height: f64) -> Markup {
    let (step, short) = time_step(at - start);
    let first = start + (-start).rem_euclid(step);
    let times = (0..64).map(|number| first + number * step).take_while(|time| *time <= at);
    html! {
        @for time in times {
            @let place = px(x.at(float(time)));
            line.grid.time x1=(place) x2=(place) y1=(frame::TOP) y2=(px(height - frame::AXIS)) {}
            text.tick x=(place) y=(px(height - 6.0)) text-anchor="middle" {
                @if short { (words::day_time(time)) } @else { (words::day(time)) }
            }
        }
    }
}

/// From one label of the time axis to the next, in seconds, and whether a label needs the time of day.
fn time_step(span: i64) -> (i64, bool) {
    const HOUR: i64 = 3600;
    const DAY: i64 = 24 * HOUR;
    let steps = [6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 5 * DAY, 7 * DAY, 14 * DAY, 28 * DAY];
    let step = steps.into_iter().find(|step| span / step <= 7).unwrap_or_else(|| (span / 7 / DAY + 1) * DAY);
    (step, step < DAY)
}

/// A place with a tenth of a pixel.
pub(super) fn px(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[allow(clippy::cast_precision_loss, reason = "times and counts of a chart are far below 2^52")]
pub(super) fn float(whole: i64) -> f64 {
    whole as f64
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "lengths of time in seconds, and numbers of lines in a chart"
)]
pub(super) fn whole(float: f64) -> i64 {
    float as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_that_is_far_overspent_fills_its_chart() {
        for (lowest, expected) in [
            (0.0, vec![0.0, 0.25, 0.5, 0.75, 1.0]),
            (-0.8, vec![-1.0, -0.5, 0.0, 0.5, 1.0]),
            (-3.0, vec![-3.0, -2.0, -1.0, 0.0, 1.0]),
            (-41.8, vec![-50.0, -40.0, -30.0, -20.0, -10.0, 0.0]),
            (-999.0, vec![-1000.0, -800.0, -600.0, -400.0, -200.0, 0.0]),
        ] {
            assert_eq!(Ticks::down_to(lowest).values().collect::<Vec<_>>(), expected, "{lowest}");
        }
        assert!(Ticks::down_to(f64::NEG_INFINITY).values().count() <= 8);
    }
}
