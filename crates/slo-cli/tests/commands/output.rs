//! Sloth's commands: outputs appear all at once or not at all, wherever they go.

use std::fs::File;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::scene::{Scene, spec, spec_with_objective};

#[test]
fn a_failed_run_changes_nothing() {
    let scene = Scene::new([
        ("in/a.yml", spec("team-a")),
        ("in/team/b.yml", spec_with_objective("team-b", "101")),
        ("out/a.yml", "before".into()),
    ]);
    let before = scene.files();
    let run = scene.run(&["generate", "-i", "in", "-o", "out"]);
    assert_eq!(run.exit, Some(1));
    assert_eq!(scene.files(), before);
    assert!(!scene.path("out/team").exists());
}

#[test]
fn the_last_line_is_the_references_and_all_problems_come_before_it() {
    let scene = Scene::new([
        ("in/a.yml", format!("{}---\n{}", spec("team-a"), spec_with_objective("team-b", "101"))),
        ("in/b.yml", spec_with_objective("team-c", "0")),
    ]);
    std::fs::create_dir(scene.path("out")).unwrap();
    let run = scene.run(&["generate", "-i", "in", "-o", "out", "--no-color"]);
    let problems = ["in/a.yml:20:16: error[objective/range]: ", "in/b.yml:5:16: error[objective/range]: "];
    assert!(problems.iter().all(|problem| run.stderr.contains(problem)), "{}", run.stderr);
    let last = run.stderr.rfind("\nerror: ").unwrap();
    assert!(
        run.stderr[last..].starts_with("\nerror: \"generate\" command failed: could not generate SLOs: ")
    );
    assert!(run.stderr.ends_with("objective must >0 and <=100"), "no line end: {}", run.stderr);

    let silent = scene.run(&["generate", "-i", "in", "-o", "out", "--no-log"]);
    assert_eq!(silent.stderr.lines().count(), 1);
    assert!(silent.stderr.starts_with("error: "));
}

#[test]
fn records_are_all_that_a_program_meets() {
    let scene = Scene::new([("in/a.yml", spec_with_objective("team-b", "101"))]);
    for command in ["validate", "generate"] {
        let run = scene.run(&[command, "-i", "in/a.yml", "--logger=json"]);
        let (records, last) = run.stderr.rsplit_once('\n').unwrap();
        assert!(last.starts_with(&format!("error: \"{command}\" command failed: ")), "{last}");
        let records: Vec<serde_json::Value> =
            records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let failed = records.iter().find(|record| record["level"] == "error").unwrap();
        assert_eq!(failed["file"], "in/a.yml");
        let problem = &failed["problems"][0];
        assert_eq!(problem["code"], "objective/range");
        assert_eq!((&problem["line"], &problem["column"]), (&5.into(), &16.into()));
    }
}

#[test]
fn standard_output_and_its_device_are_written_to() {
    let scene = Scene::new([("a.yml", spec("team-a"))]);
    let expected = scene.run(&["generate", "-i", "a.yml"]).stdout;
    assert!(!expected.is_empty());
    assert_eq!(scene.run(&["generate", "-i", "a.yml", "-o", "/dev/stdout"]).stdout, expected);
    let file = File::create(scene.path("rules.yml")).unwrap();
    scene.run_with(&["generate", "-i", "a.yml", "-o", "/dev/stdout"], Stdio::from(file));
    assert_eq!(scene.read("rules.yml"), expected);
}

#[test]
fn commands_of_other_programs_say_where_they_are() {
    let scene = Scene::new([]);
    for (words, text) in [
        (&["controller", "--kube-local"][..], "error: \"kubernetes-controller\" command failed: "),
        (&["server"], "error: \"server\" command failed: "),
    ] {
        let run = scene.run(words);
        assert_eq!(run.exit, Some(1));
        assert!(run.stderr.starts_with(text), "{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_trace() {
    for words in [&["generate", "-i", "in", "-o", "out"][..], &["build", "in", "-o", "out"]] {
        let scene = Scene::new([
            ("in/a.yml", spec("team-a")),
            ("in/c.yml", spec("team-c")),
            ("out/a.yml", "before".into()),
        ]);
        // Reading a pipe waits for a writer: that is when the signal comes.
        let pipe = scene.path("in/b.yml");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let child = scene.spawn(words, Stdio::piped());
        let mut writer = File::options().write(true).open(&pipe).unwrap(); // waits for the reader
        let signal = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(signal.success());
        std::thread::sleep(std::time::Duration::from_millis(500)); // the handler is a thread of its own
        writer.write_all(spec("team-b").as_bytes()).unwrap();
        drop(writer);
        let run = Scene::finished(child);
        std::fs::remove_file(pipe).unwrap();
        assert_eq!(run.exit, Some(130), "{words:?}: {}", run.stderr);
        assert_eq!(scene.files().into_keys().collect::<Vec<_>>(), ["in/a.yml", "in/c.yml", "out/a.yml"]);
        assert_eq!(scene.read("out/a.yml"), "before");
    }
}

#[test]
fn validate_knows_the_slos_of_good_documents_in_bad_files() {
    let scene = Scene::new([
        ("in/a.yml", format!("{}---\n{}", spec("team-a"), spec_with_objective("team-b", "101"))),
        ("in/b.yml", spec("team-a")),
        ("in/c.yml", spec("team-b")),
    ]);
    let run = scene.run(&["validate", "-i", "in", "--no-color"]);
    assert_eq!(run.exit, Some(1));
    assert!(run.stderr.contains("ID=team-a-web already exists in a file: in/a.yml"), "{}", run.stderr);
    assert!(!run.stderr.contains("ID=team-b-web"), "a document with an error has no SLO: {}", run.stderr);
}

/// One file serves both tools: Sloth ignores what it does not know, and so do the commands that stand in for it.
#[test]
fn fields_that_sloth_does_not_have_are_ignored_and_named() {
    let plain = spec("shop");
    let ours = plain.replace("    objective:", "    period: 7d\n    no_traffic: nonsense\n    objective:");
    let scene = Scene::new([("plain.yml", plain), ("ours.yml", ours)]);
    let expected = scene.run(&["generate", "-i", "plain.yml"]);
    let run = scene.run(&["generate", "-i", "ours.yml", "--no-color"]);
    assert_eq!((run.exit, &run.stdout), (Some(0), &expected.stdout));
    let warning = |stderr: &str| {
        stderr.lines().filter(|line| line.contains("level=warning")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(warning(&expected.stderr), Vec::<String>::new());
    let warnings = warning(&run.stderr);
    assert_eq!(warnings.len(), 1, "{}", run.stderr);
    for text in ["slos[0].period, slos[0].no_traffic", "file=ours.yml", "line=5"] {
        assert!(warnings[0].contains(text), "{text}: {}", warnings[0]);
    }
    let validated = scene.run(&["validate", "-i", "ours.yml", "--logger", "json"]);
    assert_eq!(validated.exit, Some(0));
    assert!(validated.stderr.contains(r#""level":"warning""#), "{}", validated.stderr);
    assert!(scene.run(&["generate", "-i", "ours.yml", "--no-log"]).stderr.is_empty());
}
