//! `cargo xtask bench-controller`: what the controller costs itself and the API server on 1,000 objects with 10 SLOs each.
//!
//! In: nothing; the objects are generated, the same ones each time, and the cluster is the tests' own. Out: how long a first
//! start takes until all rules and statuses are written, with which requests, CPU time and peak memory; what a second start
//! and a quiet time cost; and how soon one changed object is applied. The requests are those of the API server's
//! audit log. The controller has the rights that the manifests give it, and shares the machine with the API server, whose own
//! CPU time is the largest part: all CPU time divided by the cores is how soon everything could be written at best.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use jiff::Timestamp;
use rustix::process::{Pid, Signal, kill_process};
use slo_testkit::kubernetes::{Cluster, CpuTime, Request, crds};
use slo_testkit::repo;
use wait4::Wait4 as _;

use super::measure::Spread;
use super::{megabytes, release_build, specs};

const NAMESPACE: &str = "monitoring";
const ACCOUNT: &str = "slo-controller";
/// How many objects are changed, one after the other.
const CHANGES: usize = 20;
/// About as long as a first start takes.
const PROFILE_SECONDS: u64 = 30;
/// How long anything may take that is waited for.
const PATIENCE: Duration = Duration::from_mins(10);

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Measure this program instead of a release build of `slo-controller`; it takes the same arguments
    #[arg(long, value_name = "PROGRAM")]
    binary: Option<PathBuf>,
    /// How long nothing happens
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    quiet: u64,
    /// Write what the API server does during the first start to this file, for `go tool pprof`
    #[arg(long, value_name = "FILE")]
    api_server_profile: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let program = match &args.binary {
        Some(program) => program.canonicalize().with_context(|| program.display().to_string())?,
        None => release_build("slo-controller", "slo-controller")?,
    };
    let Some(cluster) = Cluster::start() else { bail!("build the API server first: cargo xtask tools") };
    println!("writing {} objects", specs::FILES);
    fill(&cluster)?;
    settle(&cluster);
    let kubeconfig = cluster.kubeconfig_file(&cluster.service_account(NAMESPACE, ACCOUNT));

    println!("first start");
    let profile = args.api_server_profile.as_deref().map(|file| start_profile(&cluster, file)).transpose()?;
    let first = first_start(&cluster, &program, &kubeconfig)?;
    if let Some(mut profile) = profile {
        profile.wait()?;
    }
    println!("second start");
    let start = Timestamp::now();
    let controller = Controller::start(&program, &kubeconfig)?;
    thread::sleep(Duration::from_secs(args.quiet));
    let quiet = requests(&cluster, start);
    println!("{CHANGES} changes");
    let delays = changes(&cluster)?;
    let second = controller.stop()?;

    println!("\n{} objects with {} SLOs", specs::FILES, specs::SLOS);
    println!("first start until all is written  {:>8.2} s", first.took.as_secs_f64());
    println!("  CPU time, user + system         {:>8.2} s", first.usage.cpu.as_secs_f64());
    if let Some(servers) = first.servers {
        print_servers(servers, first.usage.cpu);
    }
    println!("  peak memory                     {:>8} MB", megabytes(first.usage.peak_memory));
    print_requests("  requests", &first.requests);
    println!("second start and {} quiet seconds, then {CHANGES} changes", args.quiet);
    println!("  CPU time, user + system         {:>8.2} s", second.cpu.as_secs_f64());
    println!("  peak memory                     {:>8} MB", megabytes(second.peak_memory));
    print_requests("  requests without the changes", &quiet);
    let delay = Spread::of(delays.iter().map(|delay| delay.as_secs_f64() * 1000.0));
    println!(
        "a change until its rules are written: median {:.0} ms, most {:.0} ms",
        delay.median, delay.most
    );
    Ok(())
}

