//! Outputs that project files name: the same place for a spec, whatever a run is told to compile.

use crate::scene::{Scene, spec};

fn tree(project: &str) -> Scene {
    Scene::new([
        ("slo.toml", project.into()),
        ("specs/a.yml", spec("team-a")),
        ("specs/team/b.yml", spec("team-b")),
    ])
}

const RULES: &str = "[build]\nout = \"rules\"\n";

#[test]
fn a_spec_has_one_output_wherever_a_run_starts() {
    let scene = tree(RULES);
    for (words, files) in [
        (&["build"][..], "2 files (2 changed)"),
        (&["build", "specs"], "2 files (0 changed)"),
        (&["build", "specs/team/b.yml"], "1 file (0 changed)"),
        (&["build", "--check"], "2 files (up to date)"),
        (&["build", "specs/a.yml", "--check"], "1 file (up to date)"),
    ] {
        let run = scene.run(words);
        assert_eq!(run.exit, Some(0), "{words:?}: {}", run.stderr);
        assert!(run.stderr.ends_with(&format!("{files}\n")), "{words:?}: {}", run.stderr);
        assert_eq!(run.stdout, "");
    }
    let files: Vec<String> = scene.files().into_keys().collect();
    assert_eq!(
        files,
        ["rules/specs/a.yml", "rules/specs/team/b.yml", "slo.toml", "specs/a.yml", "specs/team/b.yml"]
    );
    let mut inside = scene.command(&["build", "--check", "b.yml"]);
    inside.current_dir(scene.path("specs/team"));
    assert_eq!(inside.output().unwrap().status.code(), Some(0));
}

#[test]
fn flags_win_over_the_project_file() {
    let scene = tree(RULES);
    let run = scene.run(&["build", "specs/a.yml", "--out", "-"]);
    assert!(run.stdout.contains("groups:"), "{}", run.stderr);
    assert_eq!(scene.run(&["build", "specs", "--out", "out"]).exit, Some(0));
    let files: Vec<String> = scene.files().into_keys().collect();
    assert_eq!(files, ["out/a.yml", "out/team/b.yml", "slo.toml", "specs/a.yml", "specs/team/b.yml"]);
}

#[test]
fn an_output_may_lie_outside_of_the_tree_and_be_shared() {
    let scene = Scene::new([
        ("teams/a/slo.toml", "[build]\nout = \"../../rules\"\n".into()),
        ("teams/a/x.yml", spec("team-a")),
        ("teams/b/slo.toml", "[build]\nout = \"../../rules\"\n".into()),
        ("teams/b/y.yml", spec("team-b")),
    ]);
    assert_eq!(scene.run(&["build", "teams", "--prune"]).exit, Some(0));
    assert!(scene.read("rules/x.yml").contains("team-a") && scene.read("rules/y.yml").contains("team-b"));
    scene.write("teams/b/x.yml", &spec("team-c"));
    let run = scene.run(&["build", "teams"]);
    assert_eq!(run.exit, Some(2));
    assert!(run.stderr.contains("would both be written to rules/x.yml"), "{}", run.stderr);
}

#[test]
fn outputs_of_other_specs_are_left_over_only_if_all_specs_were_there() {
    let scene = tree(RULES);
    scene.run(&["build"]);
    let run = scene.run(&["build", "specs/a.yml", "--prune"]);
    assert_eq!(run.exit, Some(2));
    assert!(run.stderr.contains("needs all specs below the slo.toml"), "{}", run.stderr);
    assert!(scene.path("rules/specs/team/b.yml").exists());
    std::fs::remove_file(scene.path("specs/team/b.yml")).unwrap();
    let check = scene.run(&["build", "--check"]);
    assert!(check.stderr.contains("rules/specs/team/b.yml is left over"), "{}", check.stderr);
    assert_eq!(scene.run(&["build", "--prune"]).exit, Some(0));
    assert!(!scene.path("rules/specs/team/b.yml").exists());
}

#[test]
fn dashboards_are_made_of_all_specs_or_not_at_all() {
    let scene = tree("[build]\nout = \"rules\"\ndashboards = \"boards\"\n");
    let run = scene.run(&["build", "specs/a.yml"]);
    assert!(run.stderr.contains("no dashboards were written"), "{}", run.stderr);
    assert!(!scene.path("boards").exists());
    assert_eq!(scene.run(&["build"]).exit, Some(0));
    let boards = scene.files().into_keys().filter(|name| name.starts_with("boards/")).count();
    assert!(boards >= 3, "an overview and two services, but there are {boards}");
    let run = scene.run(&["dashboard", "--check"]);
    assert_eq!(run.exit, Some(0), "{}", run.stderr);
}

#[test]
fn what_cannot_be_an_output_is_refused() {
    for (project, exit, expected) in [
        ("[build]\nout = \"\"\n", 1, "it is empty"),
        ("[build]\nout = \"-\"\n", 1, "it has to be a directory"),
        ("[build]\nout = 5\n", 1, "expected"),
        ("[build]\nout = \".\"\n", 2, "`out` of slo.toml is ., where the specs are"),
        ("[build]\nout = \"specs/a.yml\"\n", 2, "`out` of slo.toml is specs/a.yml, which is a file"),
        ("[build]\nout = \"rules\"\ndashboards = \"slo.toml\"\n", 2, "`dashboards` of slo.toml is slo.toml"),
        ("", 2, "add `--out DIR`, or `out` to `[build]` of a slo.toml"),
    ] {
        let scene = tree(project);
        let before = scene.files();
        let run = scene.run(&["build"]);
        assert_eq!(run.exit, Some(exit), "{project}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{project}: {}", run.stderr);
        assert_eq!(scene.files(), before, "{project}");
    }
}

#[test]
fn config_tells_where_outputs_go() {
    let scene = tree("[build]\nout = \"../rules\"\n");
    let run = scene.run(&["config", "specs/a.yml"]);
    assert!(
        run.stdout.contains("out = \"../rules\"") && run.stdout.contains("# dashboards"),
        "{}",
        run.stdout
    );
    let shown = run.stdout.lines().find(|line| line.starts_with("out =")).unwrap();
    assert!(shown.ends_with("# slo.toml"), "{shown}");
}
