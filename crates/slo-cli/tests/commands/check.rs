//! `slo check`: what it says in each format, and how it ends.

use std::process::Stdio;

use serde_json::Value;

use crate::scene::{Scene, spec, spec_with_objective};

/// Two errors, a warning, a note, a clean file and a file that is no spec.
fn mixed() -> Scene {
    let noted = spec("team-c").replace(
        "slos:",
        "unknown: 1\nslo_plugins:\n  chain:\n    - id: sloth.dev/core/debug/v1\n      config: {msg: hello}\nslos:",
    );
    Scene::new([
        ("specs/a.yml", spec_with_objective("team-a", "101").replace("requests{job=\"web\"}[", "requests{[")),
        ("specs/b.yml", spec("team-b")),
        ("specs/c.yml", noted),
        ("specs/values.yml", "x: 1\n".into()),
    ])
}

#[test]
fn every_format_tells_the_same_problems() {
    let scene = mixed();
    let before = scene.files();
    for format in ["human", "json", "sarif", "github", "junit"] {
        let run = scene.run(&["check", "specs", "--format", format]);
        assert_eq!(run.exit, Some(1), "{format}: {}", run.stderr);
        assert_eq!(run.stderr, "note: specs/values.yml: holds no SLO, left out\n3 specs checked\n");
        // The pages in it are tested elsewhere.
        let shown = if format == "sarif" { without_pages(&run.stdout) } else { run.stdout };
        insta::assert_snapshot!(format!("check-{format}"), shown);
    }
    assert_eq!(scene.files(), before);
}

fn without_pages(sarif: &str) -> String {
    let mut sarif: Value = serde_json::from_str(sarif).unwrap();
    for rule in sarif["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap() {
        rule["help"] = "(the page)".into();
    }
    serde_json::to_string_pretty(&sarif).unwrap()
}

#[test]
fn a_clean_run_ends_with_zero() {
    let scene = Scene::new([("specs/a.yml", spec("team-a")), ("specs/b.yml", spec("team-b"))]);
    let run = scene.run(&["check", "specs"]);
    assert_eq!((run.exit, run.stdout.as_str()), (Some(0), ""));
    assert_eq!(run.stderr, "2 specs, 2 SLOs checked, no problems\n");
    assert_eq!(scene.run(&["check"]).exit, Some(0), "the directory in which it runs");
}

#[test]
fn colours_are_for_those_who_want_them() {
    let scene = mixed();
    let coloured = |variables: &[(&str, &str)]| {
        let mut command = scene.command(&["check", "specs"]);
        let child = command.envs(variables.iter().copied()).stdout(Stdio::piped()).spawn().unwrap();
        Scene::finished(child).stdout.contains('\u{1b}')
    };
    assert!(!coloured(&[]), "a pipe is no terminal");
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn a_report_can_go_to_a_file() {
    let scene = mixed();
    let run = scene.run(&["check", "specs", "--format", "json", "-o", "report.json"]);
    assert_eq!((run.exit, run.stdout.as_str()), (Some(1), ""));
    let report: Value = serde_json::from_str(&scene.read("report.json")).unwrap();
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 4);
}

#[test]
fn levels_decide_how_it_ends() {
    let scene = mixed();
    let exit = |words: &[&str]| scene.run(&[&["check", "specs/c.yml"], words].concat()).exit;
    assert_eq!(exit(&[]), Some(0), "a warning is no error");
    assert_eq!(exit(&["--deny", "warnings"]), Some(1));
    assert_eq!(exit(&["--deny", "plugin/debug"]), Some(1));
    assert_eq!(exit(&["--deny", "slo/name"]), Some(0));
    assert_eq!(exit(&["--deny", "warnings", "--allow", "spec/unknown-field"]), Some(0));
    let all =
        scene.run(&["check", "specs/c.yml", "--allow", "spec/unknown-field", "--allow", "plugin/debug"]);
    assert_eq!(all.stderr, "1 spec, 1 SLO checked, no problems\n");
    assert_eq!(exit(&["--allow", "promql/syntax"]), Some(2), "without it there would be no rules");
    assert_eq!(exit(&["--deny", "slo/nmae"]), Some(2));
}

