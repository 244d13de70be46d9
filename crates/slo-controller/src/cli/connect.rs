//! Which cluster, and as whom.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::{Client, Config};

/// Which cluster, and as whom: the pod's service account, unless a kubeconfig is named
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "The cluster")]
pub(super) struct Connection {
    /// Use this kubeconfig instead of the pod's service account
    #[arg(long, env = "SLO_KUBECONFIG", value_name = "FILE")]
    pub(super) kubeconfig: Option<PathBuf>,
    /// The context of the kubeconfig
    #[arg(long, env = "SLO_KUBE_CONTEXT", value_name = "NAME")]
    pub(super) kube_context: Option<String>,
    /// Whether there is only the pod's service account.
    #[arg(skip)]
    pub(super) in_cluster: bool,
    /// Whether there is no cluster at all.
    #[arg(skip)]
    pub(super) fake: bool,
}

/// How long a write may take; a server that is slower than that is asked again.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// A client of the API.
pub(super) async fn client(connection: &Connection) -> Result<Client> {
    if connection.fake {
        return Ok(crate::fake::client());
    }
    let mut config = config(connection).await?;
    config.write_timeout = Some(WRITE_TIMEOUT);
    Client::try_from(config).context("cannot make a client of the Kubernetes API")
}

async fn config(connection: &Connection) -> Result<Config> {
    if connection.in_cluster {
        return Config::incluster()
            .context("this is no pod with a service account; `--kube-local` uses a kubeconfig");
    }
    let options =
        KubeConfigOptions { context: connection.kube_context.clone(), ..KubeConfigOptions::default() };
    match &connection.kubeconfig {
        Some(path) => {
            let file =
                Kubeconfig::read_from(path).with_context(|| format!("cannot read {}", path.display()))?;
            Config::from_custom_kubeconfig(file, &options)
                .await
                .with_context(|| format!("cannot use {}", path.display()))
        }
        None if connection.kube_context.is_some() => {
            Config::from_kubeconfig(&options).await.context("cannot use the kubeconfig")
        }
        None => Config::infer().await.context("found neither a service account nor a kubeconfig"),
    }
}
