//! Whether the controller works: what probes ask.

use std::sync::{Arc, Mutex, PoisonError};

/// What the controller is doing; every part of it can see and say so.
#[derive(Clone, Debug, Default)]
pub struct Health(Arc<Mutex<State>>);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum State {
    /// It has begun.
    #[default]
    Starting,
    /// Another replica works.
    Standby,
    /// It is listing the objects.
    Listing,
    /// It works.
    Working,
    /// It finishes what it has begun.
    Stopping,
}

impl Health {
    /// Another replica works, and this one could at any time.
    pub fn standby(&self) {
        self.set(State::Standby);
    }

    /// It has started to work, and does not know the objects yet.
    pub fn listing(&self) {
        self.set(State::Listing);
    }

    /// It knows the objects. Returns whether it was listing them.
    #[must_use]
    pub fn working(&self) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let was_listing = *state == State::Listing;
        if was_listing {
            *state = State::Working;
        }
        was_listing
    }

    /// It finishes what it has begun.
    pub fn stopping(&self) {
        self.set(State::Stopping);
    }

    /// Whether it does what it should, and what that is.
    #[must_use]
    pub fn readiness(&self) -> (bool, &'static str) {
        match *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Starting => (false, "starting"),
            State::Listing => (false, "waiting for the list of PrometheusServiceLevel objects"),
            State::Standby => (true, "standby: another replica holds the lease"),
            State::Working => (true, "ok"),
            State::Stopping => (false, "stopping"),
        }
    }

    fn set(&self, state: State) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }
}
