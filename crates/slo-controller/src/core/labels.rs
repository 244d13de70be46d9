//! The labels and annotations that the controller writes and reads: the only home of these names.

/// What every name of ours begins with.
pub const PREFIX: &str = "slo-compiler.dev/";
/// Label of every object that the controller made; its value is [`MANAGER`].
pub const MANAGED_BY: &str = "slo-compiler.dev/managed-by";
/// The field manager of every write.
pub const MANAGER: &str = "slo-controller";
/// Annotation of a made object: the hash of what it should be.
pub const HASH: &str = "slo-compiler.dev/hash";
/// Annotation of a `PrometheusServiceLevel`: which kinds of objects are made of it, separated by commas.
pub const OUTPUTS: &str = "slo-compiler.dev/outputs";
/// Annotation of a `PrometheusServiceLevel`: which rules are made of it, `sloth` or `native`.
pub const PROFILE: &str = "slo-compiler.dev/profile";
/// What `kubectl apply` leaves in an object. It is about that object, so it is not copied.
pub const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";
