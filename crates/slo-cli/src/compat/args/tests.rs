//! The parser against what Sloth does.

use proptest::prelude::*;
use slo_args::flag::Command;

use super::table::{Action, GLOBAL};
use super::*;

fn read(words: &[&str], environment: &[(&str, &str)]) -> Result<Invocation, String> {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    let variable =
        |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, text)| (*text).to_owned());
    parse(words, variable).map_err(|error| error.to_string())
}

fn values(words: &[&str], environment: &[(&str, &str)]) -> Values {
    match read(words, environment) {
        Ok(Invocation::Run(_, values)) => values,
        other => panic!("{other:?}"),
    }
}

fn error(words: &[&str], environment: &[(&str, &str)]) -> String {
    read(words, environment).expect_err("an error")
}

#[test]
fn a_value_may_stand_apart_or_be_joined() {
    for words in [
        &["generate", "-i", "a", "-o", "b"][..],
        &["generate", "-ia", "-ob"],
        &["generate", "--input=a", "--out=b"],
        &["generate", "--input", "a", "--out", "b"],
        &["--debug", "generate", "-i", "a", "--no-color", "-o", "b"],
    ] {
        let values = values(words, &[]);
        assert_eq!((values.text("input"), values.text("out")), ("a", "b"), "{words:?}");
    }
}

#[test]
fn a_lone_dash_is_an_empty_value_and_a_joined_one_is_a_dash() {
    for (words, out) in [
        (&["generate", "-o", "-"][..], ""),
        (&["generate", "-o-"], "-"),
        (&["generate", "--out=-"], "-"),
        (&["generate", "--out="], ""),
        (&["generate", "-o=x"], "=x"),
        (&["generate"], "-"),
    ] {
        assert_eq!(values(words, &[]).text("out"), out, "{words:?}");
    }
    assert_eq!(values(&["generate"], &[("SLOTH_OUT", "-")]).text("out"), "-");
}

#[test]
fn switches_take_no_value_and_have_a_negative_form() {
    let on = [("SLOTH_DISABLE_ALERTS", "t"), ("SLOTH_NO_LOG", "1")];
    assert!(values(&["generate"], &on).is_on("disable-alerts"));
    assert!(!values(&["generate", "--no-disable-alerts"], &on).is_on("disable-alerts"));
    assert!(!values(&["generate", "--no-no-log"], &on).is_on("no-log"));
    assert!(values(&["generate", "--no-log"], &[]).is_on("no-log"));
    assert_eq!(error(&["generate", "--debug=false"], &[]), "unexpected false");
    assert_eq!(error(&["--debug=false", "generate"], &[]), "expected command but got \"false\"");
    assert_eq!(error(&["generate", "--no-input"], &[]), "unknown long flag '--no-input'");
    assert_eq!(error(&["generate", "--debug", "--debug"], &[]), "flag 'debug' cannot be repeated");
}

#[test]
fn lists_and_maps_take_many_values() {
    let labels = |words: &[&str], environment: &[(&str, &str)]| {
        values(words, environment)
            .pairs("extra-labels")
            .map(|(key, value)| format!("{key}→{value}"))
            .collect::<Vec<_>>()
    };
    let words = ["generate", "-l", "cluster:eu-1", "-l", "url=http://x:1", "-l", "a:b=c"];
    assert_eq!(labels(&words, &[]), ["cluster→eu-1", "url→http://x:1", "a→b=c"]);
    let environment = [("SLOTH_EXTRA_LABELS", "a=1\r\nb=2\n")];
    assert_eq!(labels(&["generate"], &environment), ["a→1", "b→2"]);
    assert_eq!(labels(&["generate", "-l", "c=3"], &environment), ["c→3"], "the flag hides the variable");
    assert_eq!(error(&["generate", "-l", "foo"], &[]), "expected KEY=VALUE got 'foo'");
}

#[test]
fn the_environment_has_a_name_for_each_flag() {
    let period = |words: &[&str], text| {
        values(words, &[("SLOTH_DEFAULT_SLO_PERIOD", text)]).text("default-slo-period").to_owned()
    };
    assert_eq!(period(&["generate"], "7d"), "7d");
    assert_eq!(period(&["generate"], ""), "30d", "an empty variable is no variable");
    assert_eq!(period(&["generate", "--default-slo-period", "28d"], "7d"), "28d");
    let ours = values(&["version"], &[("SLO_SLOTH_VERSION", "v1.0.0")]);
    assert_eq!(ours.text("sloth-version"), "v1.0.0");
    assert_eq!(
        error(&["generate"], &[("SLOTH_DEBUG", "maybe")]),
        "strconv.ParseBool: parsing \"maybe\": invalid syntax"
    );
    assert!(matches!(
        read(&["generate", "--help"], &[("SLOTH_DEBUG", "maybe")]),
        Ok(Invocation::Help(Some(_)))
    ));
}

