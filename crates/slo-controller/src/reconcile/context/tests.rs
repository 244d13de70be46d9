//! How long to wait after failures.

use super::*;
use crate::core::sample::{object, spec};

#[test]
fn each_object_waits_twice_as_long_each_time_up_to_five_minutes() {
    let backoff = Backoff::default();
    let (one, other) = (object("a", &spec(1)), object("b", &spec(1)));
    let delays: Vec<u64> = (0..20).map(|_| backoff.next(&one).as_secs()).collect();
    assert_eq!(delays[..9], [1, 2, 4, 8, 16, 32, 64, 128, 256]);
    assert!(delays[9..].iter().all(|delay| *delay == 300), "{delays:?}");
    assert_eq!(backoff.next(&other).as_secs(), 1, "the other one did not fail");
    backoff.reset(&one);
    assert_eq!(backoff.next(&one).as_secs(), 1);
}
