//! Lengths of time that people would choose: `15m`, `6h`, `3d`.
//!
//! In: any length. Out: one of the ladder below, or whole days above its end.

use super::Window;

#[rustfmt::skip] // a table
const LADDER: [Window; 44] = [
    seconds(1), seconds(2), seconds(5), seconds(10), seconds(15), seconds(20), seconds(30),
    Window::minutes(1), Window::minutes(2), Window::minutes(3), Window::minutes(5), Window::minutes(10),
    Window::minutes(15), Window::minutes(20), Window::minutes(30), Window::minutes(45),
    Window::hours(1), Window::minutes(90), Window::hours(2), Window::hours(3), Window::hours(4), Window::hours(6),
    Window::hours(8), Window::hours(12), Window::hours(18),
    Window::days(1), Window::hours(36), Window::days(2), Window::days(3), Window::days(4), Window::days(5),
    Window::days(7), Window::days(10), Window::days(14), Window::days(21), Window::days(28), Window::days(30),
    Window::days(45), Window::days(60), Window::days(90), Window::days(120), Window::days(180), Window::days(270),
    Window::days(365),
];

const fn seconds(count: u64) -> Window {
    Window::from_millis(count * 1_000)
}

impl Window {
    /// The shortest readable length that is not below this one.
    #[must_use]
    pub fn readable_at_least(self) -> Self {
        let step = LADDER.iter().copied().find(|step| *step >= self);
        step.unwrap_or_else(|| Self::days(self.as_millis().div_ceil(Self::days(1).as_millis())))
    }

    /// The readable length that is nearest to this one, by ratio.
    #[must_use]
    pub fn readable_nearest(self) -> Self {
        let above = self.readable_at_least();
        if self >= Self::days(365) {
            return above;
        }
        let Some(below) = LADDER.iter().rev().copied().find(|step| *step <= self) else { return above };
        if above.as_millis() > Self::days(366).as_millis() {
            return above;
        }
        let square = |window: Self| u128::from(window.as_millis()).pow(2);
        let product = u128::from(below.as_millis()) * u128::from(above.as_millis());
        if square(self) > product { above } else { below }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ladder_ascends() {
        assert!(LADDER.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn lengths_are_rounded_to_what_people_write() {
        let pairs = [
            ("14m", "15m"),
            ("84m", "1h30m"),
            ("336m", "6h"),
            ("1008m", "18h"),
            ("36h", "1d12h"),
            ("9d", "10d"),
        ];
        for (exact, readable) in pairs {
            assert_eq!(Window::parse(exact).unwrap().readable_nearest().to_string(), readable, "{exact}");
        }
        assert_eq!(Window::parse("28m48s").unwrap().readable_at_least(), Window::minutes(30));
        assert_eq!(Window::days(4_000).readable_nearest(), Window::days(4_000));
        assert_eq!(Window::from_millis(3).readable_nearest(), Window::from_millis(1_000));
    }
}
