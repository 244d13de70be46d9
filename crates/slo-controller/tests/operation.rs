//! The program as its operators see it: probes, metrics, logs, flags of Sloth's controller, and what it does with fewer rights or
//! fewer kinds than it could use.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod program;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};

use program::case::{Case, Place};
use program::{Program, cluster, object};
use serde_json::Value;
use slo_testkit::repo;

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// Status and text of an answer; nothing while nobody answers.
fn ask(method: &str, port: u16, path: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    write!(stream, "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
}

/// The metrics in the tables of the reference page.
fn documented() -> BTreeSet<String> {
    let page = fs::read_to_string(repo::root().join("docs/reference/controller.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    let names = rows
        .flat_map(|row| row.split('|').nth(1).unwrap().split(", "))
        .map(|name| name.trim_matches([' ', '`']));
    names
        .filter(|name| name.starts_with("slo_controller_") || name.starts_with("kooper_"))
        .map(str::to_owned)
        .collect()
}

/// The metrics of a page, by the names that queries use.
fn shown(page: &str) -> BTreeSet<String> {
    let samples = page.lines().filter(|line| !line.starts_with('#'));
    let names = samples.map(|line| line.split(['{', ' ']).next().unwrap());
    let part = |name: &str| {
        ["_bucket", "_count", "_sum"].iter().find_map(|part| name.strip_suffix(part).map(str::to_owned))
    };
    names.map(|name| part(name).unwrap_or_else(|| name.to_owned())).collect()
}

#[test]
fn probes_metrics_and_logs() {
    let Some(cluster) = cluster() else { return };
    let (health, metrics) = (free_port(), free_port());
    let arguments = [
        "run",
        "--log-format=json",
        "--lease=slo-controller",
        "--lease-namespace=default",
        &format!("--health-address=127.0.0.1:{health}"),
        &format!("--metrics-address=127.0.0.1:{metrics}"),
    ];
    let mut program = Program::start(&cluster, cluster.administrator(), &arguments);
    program.eventually("it is alive", || ask("GET", health, "/healthz") == Some((200, "ok".into())));
    program.eventually("it is ready", || ask("GET", health, "/readyz") == Some((200, "ok".into())));
    let broken = object("broken", "99").replacen("[{{.window}}]))", "[{{.window}}])", 1);
    cluster.apply_yaml(&[object("shop", "99"), broken].join("---\n"));
    let page = || ask("GET", metrics, "/metrics").map(|(_, text)| text).unwrap_or_default();
    let says = |line: &str| page().lines().any(|one| one == line);
    for line in [
        "slo_controller_objects{ready=\"true\"} 1",
        "slo_controller_objects{ready=\"false\"} 1",
        "slo_controller_slos 1",
        "slo_controller_rules 17",
        "slo_controller_leader 1",
        "slo_controller_reconciles_total{result=\"invalid\"} 1",
        "slo_controller_api_writes_total{kind=\"PrometheusRule\",verb=\"apply\",result=\"success\"} 1",
        "kooper_controller_processed_event_duration_seconds_count{controller=\"sloth\",success=\"false\"} 1",
        "kooper_controller_event_queue_length{controller=\"sloth\"} 0",
    ] {
        program.eventually(&format!("it shows {line}"), || says(line));
    }
    assert_eq!(shown(&page()), documented(), "docs/reference/controller.md names what there is");
    assert_eq!(ask("GET", metrics, "/other").unwrap().0, 404);
    for line in program.words().lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(line["message"].is_string() && line["level"].is_string(), "{line}");
    }
}

#[test]
fn the_command_line_of_sloths_controller() {
    let Some(cluster) = cluster() else { return };
    let folder = tempfile::tempdir().unwrap();
    let windows = |page: &str| {
        let text = format!(
            "apiVersion: sloth.slok.dev/v1
kind: AlertWindows
spec:
  sloPeriod: 28d
  page:
    quick: {{errorBudgetPercent: {page}, shortWindow: 5m, longWindow: 1h}}
    slow: {{errorBudgetPercent: 5, shortWindow: 30m, longWindow: 6h}}
  ticket:
    quick: {{errorBudgetPercent: 10, shortWindow: 2h, longWindow: 1d}}
    slow: {{errorBudgetPercent: 10, shortWindow: 6h, longWindow: 3d}}
"
        );
        fs::write(folder.path().join("28d.yaml"), text).unwrap();
    };
    windows("2");
    let (metrics, reload) = (free_port(), free_port());
    let arguments = [
        "kubernetes-controller",
        "--kube-local",
        &format!("--kube-config={}", cluster.kubeconfig_file(cluster.administrator()).display()),
        "--default-slo-period=28d",
        &format!("--slo-period-windows-path={}", folder.path().display()),
        &format!("--plugins-path={}", folder.path().display()),
        "--extra-labels=cluster=test",
        "--health-listen-addr=",
        &format!("--metrics-listen-addr=127.0.0.1:{metrics}"),
        &format!("--hot-reload-addr=127.0.0.1:{reload}"),
    ];
    let mut program = Program::start(&cluster, cluster.administrator(), &arguments);
    let mut case = Case { place: Place::new(&cluster, "default"), program: &mut program };
    case.apply(&object("shop", "99"));
    case.apply(&plugin("of-a-plugin"));
    case.eventually("both are ready", |case| case.is_ready("shop") && case.is_ready("of-a-plugin"));
    let rule = case.rule("shop").to_string();
    assert!(rule.contains("slo:sli_error:ratio_rate4w"), "the period is that of the flag: {rule}");
    assert!(rule.contains("\"cluster\":\"test\""), "the label is that of the flag: {rule}");
    let expression = case.rule("of-a-plugin").to_string();
    assert!(expression.contains("kooper_controller_processed_event_duration_seconds_count"), "{expression}");
    assert!(ask("GET", metrics, "/metrics").unwrap().1.contains("kooper_controller_queued_events_total"));

    assert_eq!(ask("GET", reload, "/-/reload").unwrap().0, 405);
    assert!(rule.contains("13.44"), "2 % of 28 days in an hour: {rule}");
    windows("4");
    assert_eq!(ask("POST", reload, "/-/reload"), Some((200, String::new())));
    case.eventually("other windows", |case| case.rule("shop").to_string().contains("26.88"));
    fs::write(folder.path().join("28d.yaml"), "nonsense").unwrap();
    assert_eq!(ask("POST", reload, "/-/reload").unwrap().0, 200);
    case.apply(&object("shop", "98"));
    case.eventually("it goes on with the last good ones", |case| {
        let rule = case.rule("shop").to_string();
        rule.contains("vector(0.98)") && rule.contains("26.88")
    });
}

/// An object whose SLI is a plugin: that of the program itself.
fn plugin(name: &str) -> String {
    let spec = object(name, "99");
    let (before, after) = (spec.find("      events:").unwrap(), spec.find("    alerting:").unwrap());
    let (before, after) = (&spec[..before], &spec[after..]);
    let id = "sloth-common/kubernetes/kooper/availability";
    format!("{before}      plugin: {{id: {id}, options: {{controller: sloth}}}}\n{after}")
}

#[test]
fn a_run_that_only_looks() {
    let Some(cluster) = cluster() else { return };
    cluster.apply_yaml(&object("shop", "99"));
    let kubeconfig = cluster.kubeconfig_file(cluster.administrator()).display().to_string();
    let kubeconfig = format!("--kube-config={kubeconfig}");
    let sloth = |mode| {
        let nowhere = ["--health-listen-addr=", "--metrics-listen-addr=", "--hot-reload-addr="];
        let cluster = ["kubernetes-controller", "--kube-local", &kubeconfig, mode].map(str::to_owned);
        cluster.into_iter().chain(nowhere.map(str::to_owned)).collect::<Vec<_>>()
    };
    let native = vec!["run".to_owned(), "--dry-run".to_owned()];
    for (arguments, name) in
        [(native, "shop"), (sloth("--mode=dry-run"), "shop"), (sloth("--mode=fake"), "fake01")]
    {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut program = Program::start(&cluster, cluster.administrator(), &arguments);
        let says = |program: &Program, what: &str| {
            program.words().lines().any(|line| line.contains(name) && line.contains(what))
        };
        let word = if name == "shop" { "would be written" } else { "created" };
        program.until(&format!("{arguments:?} says what it does"), |program| says(program, word));
        program.kill();
    }
    let writes = cluster.requests().into_iter();
    let writes: Vec<_> =
        writes.filter(|request| request.is_write() && !request.user_agent.starts_with("kubectl")).collect();
    assert!(writes.is_empty(), "{writes:?}");
}

#[test]
fn fewer_rights_than_it_could_use() {
    let Some(cluster) = cluster() else { return };
    cluster.apply_yaml(
        "apiVersion: v1
kind: ServiceAccount
metadata: {name: little, namespace: default}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: little}
rules:
- {apiGroups: [sloth.slok.dev], resources: ['*'], verbs: ['*']}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: little}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: little}
subjects: [{kind: ServiceAccount, name: little, namespace: default}]
",
    );
    cluster.apply_yaml(&object("shop", "99"));
    let token = cluster.service_account("default", "little");
    let mut program = Program::start(&cluster, &token, &["run"]);
    let mut case = Case { place: Place::new(&cluster, "default"), program: &mut program };
    case.eventually("it says what is missing", |case| {
        case.condition("shop", "RulesApplied")["reason"] == "KindUnavailable"
    });
    let message = case.condition("shop", "RulesApplied")["message"].to_string();
    assert!(message.contains("cannot list resource \\\"prometheusrules\\\""), "{message}");
    assert_eq!(case.condition("shop", "Compiled")["status"], "True");
    assert!(case.condition("shop", "RulesSelected").is_null(), "nobody knows");
    // Rights that are given later are used.
    cluster.apply_yaml(
        "apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: little}
rules:
- {apiGroups: [sloth.slok.dev], resources: ['*'], verbs: ['*']}
- {apiGroups: [monitoring.coreos.com], resources: [prometheusrules], verbs: [list, watch, create, patch]}
",
    );
    case.eventually("it goes on", |case| case.is_ready("shop") && !case.rule("shop").is_null());
}

