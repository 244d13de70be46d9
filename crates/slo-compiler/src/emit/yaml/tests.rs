use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn written(entries: &[(&str, &str)]) -> String {
    let mut out = String::new();
    Writer::new(&mut out).map(0, "m", &entries.iter().copied().collect());
    out
}

/// The text of one scalar, as the value of `k`.
fn value(text: &str) -> String {
    let all = written(&[("k", text)]);
    all.strip_prefix("m:\n  k: ").unwrap().strip_suffix('\n').unwrap().to_owned()
}

/// Keys and values in turn, and what `yaml.v2` wrote for them.
#[test]
fn maps_are_written_as_go_writes_them() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../specs/go/yaml.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.lines().count() >= 200);
    for line in text.lines() {
        let (entries, expected): (Vec<String>, String) = serde_json::from_str(line).unwrap();
        let entries: Vec<_> = entries.chunks(2).map(|entry| (entry[0].as_str(), entry[1].as_str())).collect();
        assert_eq!(written(&entries), expected, "{entries:?}");
    }
}

#[test]
fn texts_that_are_something_else_to_yaml_are_quoted() {
    let words =
        "~ null Null NULL y Y yes Yes YES on On ON n N no No NO off Off OFF true True TRUE false False FALSE";
    let numbers = ".nan .NaN .inf -.INF +.Inf 1 -1 +1 0x1f 0b11 010 0o10 1_000 1.5 .5 5. 1e3 -1.5E-7 08 18446744073709551616";
    let times = "2024-2-9 2024-02-29 2024-02-09T01:02:03Z 2024-02-09t1:2:3.5+01:00 1:20 190:20:30.15";
    for text in
        [words, numbers, times].iter().flat_map(|line| line.split(' ')).chain(["", "2024-02-09 01:02:03.5"])
    {
        assert_eq!(value(text), format!("\"{text}\""));
        assert!(written(&[(text, "x")]).contains(&format!("  \"{text}\": x\n")));
    }
}

#[test]
fn texts_that_only_look_like_something_else_are_plain() {
    let texts = "nulL yEs trUe .naN +.nan 1x 0xg 0x 0b2 1e 1e+ . .. - 2023-02-29 2024-13-01 2024-02-09T01:02 1:60 = << 5m 1d12h";
    for text in texts.split(' ').filter(|text| *text != "-") {
        assert_eq!(value(text), text);
    }
    for text in ["a#b", "a:b", "-a", "?a", ":a", "a'b\"c", "a & b", "é ü 日本", "a, b", "..a", "--a"] {
        assert_eq!(value(text), text);
    }
}

#[test]
fn texts_that_would_be_syntax_are_in_single_quotes() {
    for first in "#,[]{}&*!|>\"%@`".chars() {
        assert_eq!(value(&format!("{first}a")), format!("'{first}a'"));
    }
    assert_eq!(value("'a'b"), "'''a''b'");
    for text in
        ["-", "?", ":", "- a", "? a", ": a", "---", "---a", "...", "a: b", "a:", "a #b", " a", "a ", " "]
    {
        assert_eq!(value(text), format!("'{text}'"));
    }
}

