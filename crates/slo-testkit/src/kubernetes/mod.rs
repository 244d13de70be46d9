//! A Kubernetes API server with its etcd, for the tests of one program.
//!
//! In: the programs that `cargo xtask tools` has built. Out: a [`Cluster`] on free loopback ports, in a folder of
//! its own, with an administrator and as many service accounts as a test makes. There are no nodes and no built-in
//! controllers: nothing runs a `Deployment`, and nothing collects what an owner reference leaves behind. A test
//! asserts on the objects.
//!
//! Every call waits for its result, so that no async runtime is asked for; a test that has one brings its own
//! client and gives it [`Cluster::kubeconfig`].
//!
//! ```no_run
//! use slo_testkit::kubernetes::{Cluster, crds};
//! let Some(mut cluster) = Cluster::start() else { return }; // not built: a note says so, and CI fails
//! cluster.install(&[crds::PROMETHEUS_RULE]);
//! cluster.apply_yaml("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}");
//! cluster.kill_api_server();
//! cluster.start_api_server();
//! assert_eq!(cluster.kubectl(&["get", "namespace", "shop", "--output=jsonpath={.metadata.name}"]), "shop");
//! ```

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU32;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::tools;
use server::Server;

mod access;
mod audit;
pub mod crds;
mod faults;
mod kubectl;
mod server;
mod usage;

pub use audit::Request;
pub use faults::SlowEtcd;
pub use usage::CpuTime;

/// How long a server may take until it is ready: it takes one second on a quiet machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// A running API server and its etcd. Both end with this value.
///
/// Methods panic when the cluster does not do what they ask; a panic is how a test fails.
#[derive(Debug)]
pub struct Cluster {
    programs: Programs,
    ports: Ports,
    api_server: Option<Server>,
    etcd: Server,
    /// The number of the next file with an access.
    accesses: AtomicU32,
    /// Dropped last: the servers write into it.
    folder: TempDir,
}

#[derive(Debug, Clone)]
struct Programs {
    etcd: PathBuf,
    api_server: PathBuf,
    kubectl: PathBuf,
}

#[derive(Debug, Clone, Copy)]
struct Ports {
    etcd: u16,
    etcd_peer: u16,
    api_server: u16,
}

impl Cluster {
    /// Starts a cluster and waits until it is ready. `None`, with a note on standard error, when its programs have
    /// not been built.
    ///
    /// # Panics
    /// When they have not been built although [`tools::required`], or do not come up.
    #[must_use]
    pub fn start() -> Option<Self> {
        let programs = Programs {
            etcd: tools::binary("etcd")?,
            api_server: tools::binary("kube-apiserver")?,
            kubectl: tools::binary("kubectl")?,
        };
        let mut failures = Vec::new();
        for _ in 0..3 {
            // Between looking for a free port and using it, another program may take it.
            match Self::try_start(&programs) {
                Ok(cluster) => return Some(cluster),
                Err(failure) => failures.push(failure),
            }
        }
        panic!("no cluster:\n{}", failures.join("\n"));
    }

    fn try_start(programs: &Programs) -> Result<Self, String> {
        let folder =
            tempfile::Builder::new().prefix("cluster-").tempdir().map_err(|error| error.to_string())?;
        let ports = Ports::find().map_err(|error| error.to_string())?;
        let etcd = start_etcd(&programs.etcd, &folder.path().join("etcd"), ports)?;
        let programs = programs.clone();
        let accesses = AtomicU32::new(0);
        let mut cluster = Self { programs, ports, api_server: None, etcd, accesses, folder };
        cluster.try_start_api_server()?;
        Ok(cluster)
    }

    /// Starts the API server on its port, over what etcd holds, and waits until it is ready.
    fn try_start_api_server(&mut self) -> Result<(), String> {
        let folder = self.api_server_folder();
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        access::write_tokens(&folder.join("tokens.csv")).map_err(|error| error.to_string())?;
        audit::write_policy(&folder.join("audit-policy.yaml")).map_err(|error| error.to_string())?;
        let arguments = self.api_server_arguments();
        let server = Server::start(&self.programs.api_server, &folder, arguments);
        let mut server = server.map_err(|error| error.to_string())?;
        let port = self.ports.api_server;
        wait_for("kube-apiserver", &mut server, || {
            std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
                && self.try_kubectl(&["get", "--raw=/readyz"]).is_ok()
        })?;
        self.api_server = Some(server);
        Ok(())
    }

