//! What goes wrong outside of specs: words that are almost commands, places that cannot be written to, settings that lead nowhere.

use std::fs;

use crate::scene::{Scene, spec, spec_with_objective};

#[test]
fn who_misspells_a_command_is_told_and_the_last_words_stay_sloths() {
    let scene = Scene::new([]);
    for (words, note, last) in [
        (
            &["chek"][..],
            "did you mean `slo check`? `slo --help` lists all commands",
            "expected command but got \"chek\"",
        ),
        (&["frobnicate"], "note: `slo --help` lists all commands", "expected command but got \"frobnicate\""),
        (&["-h"], "note: `slo --help` lists all commands", "unknown short flag '-h'"),
        (&["generate", "-h"], "`slo generate --help` shows its flags", "unknown short flag '-h'"),
    ] {
        let run = scene.run(words);
        assert_eq!((run.exit, run.stdout.as_str()), (Some(1), ""));
        let (told, error) = run.stderr.rsplit_once('\n').unwrap();
        assert!(told.contains(note), "{told}");
        assert_eq!(error, format!("error: invalid command configuration: {last}"));
    }
    assert!(scene.run(&["--no-log", "chek"]).stderr.starts_with("error: "));
}

#[test]
fn a_lone_dash_is_explained_to_who_means_standard_output() {
    let scene = Scene::new([("a.yml", spec("shop"))]);
    let run = scene.run(&["generate", "-i", "a.yml", "-o", "-"]);
    assert!(run.stderr.contains("`--out=-` is standard output"), "{}", run.stderr);
    assert!(run.stderr.ends_with("could not create out file: open : no such file or directory"));
    assert_eq!(scene.run(&["generate", "-i", "a.yml", "--out=-"]).exit, Some(0));
}

#[test]
fn an_output_that_cannot_be_written_is_no_fault_of_a_spec() {
    let scene = Scene::new([
        ("specs/a.yml", spec("team-a")),
        ("specs/b.yml", spec("team-b")),
        ("specs/c.yml", spec("team-c")),
    ]);
    for name in ["out/a.yml", "out/b.yml"] {
        fs::create_dir_all(scene.path(name)).unwrap();
    }
    let run = scene.run(&["build", "specs", "-o", "out"]);
    assert_eq!(run.exit, Some(1));
    assert_eq!(
        run.stderr,
        "error: open out/a.yml: is a directory, and 1 other output that cannot be written\nerror: nothing was written\n"
    );
    assert!(!scene.path("out/c.yml").exists());

    scene.write("specs/b.yml", &spec_with_objective("team-b", "101"));
    let run = scene.run(&["build", "specs", "-o", "out"]);
    let [problem, place] = ["error[objective/range]", "error: open out/a.yml: is a directory\n"]
        .map(|text| run.stderr.find(text));
    assert!(problem.is_some() && problem < place, "{}", run.stderr);
    let run = scene.run(&["build", "specs", "-o", "out", "--message-format", "json"]);
    serde_json::from_str::<serde_json::Value>(&run.stderr).unwrap();
}

#[test]
fn directories_that_settings_name_have_to_be_there() {
    let project = "[build]\nslo-period-windows-path = \"windows\"\nplugins-path = [\"plugins\", \"a.yml\"]\n";
    let scene = Scene::new([("a.yml", spec("shop")), ("slo.toml", project.into())]);
    let run = scene.run(&["check", "a.yml"]);
    assert_eq!(run.exit, Some(1));
    for problem in [
        "`slo-period-windows-path` has to be a directory: open windows: no such file or directory",
        "`plugins-path` has to be a directory: open plugins: no such file or directory",
        "`plugins-path` has to be a directory: open a.yml: not a directory",
    ] {
        assert!(run.stdout.contains(problem), "{}", run.stdout);
    }
}

#[cfg(unix)]
#[test]
fn a_project_file_that_leads_nowhere_is_an_error() {
    let scene = Scene::new([("specs/a.yml", spec("shop"))]);
    std::os::unix::fs::symlink("gone.toml", scene.path("slo.toml")).unwrap();
    let run = scene.run(&["check", "specs"]);
    assert_eq!(run.exit, Some(1));
    assert!(run.stdout.contains("open slo.toml: no such file or directory"), "{}", run.stdout);
    // A directory of that name is something else.
    fs::remove_file(scene.path("slo.toml")).unwrap();
    fs::create_dir(scene.path("slo.toml")).unwrap();
    assert_eq!(scene.run(&["check", "specs"]).exit, Some(0));
}

#[test]
fn only_what_was_counted_is_told() {
    let scene = Scene::new([
        ("a.yml", spec("shop")),
        ("b.yml", spec_with_objective("cart", "101")),
        ("empty/.keep", String::new()),
    ]);
    assert_eq!(scene.run(&["check", "a.yml"]).stderr, "1 spec, 1 SLO checked, no problems\n");
    assert_eq!(scene.run(&["check", "a.yml", "b.yml"]).stderr, "2 specs checked\n");
    assert_eq!(scene.run(&["check", "empty"]).stderr, "error: there is no .yaml or .yml file in empty\n");
}

#[test]
fn an_object_without_a_name_is_only_written_by_who_stands_in_for_sloth() {
    let object = "apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata: {namespace: shop}
spec:
  service: shop
  slos:
  - name: web
    objective: 99
    sli: {raw: {errorRatioQuery: 'sum(rate(a[{{.window}}])) / sum(rate(b[{{.window}}]))'}}
    alerting: {name: ShopErrors}
";
    let scene = Scene::new([("a.yml", object.into())]);
    assert_eq!(scene.run(&["generate", "-i", "a.yml"]).exit, Some(0));
    let run = scene.run(&["build", "a.yml"]);
    assert_eq!((run.exit, run.stdout.as_str()), (Some(1), ""));
    assert!(run.stderr.contains("error[slo/name]: the object has no name\n --> a.yml:3:1"), "{}", run.stderr);
}
