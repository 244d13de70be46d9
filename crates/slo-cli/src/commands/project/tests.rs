//! Which file belongs to which spec, and what is said about files that are wrong.

use slo_compiler::diagnostic::Diagnostic;

use super::*;

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn the_nearest_file_counts_and_is_read_once() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "slo.toml", "[build]\ndefault-slo-period = \"28d\"\n");
    write(root.path(), "team/slo.toml", "");
    for spec in ["a.yml", "b/c.yml", "team/d.yml", "team/deep/e.yml"] {
        write(root.path(), spec, "");
    }
    let mut projects = Projects::default();
    let mut of = |spec: &str| projects.find(&root.path().join(spec), &mut Besides::default()).unwrap();
    assert_eq!(of("a.yml"), Some(0));
    assert_eq!(of("team/deep/e.yml"), Some(1));
    assert_eq!((of("b/c.yml"), of("team/d.yml"), of("team")), (Some(0), Some(1), Some(1)));
    assert_eq!(projects.read.len(), 2);
    assert_eq!(projects.read[0].file.build.default_slo_period.unwrap().to_string(), "4w");
    assert!(projects.read[0].resolve(Path::new("w")).ends_with("w"));
}

fn problems(text: &str) -> String {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "slo.toml", text);
    let findings = read(&root.path().join("slo.toml")).unwrap_err();
    let line = |found: &Diagnostic| {
        let span = found.span.map_or("", |span| &text[span.range()]);
        let help = found.help.as_ref().map(|help| format!(" | {help}")).unwrap_or_default();
        format!("{} | {span}{help}\n", found.message)
    };
    findings.diagnostics().iter().map(line).collect()
}

#[test]
fn what_is_wrong_is_said_where_it_is() {
    let problems = [
        "[build]\ndefault-slo-periode = \"28d\"",
        "[build]\ndefault-slo-period = \"28days\"",
        "[build]\ndefault-slo-period = 28",
        "[build]\nformat = \"prom\"",
        "[lints]\n\"query/bare-selecter\" = \"allow\"",
        "[lints]\n\"promql/syntax\" = \"allow\"",
        "[lints]\n\"query/bare-selector\" = \"deny\"",
        "[build",
        "[defaults]\nno-traffic = \"abscent\"",
        "[defaults]\nsparse = \"0s\"\nquery-offset = \"2h\"\nscrape-interval = \"30\"\nmin-events = -1",
        "[defaults]\nrunbook = \"https://run.books/{{servise}}\"\nlinks = { Logs = \"\" }",
        "[defaults.health]\nidle = 5\nvanished = { for = \"soon\", label = {} }\nexausted = true",
        "[alerts]\ntiers = \"five\"\nper-window = \"yes\"\nlabels = { team = \"{{team}}\" }\nannotation = {}",
        "[dashboards]\nlogs = { datasource = \"loki\" }\nrefresh = 5\ntraces = []",
        "[a]\nb = 1\n[a]\nc = [1,\n",
    ]
    .map(problems);
    insta::assert_snapshot!(problems.join("\n"));
}

/// Not the first mistake only, and nothing twice.
#[test]
fn all_that_is_wrong_is_said_at_once() {
    let text = "profile = \"native\"\n[build]\nprofile = \"nativ\"\nformat = 1\nretention = \"long\"\n\
                extra-labels = { team = 1, tier = \"x\" }\n[lints]\n\"query/x\" = \"allow\"\n\"query/without\" = \"off\"\n\
                [environment]\nflux = \"no\"\n";
    insta::assert_snapshot!(problems(text));
    let many: Vec<String> = (0..500).map(|number| format!("key-{number} = 1")).collect();
    assert_eq!(problems(&many.join("\n")).lines().count(), 50);
}
