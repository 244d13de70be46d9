//! Which of several replicas works: the one that holds a `Lease` of the API.
//!
//! In: the name of the lease and that of this replica. Out: word that the lease was won, and later that it was lost. Keeps: as
//! long as the clocks of replicas run equally fast, no two hold it at once: the holder gives up after two thirds of the
//! time that others wait, which they measure from when they saw the last renewal, not from what it says.

use std::time::Duration;

use jiff::Timestamp;
use k8s_openapi::api::coordination::v1::{Lease as Object, LeaseSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::MicroTime;
use kube::api::PostParams;
use kube::core::ObjectMeta;
use kube::{Api, Client};
use tokio::time::{Instant, sleep, timeout};
use tracing::{info, warn};

use crate::said::said;

/// A lease that replicas compete for.
#[derive(Clone, Debug)]
pub struct Lease {
    api: Api<Object>,
    name: String,
    /// This replica.
    holder: String,
    duration: Duration,
}

/// What was last seen of the lease, and since when it looks like that.
struct Seen {
    version: Option<String>,
    since: Instant,
    holder: String,
}

impl Lease {
    /// The lease `name` in `namespace`, for a replica that calls itself `holder`.
    #[must_use]
    pub fn new(client: Client, namespace: &str, name: String, holder: String, duration: Duration) -> Self {
        Self { api: Api::namespaced(client, namespace), name, holder, duration }
    }

    /// Waits until this replica holds the lease.
    pub async fn acquire(&self) {
        let mut seen = Seen { version: None, since: Instant::now(), holder: String::new() };
        let mut told = String::new();
        loop {
            match self.try_acquire(&mut seen).await {
                Ok(true) => {
                    info!(lease = self.name, holder = self.holder, "lease acquired");
                    return;
                }
                Ok(false) => told.clear(),
                Err(error) => {
                    let words = said(&error);
                    if words != told {
                        warn!(lease = self.name, "lease not acquired, trying again: {words}");
                    }
                    told = words;
                }
            }
            sleep(self.pause()).await;
        }
    }

    async fn try_acquire(&self, seen: &mut Seen) -> kube::Result<bool> {
        let Some(lease) = self.api.get_opt(&self.name).await? else {
            let metadata = ObjectMeta { name: Some(self.name.clone()), ..ObjectMeta::default() };
            let lease = self.object(metadata, LeaseSpec::default());
            return took(self.api.create(&PostParams::default(), &lease).await);
        };
        let mut spec = lease.spec.unwrap_or_default();
        let holder = spec.holder_identity.take().unwrap_or_default();
        let version = lease.metadata.resource_version.clone();
        if seen.version != version {
            (seen.version, seen.since) = (version, Instant::now());
        }
        let duration = spec.lease_duration_seconds.and_then(|seconds| u64::try_from(seconds).ok());
        let is_free = holder.is_empty()
            || holder == self.holder // a container that was started again
            || seen.since.elapsed() > duration.map_or(self.duration, Duration::from_secs);
        if !is_free {
            if seen.holder != holder {
                info!(lease = self.name, holder, "another replica holds the lease");
                seen.holder = holder;
            }
            return Ok(false);
        }
        spec.lease_transitions = Some(spec.lease_transitions.unwrap_or_default().saturating_add(1));
        spec.acquire_time = None;
        let lease = self.object(lease.metadata, spec);
        took(self.api.replace(&self.name, &PostParams::default(), &lease).await)
    }

    /// Keeps the lease. Ends when it is lost.
    pub async fn keep(&self) {
        let mut renewed = Instant::now();
        loop {
            sleep(self.duration / 3).await;
            let patience = (renewed + self.deadline()).saturating_duration_since(Instant::now());
            let began = Instant::now();
            match timeout(patience, self.renew()).await {
                Ok(Ok(true)) => renewed = began,
                Ok(Ok(false)) => {
                    warn!(lease = self.name, "another replica holds the lease");
                    return;
                }
                Ok(Err(error)) => {
                    warn!(lease = self.name, "lease not renewed, trying again: {}", said(&error));
                }
                Err(_) => {}
            }
            if renewed.elapsed() >= self.deadline() {
                warn!(lease = self.name, "lease lost: it could not be renewed in time");
                return;
            }
        }
    }

    /// Says that this replica is there. False if another one holds the lease.
    async fn renew(&self) -> kube::Result<bool> {
        let Some(lease) = self.api.get_opt(&self.name).await? else { return Ok(false) };
        let spec = lease.spec.unwrap_or_default();
        if spec.holder_identity.as_deref() != Some(&self.holder) {
            return Ok(false);
        }
        let lease = self.object(lease.metadata, spec);
        took(self.api.replace(&self.name, &PostParams::default(), &lease).await)
    }

    /// Gives the lease back, so that another replica need not wait.
    pub async fn release(&self) {
        let given_back = async {
            let Some(mut lease) = self.api.get_opt(&self.name).await? else { return Ok(false) };
            let spec = lease.spec.get_or_insert_default();
            if spec.holder_identity.as_deref() != Some(&self.holder) {
                return Ok(false);
            }
            spec.holder_identity = Some(String::new());
            took(self.api.replace(&self.name, &PostParams::default(), &lease).await)
        };
        match timeout(self.deadline(), given_back).await {
            Ok(Ok(true)) => info!(lease = self.name, "lease given back"),
            Ok(Ok(false)) => {}
            Ok(Err(error)) => {
                warn!(lease = self.name, "lease not given back; it runs out: {}", said(&error));
            }
            Err(_) => warn!(lease = self.name, "lease not given back in time; it runs out"),
        }
    }

    /// Between two looks at a lease of others: short enough that a lease that is given back is taken soon.
    fn pause(&self) -> Duration {
        (self.duration / 5).min(Duration::from_secs(2))
    }

    fn deadline(&self) -> Duration {
        self.duration * 2 / 3
    }

    /// The lease held by this replica from now on. Its resource version, if there is one, makes the API server refuse it if
    /// somebody else was faster.
    fn object(&self, metadata: ObjectMeta, before: LeaseSpec) -> Object {
        let now = MicroTime(Timestamp::now());
        let spec = LeaseSpec {
            holder_identity: Some(self.holder.clone()),
            lease_duration_seconds: i32::try_from(self.duration.as_secs()).ok(),
            acquire_time: before.acquire_time.or_else(|| Some(now.clone())),
            renew_time: Some(now),
            lease_transitions: Some(before.lease_transitions.unwrap_or_default()),
            ..before
        };
        Object { metadata, spec: Some(spec) }
    }
}

/// Whether a write was accepted; that somebody else was faster is no error.
fn took(answer: kube::Result<Object>) -> kube::Result<bool> {
    match answer {
        Ok(_) => Ok(true),
        Err(kube::Error::Api(status)) if status.code == 409 => Ok(false),
        Err(error) => Err(error),
    }
}