/// The fields that the operator's own definition has, of which neither a Go module nor another package is to be had: as the
/// crate `kcr_operator_victoriametrics_com` 3.20260618 lists them. A field that is not among them is refused.
const VM_RULE: &str = "apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: vmrules.operator.victoriametrics.com}
spec:
  group: operator.victoriametrics.com
  names: {kind: VMRule, listKind: VMRuleList, plural: vmrules, singular: vmrule}
  scope: Namespaced
  versions:
  - name: v1beta1
    served: true
    storage: true
    subresources: {status: {}}
    schema:
      openAPIV3Schema:
        type: object
        required: [spec]
        properties:
          status: {type: object, x-kubernetes-preserve-unknown-fields: true}
          spec:
            type: object
            required: [groups]
            properties:
              groups:
                type: array
                items:
                  type: object
                  required: [name, rules]
                  properties:
                    concurrency: {type: integer}
                    eval_alignment: {type: boolean}
                    eval_delay: {type: string}
                    eval_offset: {type: string}
                    headers: {type: array, items: {type: string}}
                    interval: {type: string}
                    labels: {type: object, additionalProperties: {type: string}}
                    limit: {type: integer}
                    name: {type: string}
                    notifier_headers: {type: array, items: {type: string}}
                    params: {type: object, additionalProperties: {type: array, items: {type: string}}}
                    tenant: {type: string}
                    type: {type: string}
                    rules:
                      type: array
                      items:
                        type: object
                        properties:
                          alert: {type: string}
                          annotations: {type: object, additionalProperties: {type: string}}
                          debug: {type: boolean}
                          expr: {type: string}
                          for: {type: string}
                          keep_firing_for: {type: string}
                          labels: {type: object, additionalProperties: {type: string}}
                          record: {type: string}
                          update_entries_limit: {type: integer}
