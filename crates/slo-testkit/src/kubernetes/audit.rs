//! What clients asked of the API server, from its audit log: how a test counts requests and writes.

use std::path::Path;
use std::{fs, io};

use jiff::Timestamp;
use serde::Deserialize;

use super::Cluster;

/// Every request of a client once, when it has been answered; a watch when it has begun. The API server's talk with
/// itself is left out.
const POLICY: &str = "\
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: None
  users: ['system:apiserver']
- level: Metadata
";

pub(super) fn write_policy(file: &Path) -> io::Result<()> {
    fs::write(file, POLICY)
}

/// A request that the API server has answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Such as `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`.
    pub verb: String,
    /// The kind in the plural, such as `prometheusrules`; with a subresource `prometheusrules/status`. For a request
    /// that is not about objects, the path.
    pub resource: String,
    /// Empty for what belongs to no namespace.
    pub namespace: String,
    /// Empty for a list.
    pub name: String,
    /// Who asked, such as `system:serviceaccount:monitoring:slo-controller`.
    pub user: String,
    /// What the client calls itself.
    pub user_agent: String,
    /// The HTTP status of the answer.
    pub status: u16,
    /// Whether the client only asked what would happen.
    pub dry_run: bool,
    /// When the request arrived.
    pub arrived: Timestamp,
    /// When it had been answered, or a watch had begun.
    pub answered: Timestamp,
}

impl Request {
    /// Whether the request was to change something.
    #[must_use]
    pub fn is_write(&self) -> bool {
        !self.dry_run
            && ["create", "update", "patch", "delete", "deletecollection"].contains(&self.verb.as_str())
    }
}

impl Cluster {
    /// The requests that have been answered so far, kubectl's among them, in the order of their answers.
    ///
    /// # Panics
    /// When the API server writes something else than audit events.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        let log = fs::read(self.api_server_folder().join("audit.log")).unwrap_or_default();
        // The last line may be half written.
        let complete = log.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
        log.get(..complete)
            .unwrap_or_default()
            .split(|&byte| byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).unwrap_or_else(|error| panic!("audit event: {error}")))
            .filter(Event::is_first)
            .map(Request::from)
            .collect()
    }
}

/// An event of the log, as far as it is needed. What it has nothing to say about is missing.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Event {
    stage: String,
    verb: String,
    #[serde(rename = "requestURI")]
    uri: String,
    user: User,
    user_agent: String,
    object_ref: Option<Object>,
    response_status: Status,
    #[serde(rename = "requestReceivedTimestamp")]
    arrived: Timestamp,
    #[serde(rename = "stageTimestamp")]
    answered: Timestamp,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct User {
    username: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Object {
    resource: String,
    subresource: String,
    namespace: String,
    name: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Status {
    code: u16,
}

impl Event {
    /// A watch has a second event, when it ends.
    fn is_first(&self) -> bool {
        self.verb != "watch" || self.stage == "ResponseStarted"
    }
}

impl From<Event> for Request {
    fn from(event: Event) -> Self {
        let (path, query) = event.uri.split_once('?').unwrap_or((&event.uri, ""));
        let dry_run = query.split('&').any(|parameter| parameter.starts_with("dryRun="));
        let object =
            event.object_ref.unwrap_or_else(|| Object { resource: path.to_owned(), ..Object::default() });
        let resource = match object.subresource.as_str() {
            "" => object.resource,
            subresource => format!("{}/{subresource}", object.resource),
        };
        Self {
            verb: event.verb,
            resource,
            namespace: object.namespace,
            name: object.name,
            user: event.user.username,
            user_agent: event.user_agent,
            status: event.response_status.code,
            dry_run,
            arrived: event.arrived,
            answered: event.answered,
        }
    }
}
