//! Which documents are taken for which kind of spec, and what is said about the others.

use super::SpecKind;
use super::kind::detect;
use super::kind_help::explain;

#[test]
fn kinds_are_recognised_by_their_lines() {
    use SpecKind::{OpenSlo, ServiceLevel, Sloth};
    let cases = [
        ("version: prometheus/v1", Some(Sloth)),
        ("a: 1\nversion:   \"prometheus/v1\"   \nb: 2", Some(Sloth)),
        ("version: 'prometheus/v1\nb: 2", Some(Sloth)),
        ("version: prometheus/v1\r\nb: 2", Some(Sloth)),
        ("version: prometheus/v1\r  \nb: 2", Some(Sloth)),
        ("version: prometheus/v1 \r\nb: 2", None),
        ("version:\tprometheus/v1", None),
        ("version:prometheus/v1", None),
        ("version: prometheus/v1 # note", None),
        ("version: prometheus/v10", None),
        (" version: prometheus/v1", None),
        ("version: \"\"prometheus/v1\"", None),
        ("kind: PrometheusServiceLevel\napiVersion: sloth.slok.dev/v1", Some(ServiceLevel)),
        ("kind: PrometheusServiceLevel\napiVersion: slothXslok.dev/v1", Some(ServiceLevel)),
        ("kind: PrometheusServiceLevel\napiVersion: slothéslok.dev/v1", Some(ServiceLevel)),
        ("kind: PrometheusServiceLevel\napiVersion: openslo/v1alpha", None),
        ("kind: PrometheusServiceLevel\r\napiVersion: sloth.slok.dev/v1\r", None),
        ("kind: SLO\napiVersion: openslo/v1alpha", Some(OpenSlo)),
        ("kind: SLO\napiVersion: openslo/v1", None),
        ("kind: SLO\napiVersion: sloth.slok.dev/v1\nversion: prometheus/v1", Some(Sloth)),
    ];
    for (text, kind) in cases {
        assert_eq!(detect(text.as_bytes()), kind, "{text:?}");
    }
}

#[test]
fn what_almost_matched_is_explained() {
    let cases = [
        ("version: prometheus/v1 # note", "a comment follows it", "version: prometheus/v1 # note"),
        ("\u{FEFF}version: prometheus/v1", "a byte order mark", "\u{FEFF}version: prometheus/v1"),
        ("a:\n  version: prometheus/v1", "it is indented", "  version: prometheus/v1"),
        ("{\n  \"version\": \"prometheus/v1\",\n}", "it is indented", "  \"version\": \"prometheus/v1\","),
        ("version:\tprometheus/v1", "it has a tab", "version:\tprometheus/v1"),
        ("\"version\": prometheus/v1", "the key is in quotes", "\"version\": prometheus/v1"),
        (
            "version: prometheus/v1 \r\na: 1",
            "a space stands before the carriage return",
            "version: prometheus/v1 \r",
        ),
        ("kind: SLO\r\napiVersion: openslo/v1alpha\r", "carriage return", "kind: SLO\r"),
        ("kind: Deployment\napiVersion: apps/v1", "`kind: Deployment`", "kind: Deployment"),
        ("kind: SLO\napiVersion: openslo/v1", "`apiVersion: openslo/v1`", "kind: SLO"),
        ("version: 2", "`version: 2` is not known", "version: 2"),
        ("%YAML 1.1", "directive", "%YAML 1.1"),
        ("{}", "JSON", "{}"),
        ("# c", "only indented comments", "# c"),
        ("a: 1", "does not say what it is", "a: 1"),
    ];
    for (text, message, line) in cases {
        let explanation = explain(text.as_bytes());
        assert!(explanation.message.contains(message), "{text:?}: {}", explanation.message);
        assert_eq!(&text[explanation.span.range()], line);
    }
}

#[test]
fn who_has_another_version_or_encoding_is_told_which_one_is_read() {
    let help = |text: &[u8]| explain(text).help;
    assert!(help(b"apiVersion: openslo/v1\nkind: SLO").starts_with("of OpenSLO, `kind: SLO`"));
    assert!(help(b"apiVersion: openslo/v1alpha\nkind: Service").starts_with("of OpenSLO, `kind: SLO`"));
    assert!(help(b"apiVersion: v1\nkind: Service").starts_with("a spec has the line"));
    for text in [b"\xFF\xFEv\0e\0", b"\xFE\xFF\0v\0e"] {
        let explanation = explain(text);
        assert_eq!(explanation.message, "the file is not UTF-8, but UTF-16");
        assert_eq!(explanation.span, crate::diagnostic::Span::new(0, 2));
    }
}
