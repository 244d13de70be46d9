//! The ids of dashboards.

use std::fmt;

/// The id of a dashboard: at most 40 letters, digits, `-` and `_`. Links hold it, so it depends only on what is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uid(String);

/// The longest id that Grafana takes.
const LONGEST: usize = 40;
/// Before the name of a service.
const SERVICE: &str = "slo-svc-";

impl Uid {
    /// Of the dashboard of which there is one.
    pub(in crate::dashboard) fn fixed(name: &'static str) -> Self {
        Self(["slo-", name].concat())
    }

    /// Of page `page` of a service's dashboard, counted from 0.
    ///
    /// The first page of a service with a short and plain name has that name in its id, so that other dashboards can link
    /// to it by the label of a series. Any other id ends in a hash.
    #[must_use]
    pub fn service(service: &str, page: usize) -> Self {
        if page == 0 && Self::is_plain(service) {
            return Self([SERVICE, service].concat());
        }
        let hash = fnv_1a(service.bytes().chain([0]).chain(page.to_le_bytes()));
        Self(format!("slo-hash-{hash:016x}"))
    }

    /// Whether [`Uid::service`] of `service` can be told without knowing how to hash.
    #[must_use]
    pub fn is_plain(service: &str) -> bool {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        !service.is_empty() && SERVICE.len() + service.len() <= LONGEST && service.bytes().all(is_plain)
    }

    /// The id of a service's dashboard for a service that is known only when the dashboard is looked at.
    pub(in crate::dashboard) fn service_template(variable: &str) -> String {
        [SERVICE, variable].concat()
    }

    /// Of the folder with this title.
    #[must_use]
    pub fn folder(title: &str) -> Self {
        Self(format!("slo-folder-{:016x}", fnv_1a(title.bytes())))
    }

    /// The name of the Kubernetes object that holds the dashboard. There are fewer letters to choose from.
    #[must_use]
    pub fn object_name(&self) -> String {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if self.0.bytes().all(fits) && !self.0.ends_with('-') {
            self.0.clone()
        } else {
            format!("slo-hash-{:016x}", fnv_1a(self.0.bytes()))
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// FNV-1a with 64 bits: few lines, and the same everywhere and for ever, which the hasher of the standard library is not.
fn fnv_1a(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