#[test]
fn what_cannot_be_seen_is_escaped_in_double_quotes() {
    let escapes = [
        ("\0\x07\x08\t\x0b\x0c\r\x1b", r"\0\a\b\t\v\f\r\e"),
        ("a\"b\\c\t", r#"a\"b\\c\t"#),
        ("\u{85}\u{2028}\u{2029}a\u{feff}", r"\N\L\Pa\uFEFF"),
        ("a \u{2028}b", r"a \Lb"),
        ("\x01\x7f\u{9f}", r"\x01\x7F\x9F"),
        ("\u{fffe}😀", r"\uFFFE\U0001F600"),
        ("\u{a0}é\t", "\u{a0}é\\t"),
        ("a \nb", r"a \nb"),
        ("a\nb ", r"a\nb "),
    ];
    for (text, expected) in escapes {
        assert_eq!(value(text), format!("\"{expected}\""));
    }
}

#[test]
fn separators_end_a_line_within_single_quotes() {
    assert_eq!(value("a\u{2028}b"), "'a\u{2028}    b'");
    assert_eq!(value("a\u{2029}\u{2028}b\u{2028}"), "'a\u{2029}\u{2028}    b\u{2028}'");
}

#[test]
fn lines_are_written_as_they_are() {
    assert_eq!(value("a\nb"), "|-\n    a\n    b");
    assert_eq!(value("a\n"), "|\n    a");
    assert_eq!(value("a\n\n"), "|+\n    a\n");
    assert_eq!(value("\n"), "|2+\n");
    assert_eq!(value(" a\n\n  b: #c\n"), "|2\n     a\n\n      b: #c");
    let long = "a ".repeat(100) + "a\nb\n";
    assert_eq!(value(&long), format!("|\n    {long}").replace("\nb\n", "\n    b"), "never broken");
}

#[test]
fn long_lines_break_at_the_first_blank_behind_column_80() {
    let start = "x".repeat(75); // `  k: ` takes five columns
    assert_eq!(value(&format!("{start} b")), format!("{start} b"), "column 80 is not behind 80");
    assert_eq!(value(&format!("{start}x b c")), format!("{start}x\n    b c"));
    assert_eq!(value(&format!("{start}x  b c")), format!("{start}x  b\n    c"), "two blanks stay");
    assert_eq!(value(&format!("'{start} b ")), format!("'''{start}\n    b '"), "the last blank stays");
    assert_eq!(value(&format!("\t{start}  b")), format!("\"\\t{start}\n    \\ b\""));
    assert_eq!(
        value(&format!("{} b", "é".repeat(75))),
        format!("{} b", "é".repeat(75)),
        "columns are characters"
    );
    let expr =
        "1 - slo:period_burn_rate:ratio{sloth_id=\"shop-web\", sloth_service=\"shop\", sloth_slo=\"web\"}";
    assert_eq!(value(&format!("{expr} or x")), format!("{expr}\n    or x"));
}

#[test]
fn long_keys_and_keys_with_lines_stand_alone() {
    let (short, long) = ("k ".repeat(63) + "kk", "k ".repeat(63) + "kkk");
    assert_eq!(written(&[(&short, "v")]), format!("m:\n  {short}: v\n"), "128 bytes, and never broken");
    let (start, rest) = long.split_at(77);
    assert_eq!(written(&[(&long, "v")]), format!("m:\n  ? {start}\n    {}\n  : v\n", &rest[1..]));
    assert_eq!(written(&[("a\nb", "c\nd")]), "m:\n  ? |-\n    a\n    b\n  : |-\n    c\n    d\n");
}

#[test]
fn keys_stand_in_natural_order() {
    let keys = ["_u", "Z1", "a-b", "a_b", "a1", "a2", "a10", "a010", "ab", "sloth_id", "z9", "z10", "z10a"];
    let reversed: Vec<_> = keys.iter().rev().map(|key| (*key, "v")).collect();
    let order: Vec<_> = keys.iter().map(|key| format!("  {key}: v\n")).collect();
    assert_eq!(written(&reversed), format!("m:\n{}", order.concat()));
}

#[test]
fn an_item_begins_behind_its_dash() {
    let mut out = String::new();
    let mut yaml = Writer::new(&mut out);
    yaml.open(0, "list");
    for name in ["a", "b"] {
        yaml.item(0);
        yaml.text(2, "name", name);
        yaml.empty_list(2, "rules");
        yaml.duration(2, "interval", Some(Window::minutes(90)));
        yaml.duration(2, "for", Some(Window::ZERO));
        yaml.text_if_any(2, "alert", "");
    }
    assert_eq!(
        out,
        "list:\n- name: a\n  rules: []\n  interval: 1h30m\n- name: b\n  rules: []\n  interval: 1h30m\n"
    );
}

/// Texts of the bytes that matter to YAML, in any order, up to several lines long.
fn tricky() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        " ",
        "  ",
        "\n",
        ":",
        ": ",
        " #",
        "-",
        "- ",
        "?",
        "'",
        "\"",
        "\\",
        "a",
        "1",
        "0x",
        ".",
        "e",
        "_",
        "\t",
        "\r",
        "é",
        "😀",
        "null",
        "yes",
        "2024-02-09",
        "12:30",
        "{",
        "]",
        "&",
        "<<",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "a long word and another",
    ]);
    prop_oneof![prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat()), any::<String>()]
}

proptest! {
    #[test]
    fn every_map_reads_back(map in prop::collection::btree_map(tricky(), tricky(), 1..8)) {
        let entries: Vec<_> = map.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let text = written(&entries);
        let read: BTreeMap<String, BTreeMap<String, String>> = serde_yaml::from_str(&text).unwrap();
        prop_assert_eq!(&read["m"], &map, "{}", text);
    }

    #[test]
    fn no_reader_takes_a_text_for_something_else(text in tricky()) {
        let read: BTreeMap<String, BTreeMap<String, serde_yaml::Value>> =
            serde_yaml::from_str(&written(&[("k", &text)])).unwrap();
        prop_assert_eq!(read["m"]["k"].as_str(), Some(text.as_str()));
    }

    #[test]
    fn the_order_of_two_keys_does_not_depend_on_theirs(a in "[ab01_.é-]{0,6}", b in "[ab01_.é-]{0,6}") {
        prop_assert_eq!(order::natural(&a, &b), order::natural(&b, &a).reverse());
        prop_assert_eq!(order::natural(&a, &b).is_eq(), a == b);
    }

    #[test]
    fn sorting_keeps_every_key(keys in prop::collection::btree_set("[ab012_]{0,4}", 0..40)) {
        let mut sorted = Vec::new();
        order::each_sorted(keys.iter().map(|key| (key.as_str(), "")), keys.len(), |(key, _)| sorted.push(key.to_owned()));
        prop_assert_eq!(sorted.len(), keys.len());
        prop_assert_eq!(sorted.into_iter().collect::<std::collections::BTreeSet<_>>(), keys);
    }
}