/// Definitions, rights and objects.
fn fill(cluster: &Cluster) -> Result<()> {
    cluster.install(&[crds::PROMETHEUS_RULE]);
    let base = repo::root().join("deploy/kustomize/base");
    let mut texts = vec![namespace(NAMESPACE)];
    for file in ["sloth.slok.dev_prometheusservicelevels.yaml", "serviceaccount.yaml", "rbac.yaml"] {
        texts.push(fs::read_to_string(base.join(file)).with_context(|| file.to_owned())?);
    }
    let teams: BTreeSet<String> = specs::names().map(|(team, _)| team).collect();
    texts.extend(teams.iter().map(|team| namespace(team)));
    cluster.apply_yaml(&texts.join("---\n"));
    let definition = "crd/prometheusservicelevels.sloth.slok.dev";
    let _ = cluster.kubectl(&["wait", "--for=condition=Established", definition]);
    let objects: Vec<String> = specs::names().map(|(team, domain)| specs::resource(&team, domain)).collect();
    cluster.apply_yaml(&objects.join("---\n"));
    Ok(())
}

/// Waits until the API server has done what filling it left to do, as one has that was up before the controller came.
fn settle(cluster: &Cluster) {
    const STEP: Duration = Duration::from_secs(2);
    let used = || cluster.cpu_time().map(|used| used.api_server);
    let deadline = Instant::now() + Duration::from_mins(1);
    let mut before = used();
    while Instant::now() < deadline {
        thread::sleep(STEP);
        let after = used();
        let step = after.zip(before).map(|(after, before)| after.saturating_sub(before));
        if step.is_none_or(|used| used < STEP / 20) {
            return;
        }
        before = after;
    }
}

fn namespace(name: &str) -> String {
    format!("apiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}}}\n")
}

/// Asks the API server what it spends its time with. It ends by itself, so nobody has to be told.
fn start_profile(cluster: &Cluster, file: &Path) -> Result<Child> {
    let kubectl = slo_testkit::tools::binary("kubectl").context("kubectl is not built")?;
    let mut command = Command::new(kubectl);
    command.arg("--kubeconfig").arg(cluster.kubeconfig_file(cluster.administrator()));
    command.args(["get", &format!("--raw=/debug/pprof/profile?seconds={PROFILE_SECONDS}")]);
    let output = fs::File::create(file).with_context(|| file.display().to_string())?;
    Ok(command.stdin(Stdio::null()).stdout(output).spawn()?)
}

/// What a first start took.
struct First {
    took: Duration,
    usage: Usage,
    /// What the API server and etcd used meanwhile, where that is known.
    servers: Option<CpuTime>,
    requests: Vec<Request>,
}

fn first_start(cluster: &Cluster, program: &Path, kubeconfig: &Path) -> Result<First> {
    let before = cluster.cpu_time();
    let start = Timestamp::now();
    let mut controller = Controller::start(program, kubeconfig)?;
    let is_complete = |requests: &[Request]| {
        let written = |resource: &str| -> usize {
            let of_resource =
                requests.iter().filter(|request| request.resource == resource && is_done(request));
            of_resource.map(|request| (&request.namespace, &request.name)).collect::<BTreeSet<_>>().len()
        };
        written("prometheusrules") == specs::FILES
            && written("prometheusservicelevels/status") == specs::FILES
    };
    wait_for(&mut controller, cluster, || is_complete(&requests(cluster, start)))?;
    let servers = cluster.cpu_time().zip(before).map(|(after, before)| CpuTime {
        api_server: after.api_server.saturating_sub(before.api_server),
        etcd: after.etcd.saturating_sub(before.etcd),
    });
    let usage = controller.stop()?;
    let requests = requests(cluster, start);
    let last = requests.iter().filter(|request| is_done(request)).map(|request| request.answered).max();
    let took = last.unwrap_or(start).duration_since(start).unsigned_abs();
    Ok(First { took, usage, servers, requests })
}

