//! What people read, as snapshots: a change of a text is a change in a review.

use crate::scene::{Scene, spec};

#[test]
fn help() {
    let scene = Scene::new([]);
    let sloth = |words: &[&str]| {
        let run = scene.run(words);
        assert_eq!((run.exit, run.stdout.as_str()), (Some(0), ""), "Sloth's help goes to standard error");
        run.stderr
    };
    insta::assert_snapshot!("help", sloth(&[]));
    assert_eq!(sloth(&["--help"]), sloth(&[]));
    assert_eq!(sloth(&["help"]), sloth(&[]));
    insta::assert_snapshot!("help-generate", sloth(&["generate", "--help"]));
    insta::assert_snapshot!("help-validate", sloth(&["help", "validate"]));
    assert!(sloth(&["--help-long"]).contains("--ignore-slo-duplicates"));
    let build = scene.run(&["build", "--help"]);
    assert_eq!((build.exit, build.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!("help-build", build.stdout);
    insta::assert_snapshot!("help-check", scene.run(&["check", "--help"]).stdout);
    insta::assert_snapshot!("help-promql-check", scene.run(&["promql", "check", "--help"]).stdout);
    insta::assert_snapshot!("help-promql-fmt", scene.run(&["promql", "fmt", "--help"]).stdout);
}

#[test]
fn versions() {
    let scene = Scene::new([]);
    assert_eq!(scene.run(&["version"]).stdout, "v0.16.0");
    assert_eq!(scene.run(&["version", "--sloth-version", "v0.12.0"]).stdout, "v0.12.0");
    assert_eq!(scene.run(&["--version"]).stdout, format!("slo {}\n", env!("CARGO_PKG_VERSION")));
}

/// Problems that are found here; the words of the others are the library's, and tested there.
#[test]
fn problems() {
    let scene = Scene::new([
        ("specs/a.yml", spec("team-a")),
        ("specs/b.yml", spec("team-a")),
        ("specs/values.yml", "x: 1\n".into()),
        ("empty.yml", "# nothing\n".into()),
    ]);
    insta::assert_snapshot!("problems-of-files", scene.run(&["build", "specs", "-o", "out"]).stderr);
    insta::assert_snapshot!("problems-empty-file", scene.run(&["build", "empty.yml"]).stderr);
    insta::assert_snapshot!("problems-usage", scene.run(&["build", "specs"]).stderr);
}

#[test]
fn codes_are_explained() {
    let scene = Scene::new([]);
    let page = scene.run(&["explain", "promql/syntax"]);
    assert!(page.stdout.starts_with("# promql/syntax\n"), "{}", page.stdout);
    assert!(scene.run(&["explain"]).stdout.contains("slo/duplicate "));
    let unknown = scene.run(&["explain", "promql/sintax"]);
    assert_eq!(unknown.exit, Some(2));
    assert!(unknown.stderr.contains("did you mean `promql/syntax`"), "{}", unknown.stderr);
}

#[test]
fn completions_and_man_pages_know_every_command() {
    let scene = Scene::new([]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = scene.run(&["completions", shell]).stdout;
        for word in ["build", "generate", "default-slo-period", "ignore-slo-duplicates"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(scene.run(&["--completion-script-bash"]).stdout, scene.run(&["completions", "bash"]).stdout);
    assert!(scene.run(&["man"]).stdout.contains(".TH slo 1"));
    assert_eq!(scene.run(&["--help-man"]).stdout, scene.run(&["man"]).stdout);
    assert_eq!(scene.run(&["man", "pages"]).exit, Some(0));
    let pages: Vec<String> = scene.files().into_keys().collect();
    for page in ["pages/slo.1", "pages/slo-build.1", "pages/slo-generate.1"] {
        assert!(pages.contains(&page.to_owned()), "{pages:?}");
    }
}
