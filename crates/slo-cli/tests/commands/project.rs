//! Project files: what they change in a run, and what `slo config` says of them.

use crate::scene::{Scene, spec};

const PROJECT: &str = "\
[build]
extra-labels = { team = \"shop\", tier = \"1\" }
default-slo-period = \"28d\"
format = \"prometheus-operator\"

[lints]
\"query/nan-without-traffic\" = \"error\"
\"objective/hundred\" = \"allow\"

[environment]
requests-per-second = 50
";

#[test]
fn a_project_file_holds_for_the_specs_below_it() {
    let scene = Scene::new([
        ("apart.yml", spec("apart")),
        ("shop/slo.toml", PROJECT.into()),
        ("shop/a/b.yml", spec("shop")),
    ]);
    let run = scene.run(&["build", ".", "-o", "out"]);
    assert_eq!(run.exit, Some(0), "{}", run.stderr);
    let shop = scene.read("out/shop/a/b.yml");
    for text in ["team: shop", "tier: \"1\"", "sloth_window: 4w", "kind: PrometheusRule"] {
        assert!(shop.contains(text), "{text}: {shop}");
    }
    let apart = scene.read("out/apart.yml");
    for text in ["team: shop", "sloth_window: 4w", "kind: PrometheusRule"] {
        assert!(!apart.contains(text), "{text}: {apart}");
    }
}

#[test]
fn defaults_are_for_slos_that_do_not_decide() {
    let project = "\
[defaults]
owner = \"shop\"
runbook = \"https://run.books/{{service}}/{{slo}}\"
no-traffic = \"absent\"
health = { idle = true, exhausted = { for = \"10m\" } }

[alerts]
labels = { team = \"{{owner}}\" }
annotations = { dashboard = \"https://grafana/d/{{id}}\" }
";
    let with_page =
        |spec: String| spec.replace("      page_alert:\n        disable: true\n", "      name: Web\n");
    let own = with_page(spec("web")).replace("objective:", "owner: web\n    objective:");
    let scene = Scene::new([
        ("slo.toml", project.into()),
        ("a.yml", with_page(spec("shop"))),
        ("b.yml", own),
        ("plain/slo.toml", String::new()),
        ("plain/a.yml", spec("apart")),
    ]);
    for (path, texts) in [
        ("a.yml", ["team: shop", "https://run.books/shop/", "https://grafana/d/shop-"]),
        ("b.yml", ["team: web", "https://run.books/web/", "https://grafana/d/web-"]),
    ] {
        let run = scene.run(&["build", path]);
        assert_eq!(run.exit, Some(0), "{}", run.stderr);
        for text in texts {
            assert!(run.stdout.contains(text), "{text}: {}", run.stdout);
        }
    }
    let apart = scene.run(&["build", "plain/a.yml"]).stdout;
    assert!(!apart.contains("team:") && !apart.contains("run.books"), "{apart}");
    let listed = scene.run(&["config", "a.yml"]).stdout;
    for row in ["health.exhausted.for = \"10m\"", "labels.team = \"{{owner}}\"", "no-traffic = \"absent\""] {
        assert!(listed.contains(row), "{row}: {listed}");
    }
}

/// What a server forgets is told wherever the retention is known from.
#[test]
fn a_period_beyond_the_retention_is_reported() {
    let scene = Scene::new([("slo.toml", "[build]\nretention = \"15d\"\n".into()), ("a.yml", spec("shop"))]);
    let run = scene.run(&["check"]);
    assert!(run.stdout.contains("warning[period/retention]"), "{}", run.stdout);
    assert!(!scene.run(&["check", "--retention", "90d"]).stdout.contains("period/retention"));
}

#[test]
fn the_command_line_wins() {
    let scene = Scene::new([("slo.toml", PROJECT.into()), ("a.yml", spec("shop").replace(" > 0)", ")"))]);
    let refused = scene.run(&["check", "--profile", "sloth"]);
    assert_eq!(refused.exit, Some(1));
    assert!(refused.stdout.contains("error[query/nan-without-traffic]"), "{}", refused.stdout);
    assert_eq!(scene.run(&["build", "a.yml", "--profile", "sloth"]).exit, Some(1), "the same errors");
    assert_eq!(
        scene.run(&["check", "--profile", "sloth", "--allow", "query/nan-without-traffic"]).exit,
        Some(0)
    );
    scene.write("a.yml", &spec("shop"));
    let flags = ["--default-slo-period", "30d", "-l", "team=web", "--format", "prometheus"];
    let run = scene.run(&[&["build", "a.yml"], &flags[..]].concat());
    for text in ["sloth_window: 30d", "team: web", "tier: \"1\"", "groups:"] {
        assert!(run.stdout.contains(text), "{text}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn paths_are_seen_from_the_project_file() {
    let windows = "\
apiVersion: sloth.slok.dev/v1
kind: AlertWindows
spec:
  sloPeriod: 7d
  page:
    quick: {errorBudgetPercent: 8, shortWindow: 5m, longWindow: 1h}
    slow: {errorBudgetPercent: 12.5, shortWindow: 30m, longWindow: 6h}
  ticket:
    quick: {errorBudgetPercent: 20, shortWindow: 2h, longWindow: 1d}
    slow: {errorBudgetPercent: 42, shortWindow: 6h, longWindow: 3d}
";
    let project = "[build]\nslo-period-windows-path = \"windows\"\ndefault-slo-period = \"7d\"\n";
    let scene = Scene::new([
        ("shop/slo.toml", project.into()),
        ("shop/windows/7d.yml", windows.into()),
        ("shop/specs/a.yml", spec("shop")),
    ]);
    let run = scene.run(&["check", "shop/specs"]);
    assert_eq!(run.exit, Some(0), "{}{}", run.stdout, run.stderr);
}

#[test]
fn wrong_windows_are_problems_with_a_place() {
    let project = "[build]\nslo-period-windows-path = \"windows\"\n";
    let windows = "apiVersion: sloth.slok.dev/v1\nkind: AlertWindows\nspec: {sloPeriod: 7d}\n";
    let scene = Scene::new([
        ("specs/slo.toml", project.into()),
        ("specs/a.yml", spec("shop")),
        ("specs/windows/w.yml", windows.into()),
    ]);
    let run = scene.run(&["build", "specs", "-o", "out", "--message-format", "github"]);
    assert_eq!(run.exit, Some(1));
    let is_problem = |line: &str| line.starts_with("::error file=specs/windows/w.yml,line=3,");
    assert!(run.stderr.lines().all(is_problem) && !run.stderr.is_empty(), "{}", run.stderr);
    assert!(!scene.path("out").exists());
}

#[test]
fn a_wrong_project_file_is_a_problem_with_a_place() {
    let scene = Scene::new([
        ("specs/slo.toml", "[build]\nformat = \"prom\"\n".into()),
        ("specs/a.yml", spec("shop")),
        ("out/a.yml", "before".into()),
    ]);
    let before = scene.files();
    let run = scene.run(&["check", "specs"]);
    assert_eq!(run.exit, Some(1));
    assert!(run.stdout.starts_with("error[project/invalid]"), "{}", run.stdout);
    assert!(run.stdout.contains("--> specs/slo.toml:2:10\n"), "{}", run.stdout);
    let run = scene.run(&["build", "specs", "-o", "out"]);
    assert!(run.stderr.starts_with("error[project/invalid]"), "{}", run.stderr);
    assert_eq!((run.exit, scene.files()), (Some(1), before));
    assert_eq!(scene.run(&["config", "specs"]).exit, Some(1));
}

#[test]
fn settings_are_listed_with_who_decides_them() {
    let scene = Scene::new([("slo.toml", PROJECT.into()), ("specs/a.yml", spec("shop"))]);
    let run = scene.run(&["config", "specs/a.yml", "-l", "team=web", "--plugins-path", "plugins"]);
    assert_eq!((run.exit, run.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!("config", run.stdout);
    // What is listed is a project file itself, and means the same.
    scene.write("slo.toml", &run.stdout);
    let again = scene.run(&["config", "specs/a.yml"]);
    assert_eq!((again.exit, again.stderr.as_str()), (Some(0), ""));
    let values = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split(" # ").next().unwrap_or_default().trim().to_owned()).collect()
    };
    assert_eq!(values(&again.stdout), values(&run.stdout));
}

#[test]
fn the_settings_of_a_path_that_is_not_there_are_not_shown() {
    let run = Scene::new([]).run(&["config", "nofile"]);
    assert_eq!((run.exit, run.stdout.as_str()), (Some(1), ""), "{}", run.stderr);
    assert!(run.stderr.contains("nofile"), "{}", run.stderr);
}
