//! `alert/late`: a condition says how much of the budget may be gone within its long window. With a `for` as long as that, twice
//! as much is gone when the alert fires, and what ends sooner never raises it.

use crate::lint::{Findings, Subject};
use crate::model::{Field, Window};
use crate::plan::BurnCondition;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (kind, alert, conditions) in subject.alerts() {
        let holds = conditions.iter().zip(["quick", "slow"]).enumerate().filter_map(|(place, condition)| {
            let tier = alert.tiers.as_ref().and_then(|tiers| tiers.get(place));
            Some((condition, tier.and_then(|tier| tier.hold).or(alert.hold)?))
        });
        // What is wrong with both conditions is most wrong with the first, which has the shorter windows.
        let late = |((condition, _), hold): &((&BurnCondition, _), Window)| *hold >= condition.long;
        let Some(((condition, name), hold)) = holds.into_iter().find(late) else { continue };
        let (kind_name, long) = (kind.as_str(), condition.long);
        let message = format!(
            "the {name} condition of the {kind_name} alert has to hold for {hold}, and looks back no further than {long}"
        );
        found
            .push(Field::Alert(kind), message)
            .help("shorten `for` to minutes: the windows already keep short bursts from raising the alert");
    }
}