#[test]
fn ids_are_unique_across_files() {
    let scene = Scene::new([("a.yml", spec("team-a")), ("b.yml", spec("team-a"))]);
    let run = scene.run(&["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let duplicate = &report["diagnostics"][0];
    assert_eq!((run.exit, &duplicate["code"]), (Some(1), &"identity/duplicate".into()));
    assert_eq!((&duplicate["line"], &duplicate["column"]), (&4.into(), &11.into()), "where the name is");
    assert_eq!(scene.run(&["check", "--ignore-slo-duplicates"]).exit, Some(0));
}

#[cfg(feature = "cross-check")]
#[test]
fn another_parser_reads_the_rules() {
    let scene = Scene::new([("a.yml", spec("team-a"))]);
    let run = scene.run(&["check", "--cross-check"]);
    assert_eq!(run.exit, Some(0), "{}{}", run.stdout, run.stderr);
    // That parser is known to read a backslash in a backquoted string as the beginning of an escape.
    scene.write("a.yml", &spec("team-a").replace("requests{job=\"web\"}", r"requests{job=~`web\d`}"));
    let run = scene.run(&["check", "--cross-check"]);
    assert_eq!(run.exit, Some(1), "{}{}", run.stdout, run.stderr);
    assert_eq!(run.stdout.matches("error[internal/cross-check]").count(), 1, "{}", run.stdout);
}

#[test]
fn fixes_change_what_they_name_and_nothing_else() {
    let text = spec("team-a").replace("slos:", "# which job? :)\r\nslos:   ").replace("job=", "job =~ ");
    let scene = Scene::new([("specs/a.yml", text.clone()), ("specs/b.yml", spec("team-b"))]);
    let before = scene.files();
    assert!(scene.run(&["check", "specs"]).stdout.contains("info[query/regex-equality]"));
    assert_eq!(scene.files(), before, "without `--fix` nothing changes");
    let run = scene.run(&["check", "specs", "--fix"]);
    assert_eq!(run.stderr, "2 changes made in 1 file\n2 specs, 2 SLOs checked, no problems\n");
    assert_eq!((run.exit, run.stdout.as_str()), (Some(0), ""));
    assert_eq!(scene.read("specs/a.yml"), text.replace("job =~ ", "job = "));
    assert_eq!(scene.read("specs/b.yml"), before["specs/b.yml"]);
    assert!(scene.run(&["check", "specs", "--fix"]).stderr.starts_with("nothing to fix\n"));
}

#[cfg(unix)]
#[test]
fn fixes_are_made_in_all_files_or_in_none() {
    use std::os::unix::fs::PermissionsExt;

    let broken = |service: &str| spec(service).replace("job=", "job=~");
    let scene = Scene::new([("a/a.yml", broken("team-a")), ("b/b.yml", broken("team-b"))]);
    let locked = scene.path("b");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::write(scene.path("b/probe"), "").is_ok() {
        return; // the superuser is not kept out
    }
    let run = scene.run(&["check", "a", "b", "--fix"]);
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(run.exit, Some(1), "{}", run.stderr);
    assert_eq!(scene.read("a/a.yml"), broken("team-a"));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_a_problem_like_others() {
    let scene = Scene::new([("specs/a.yml", spec("team-a"))]);
    std::os::unix::fs::symlink("gone.yml", scene.path("specs/b.yml")).unwrap();
    let run = scene.run(&["check", "specs", "--format", "github"]);
    assert_eq!(run.exit, Some(1));
    let line = "::error file=specs/b.yml,title=file/read::open specs/b.yml: no such file or directory";
    assert!(run.stdout.starts_with(line), "{}", run.stdout);
}
