//! Are the numbers right? Rules evaluated by the real engine over traffic of which every event is known.
//!
//! In: rule files, and worlds: traffic, incidents, and all that happens to counters between a request and
//! Prometheus. Out: how far each recorded error ratio is from the exact counts, when alerts fire and resolve, and
//! what the evaluations cost. Keeps: the same world has the same events on every machine, so a limit that holds
//! once holds until the rules change.
//!
//! ```text
//! World ─simulation─► samples ─replay (real rule groups, engine, storage)─► answers, alerts, costs
//!             └─────► counts ─────────────────────────────────accuracy─────────┘
//! ```

pub mod accuracy;
pub mod cost;
pub mod detection;
pub mod exporter;
pub mod replay;
pub mod scenario;
pub mod simulation;
pub mod spec;
pub mod world;