";

#[test]
fn rules_for_victoria_metrics() {
    let Some(cluster) = cluster() else { return };
    cluster.apply_yaml(&VM_RULE.replace("keep_firing_for:", "something_else:"));
    let outputs = ["run", "--output=vm-rule,prometheus-rule", "--profile=native"];
    let mut program = Program::start(&cluster, cluster.administrator(), &outputs);
    let mut case = Case { place: Place::new(&cluster, "default"), program: &mut program };
    let times = "alerting: {for: 2m, keepFiringFor: 5m, ";
    case.apply(&object("shop", "99").replace("alerting: {", times));
    // A definition that is older than a field of ours.
    case.eventually("it says so", |case| case.condition("shop", "RulesApplied")["reason"] == "Rejected");
    let message = case.condition("shop", "RulesApplied")["message"].to_string();
    assert!(message.contains("keep_firing_for: field not declared"), "{message}");
    assert!(!case.rule("shop").is_null(), "everything else is there");
    cluster.apply_yaml(VM_RULE);
    case.eventually("it is ready", |case| case.is_ready("shop"));
    let spec = case.get("vmrule", "shop")["spec"].take();
    assert_eq!(spec, case.rule("shop")["spec"]);
    let text = spec.to_string();
    assert!(text.contains(r#""for":"2m""#) && text.contains(r#""keep_firing_for":"5m""#), "{text}");
    let _ = case.kubectl(&["delete", "vmrule", "shop"]);
    case.eventually("it is back", |case| !case.get("vmrule", "shop").is_null());
}