#[test]
fn errors_are_word_for_word() {
    for (words, text) in [
        (&["generat"][..], "expected command but got \"generat\""),
        (&["-h"], "unknown short flag '-h'"),
        (&["-i", "x", "generate"], "unknown short flag '-i'"),
        (&["--version"], "unknown long flag '--version'"),
        (&["generate", "--inputs", "x"], "unknown long flag '--inputs'"),
        (&["generate", "extra"], "unexpected extra"),
        (&["generate", "-i"], "expected argument for flag '-i'"),
        (&["generate", "--default-slo-period", "-30d"], "expected argument for flag '--default-slo-period'"),
        (&["generate", "-i", "a", "-i", "a"], "flag 'input' cannot be repeated"),
        (&["generate", "--logger=xml"], "enum value must be one of default,json, got 'xml'"),
        (&["validate"], "required flag(s) '--input' not provided"),
        (&["generate", "@no/such/file"], "open no/such/file: no such file or directory"),
    ] {
        assert_eq!(error(words, &[]), text, "{words:?}");
    }
}

#[test]
fn arguments_come_from_files() {
    let directory = tempfile::tempdir().unwrap();
    let (outer, inner) = (directory.path().join("outer"), directory.path().join("inner"));
    let endless = directory.path().join("endless");
    std::fs::write(&outer, format!("# a comment\ngenerate\n@{}\n", inner.display())).unwrap();
    std::fs::write(&inner, "--input\nspec.yml\n").unwrap();
    std::fs::write(&endless, format!("@{}\n", endless.display())).unwrap();
    let word = format!("@{}", outer.display());
    let values = values(&[&word, "-o", "x"], &[]);
    assert_eq!((values.text("input"), values.text("out")), ("spec.yml", "x"));
    assert!(error(&[&format!("@{}", endless.display())], &[]).starts_with("more than 1000 argument files"));
}

#[test]
fn help_and_its_kin_come_before_the_command() {
    assert!(matches!(read(&[], &[]), Ok(Invocation::Help(None))));
    assert!(matches!(read(&["--help"], &[]), Ok(Invocation::Help(None))));
    assert!(matches!(read(&["help"], &[]), Ok(Invocation::Help(None))));
    assert!(matches!(read(&["help", "validate"], &[]), Ok(Invocation::Help(Some(_)))));
    assert!(matches!(read(&["validate", "--help"], &[]), Ok(Invocation::Help(Some(_)))));
    assert!(matches!(read(&["help", "x"], &[]), Ok(Invocation::HelpUnknown(topic)) if topic == "x"));
    assert!(matches!(read(&["--help-man"], &[]), Ok(Invocation::Act(Action::Man))));
    let controller = read(&["controller", "--kube-local"], &[]);
    assert!(
        matches!(controller, Ok(Invocation::Run(Command { task: Task::Elsewhere(_), .. }, _))),
        "its flags are not looked at"
    );
}

#[test]
fn a_word_behind_two_dashes_is_only_a_word() {
    assert_eq!(error(&["generate", "--", "-i"], &[]), "unexpected -i");
    assert!(matches!(read(&["--", "version"], &[]), Ok(Invocation::Run(..))));
}

/// Words as they occur on command lines, and some that do not.
fn word() -> impl Strategy<Value = String> {
    let known = GLOBAL.iter().chain(table::COMMANDS.iter().flat_map(Command::flags));
    let flags: Vec<String> = known
        .flat_map(|flag| {
            [format!("--{}", flag.long), format!("--no-{}", flag.long), format!("--{}=x=y", flag.long)]
        })
        .collect();
    let commands = prop::sample::select(vec!["generate", "validate", "version", "help", "server"]);
    prop_oneof![
        commands.prop_map(str::to_owned),
        prop::sample::select(flags),
        "-[a-z]{0,3}(=|x)?",
        "[^@]{0,4}", // an `@` would read a file
    ]
}

proptest! {
    #[test]
    fn every_command_line_has_a_meaning(words in prop::collection::vec(word(), 0..8)) {
        prop_assume!(words.iter().all(|word| !word.starts_with('@')));
        let error = match parse(words, |_| None) {
            Ok(_) => return Ok(()),
            Err(error) => error.to_string(),
        };
        let known = ["unknown ", "expected ", "unexpected ", "flag '", "required flag(s) ", "enum value "];
        prop_assert!(known.iter().any(|start| error.starts_with(start)), "{}", error);
    }

    #[test]
    fn joined_and_separate_values_are_equal(value in "[^-@].{0,8}") {
        let separate = values(&["generate", "--input", &value], &[]);
        let joined = values(&["generate", &format!("--input={value}")], &[]);
        let short = values(&["generate", &format!("-i{value}")], &[]);
        prop_assert_eq!(separate.text("input"), &value);
        prop_assert_eq!(joined.text("input"), &value);
        prop_assert_eq!(short.text("input"), &value);
    }
}
