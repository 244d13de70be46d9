//! The sets of rules that an SLO can be compiled to.

/// Which rules are made of an SLO. The names of metrics and labels are the same in all profiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// Sloth 0.16.0's rules, byte for byte.
    #[default]
    Sloth,
    /// Rules that weigh by events, survive windows without traffic, and read raw series only once.
    Native,
}