    fn api_server_arguments(&self) -> Vec<String> {
        let Ports { etcd, api_server, .. } = self.ports;
        let accounts = service_account_key(&self.folder.path().join("etcd"));
        let accounts = accounts.display();
        vec![
            format!("--etcd-servers=http://127.0.0.1:{etcd}"),
            "--bind-address=127.0.0.1".into(),
            "--advertise-address=127.0.0.1".into(),
            format!("--secure-port={api_server}"),
            "--cert-dir=certificates".into(), // the server makes its own, and finds it again after a restart
            "--token-auth-file=tokens.csv".into(),
            "--authorization-mode=RBAC".into(),
            "--service-cluster-ip-range=10.96.0.0/16".into(),
            format!("--service-account-issuer=https://127.0.0.1:{api_server}"),
            format!("--service-account-key-file={accounts}"),
            format!("--service-account-signing-key-file={accounts}"),
            // It would refuse pods whose account the missing controller has not made.
            "--disable-admission-plugins=ServiceAccount".into(),
            "--audit-policy-file=audit-policy.yaml".into(),
            "--audit-log-path=audit.log".into(),
            "--audit-log-mode=blocking".into(), // what a client has been answered is in the log
        ]
    }

    /// Where the API server listens, such as `https://127.0.0.1:41234`. It stays the same over restarts.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://127.0.0.1:{}", self.ports.api_server)
    }

    /// Where the servers' data and logs lie: `etcd/log`, `api-server/log`, `api-server/audit.log`. It goes with the
    /// cluster.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn api_server_folder(&self) -> PathBuf {
        self.folder.path().join("api-server")
    }
}

impl Ports {
    /// Three different free ports.
    fn find() -> std::io::Result<Self> {
        let bind = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let (etcd, etcd_peer, api_server) = (bind()?, bind()?, bind()?);
        Ok(Self {
            etcd: etcd.local_addr()?.port(),
            etcd_peer: etcd_peer.local_addr()?.port(),
            api_server: api_server.local_addr()?.port(),
        })
    }
}

/// Starts etcd, and waits until it has the key that signs service accounts' tokens.
fn start_etcd(program: &Path, folder: &Path, ports: Ports) -> Result<Server, String> {
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let Ports { etcd, etcd_peer, .. } = ports;
    let server = Server::start(
        program,
        folder,
        [
            "--data-dir=data".to_owned(),
            format!("--listen-client-urls=http://127.0.0.1:{etcd}"),
            format!("--advertise-client-urls=http://127.0.0.1:{etcd}"),
            format!("--listen-peer-urls=https://127.0.0.1:{etcd_peer}"),
            format!("--initial-advertise-peer-urls=https://127.0.0.1:{etcd_peer}"),
            format!("--initial-cluster=default=https://127.0.0.1:{etcd_peer}"),
            // It has no peers. What is wanted is the key that it makes for them: see `service_account_key`.
            "--peer-auto-tls".to_owned(),
            "--unsafe-no-fsync".to_owned(), // the data need not survive a power cut
            "--log-level=warn".to_owned(),
        ],
    );
    let mut server = server.map_err(|error| error.to_string())?;
    wait_for("etcd", &mut server, || {
        service_account_key(folder).is_file()
            && std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, etcd)).is_ok()
    })?;
    Ok(server)
}

/// A private key to sign service accounts' tokens with. The API server wants one and makes none; etcd makes one
/// for its peers, so no key lies in the repository and no further program is needed.
fn service_account_key(etcd: &Path) -> PathBuf {
    etcd.join("data/fixtures/peer/key.pem")
}

/// Waits until `ready`; the error holds the last words of a server that ended or did not come up.
fn wait_for(name: &str, server: &mut Server, ready: impl Fn() -> bool) -> Result<(), String> {
    let start = Instant::now();
    while !ready() {
        if let Some(reason) = server.ended() {
            return Err(format!("{name} ended: {reason}"));
        }
        if start.elapsed() > PATIENCE {
            return Err(format!("{name} is not ready after {PATIENCE:?}: {}", server.last_words()));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