/// Changes one object after the other; the time from the change's arrival to the answer to the rules' write.
fn changes(cluster: &Cluster) -> Result<Vec<Duration>> {
    let mut delays = Vec::new();
    for (team, domain) in specs::names().take(CHANGES) {
        let start = Timestamp::now();
        let patch = r#"[{"op": "replace", "path": "/spec/slos/0/objective", "value": 97}]"#;
        let patch = format!("--patch={patch}");
        let namespace = format!("--namespace={team}");
        let _ = cluster.kubectl(&["patch", "psl", domain, &namespace, "--type=json", &patch]);
        let deadline = Instant::now() + PATIENCE;
        let delay = loop {
            let requests: Vec<Request> =
                cluster.requests().into_iter().filter(|r| r.arrived >= start).collect();
            let of = |resource: &str| {
                let is_it = |r: &&Request| r.resource == resource && r.namespace == team && is_done(r);
                requests.iter().find(is_it)
            };
            if let (Some(change), Some(rules)) = (of("prometheusservicelevels"), of("prometheusrules")) {
                break rules.answered.duration_since(change.arrived).unsigned_abs();
            }
            if Instant::now() > deadline {
                bail!("the change of {team}/{domain} is not applied");
            }
            thread::sleep(Duration::from_millis(100));
        };
        delays.push(delay);
    }
    Ok(delays)
}

/// The controller's requests since a time.
fn requests(cluster: &Cluster, since: Timestamp) -> Vec<Request> {
    let user = format!("system:serviceaccount:{NAMESPACE}:{ACCOUNT}");
    let all = cluster.requests().into_iter();
    all.filter(|request| request.user == user && request.arrived >= since).collect()
}

/// Whether something was changed.
fn is_done(request: &Request) -> bool {
    request.is_write() && request.status < 300
}

fn print_servers(servers: CpuTime, own: Duration) {
    let CpuTime { api_server, etcd } = servers;
    let cores =
        thread::available_parallelism().ok().and_then(|cores| u32::try_from(cores.get()).ok()).unwrap_or(1);
    let least = (api_server + etcd + own).as_secs_f64() / f64::from(cores);
    println!("    of the API server             {:>8.2} s", api_server.as_secs_f64());
    println!("    of etcd                       {:>8.2} s", etcd.as_secs_f64());
    println!("    all of it over {cores} cores        {least:>8.2} s");
}

fn print_requests(name: &str, requests: &[Request]) {
    let mut kinds: BTreeMap<(String, u16), usize> = BTreeMap::new();
    for request in requests {
        *kinds.entry((format!("{} {}", request.verb, request.resource), request.status)).or_default() += 1;
    }
    let besides =
        requests.iter().filter(|request| !["list", "watch"].contains(&request.verb.as_str())).count();
    println!("{name:<34}{besides:>8} besides lists and watches");
    for ((kind, status), count) in kinds {
        println!("{:<34}{count:>8} {kind} ({status})", "");
    }
}

/// What a run used.
struct Usage {
    cpu: Duration,
    peak_memory: u64,
}

/// A running controller; it ends with this value.
struct Controller(Option<Child>);

impl Controller {
    fn start(program: &Path, kubeconfig: &Path) -> Result<Self> {
        let mut command = Command::new(program);
        command.arg("run").arg("--kubeconfig").arg(kubeconfig).args(["--log", "warn"]);
        let child = command.stdin(Stdio::null()).spawn();
        Ok(Self(Some(child.with_context(|| format!("cannot start {}", program.display()))?)))
    }

    /// Asks it to end, and waits until it has.
    fn stop(mut self) -> Result<Usage> {
        let mut child = self.0.take().context("it was stopped before")?;
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw).context("no process id")?;
        kill_process(pid, Signal::TERM)?;
        let used = child.wait4()?;
        if !used.status.success() {
            bail!("the controller failed ({})", used.status);
        }
        Ok(Usage { cpu: used.rusage.utime + used.rusage.stime, peak_memory: used.rusage.maxrss })
    }

    /// How it ended, if it has.
    fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.0.as_mut().map(Child::try_wait).transpose()?.flatten())
    }
}

impl Drop for Controller {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Waits until it asks for nothing more and `is_there`. The log is read only when it has stopped growing: reading it all the
/// time would cost more than the controller does.
fn wait_for(controller: &mut Controller, cluster: &Cluster, is_there: impl Fn() -> bool) -> Result<()> {
    let log = cluster.folder().join("api-server/audit.log");
    let mut length = 0;
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        thread::sleep(Duration::from_secs(3));
        if let Some(status) = controller.ended()? {
            bail!("the controller ended ({status})");
        }
        let before = std::mem::replace(&mut length, fs::metadata(&log)?.len());
        if before == length && is_there() {
            return Ok(());
        }
    }
    bail!("not everything is written after {PATIENCE:?}")
}
