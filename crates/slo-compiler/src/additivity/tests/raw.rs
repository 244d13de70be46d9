//! Error ratios, and what becomes of them.

use super::{short, with_window};
use crate::additivity::{Class, Fraction, Grouping, Part, Piece, RawShape, raw};

/// Query, bad events, all events, class.
#[rustfmt::skip] // a table
const FRACTIONS: &[(&str, &str, &str, Class)] = &[
    ("sum(rate(e[W])) / sum(rate(t[W]))",
     "sum(rate(e[W]))", "sum(rate(t[W]))", Class::Rate),
    ("((sum(increase(e[W]))) / (sum(increase(t[W]))))",
     "sum(increase(e[W]))", "sum(increase(t[W]))", Class::Sum),
    ("(sum(rate(e[W])) or vector(0)) / sum(rate(t[W]))",
     "sum(rate(e[W])) or vector(0)", "sum(rate(t[W]))", Class::Rate),
    ("sum by (a) (rate(e[W])) / on (a) sum by (a) (rate(t[W]))",
     "sum by (a) (rate(e[W]))", "sum by (a) (rate(t[W]))", Class::Rate),
    ("sum(rate(e[W])) / ignoring (code) sum(rate(t[W]))",
     "sum(rate(e[W]))", "sum(rate(t[W]))", Class::Rate),
    ("rate(e[W]) / rate(t[W])",
     "rate(e[W])", "rate(t[W])", Class::Rate),
    // A guard of the division is left to the policy.
    ("sum(rate(e[W])) / (sum(rate(t[W])) > 0)",
     "sum(rate(e[W]))", "sum(rate(t[W]))", Class::Rate),
    ("sum(rate(e[W])) / ((sum(rate(t[W]))) != 0)",
     "sum(rate(e[W]))", "sum(rate(t[W]))", Class::Rate),
    ("1 - sum(rate(g[W])) / sum(rate(t[W]))",
     "(sum(rate(t[W]))) - (sum(rate(g[W])))", "sum(rate(t[W]))", Class::Rate),
    ("(1) - (sum(rate(g[W])) / sum(rate(t[W])))",
     "(sum(rate(t[W]))) - (sum(rate(g[W])))", "sum(rate(t[W]))", Class::Rate),
    ("(sum(rate(t[W])) - (sum(rate(g[W])))) / sum(rate(t[W]))",
     "sum(rate(t[W])) - (sum(rate(g[W])))", "sum(rate(t[W]))", Class::Rate),
    // What no series means is said of all SLIs.
    ("(sum(rate(e[W])) / (sum(rate(t[W])) > 0)) OR on() vector(0)",
     "sum(rate(e[W]))", "sum(rate(t[W]))", Class::Rate),
    ("1 - (sum(rate(g[W])) / sum(rate(t[W])) or vector(1))",
     "(sum(rate(t[W]))) - (sum(rate(g[W])))", "sum(rate(t[W]))", Class::Rate),
    ("1 - rate(g[W]) / rate(t[W])",
     "(rate(t[W])) - (rate(g[W]))", "rate(t[W])", Class::Rate),
    ("1 - (sum(rate(t[W])) - sum(rate(e[W]))) / sum(rate(t[W]))",
     "(sum(rate(t[W]))) - (sum(rate(t[W])) - sum(rate(e[W])))", "sum(rate(t[W]))", Class::Rate),
    ("(sum(rate(t[W])) - on () sum(rate(g[W]))) / sum(rate(t[W]))",
     "sum(rate(t[W])) - on () sum(rate(g[W]))", "sum(rate(t[W]))", Class::Rate),
    ("(sum(rate(a[W])) + sum(rate(b[W]))) / sum(rate(t[W]))",
     "sum(rate(a[W])) + sum(rate(b[W]))", "sum(rate(t[W]))", Class::Rate),
    // comments and lines
    ("# errors / all\nsum(rate(e[W])) # errors\n / # by\n sum(rate(t[W])) # all",
     "sum(rate(e[W]))", "sum(rate(t[W]))", Class::Rate),
    ("(sum( # inside\n rate(e[W]))) / sum(rate(t[W]))",
     "sum( # inside\n rate(e[W]))", "sum(rate(t[W]))", Class::Rate),
];

#[test]
fn ratios_of_events_are_taken_apart() {
    for (text, bad, total, class) in FRACTIONS {
        let RawShape::Fraction(fraction) = raw(&short(text)) else {
            panic!("{text}: {:?}", raw(&short(text)))
        };
        let found = (fraction.bad.text, fraction.total.text, fraction.class);
        assert_eq!(found, (with_window(bad), with_window(total), *class), "{text}");
    }
}

#[test]
fn parts_have_their_labels() {
    let part = |text: &str| {
        let (text, grouping) = (with_window(text), Grouping::By(vec!["a".to_owned()]));
        Part { pieces: vec![Piece::Text(text.clone())], text, grouping, is_whole: true }
    };
    let found = raw(&short("sum by (a) (rate(e[W])) / sum by (a) (rate(t[W]))"));
    let (bad, total) = (part("sum by (a) (rate(e[W]))"), part("sum by (a) (rate(t[W]))"));
    assert_eq!(found, RawShape::Fraction(Fraction { bad, total, class: Class::Rate }));
}

/// Averages, with their labels; `*` where they are not known.
#[rustfmt::skip] // a table
const MEANS: &[(&str, &str)] = &[
    ("1 - avg_over_time(x[W])",                       "*"),
    ("avg(avg_over_time(x[W]))",                      ""),
    ("1 - avg by (a) (avg_over_time(x[W]))",          "a"),
    ("1 - avg_over_time((up > bool 0)[W:1m])",        "*"),
    ("sum(rate(down_seconds_total[W])) / 3",          ""),
];

#[test]
fn averages_stay_averages() {
    for (text, expected) in MEANS {
        let RawShape::Mean { grouping } = raw(&short(text)) else {
            panic!("{text}: {:?}", raw(&short(text)))
        };
        let found = match grouping {
            Grouping::By(labels) => labels.join(" "),
            Grouping::Unknown => "*".to_owned(),
        };
        assert_eq!(found, *expected, "{text}");
    }
}

/// Query, the text that is pointed at, words of the reason.
#[rustfmt::skip] // a table
const DIRECT: &[(&str, &str, &str)] = &[
    ("sum(rate(e[W])) / sum(increase(t[W]))",                       "/",    "mixes"),
    ("avg_over_time(e[W]) / avg_over_time(t[W])",                   "avg_over_time(t[{{.window}}])", "counts no events"),
    ("sum(rate(e[W])) / (sum(rate(t[W])) > bool 0)",                ">",    "anew"),
    ("sum(rate(e[W])) / (sum(rate(t[W])) > 1)",                     ">",    "anew"),
    ("histogram_quantile(0.99, sum by (le) (rate(h_bucket[W]))) > bool 1",  ">", "anew"),
    ("sum(rate(e[W])) / (sum(rate(t[W])) or vector(1))",            "vector(1)", "never happened"),
    ("sum(irate(e[W])) / sum(rate(t[W]))",                          "irate", "samples"),
    ("(sum(rate(e[W])) / sum(rate(t[W]))) or vector(1)",            "vector(1)", "never happened"),
    ("1 - (sum(rate(g[W])) / sum(rate(t[W])) or vector(0))",        "/",    "does not tell"),
    ("2 - sum(rate(e[W])) / sum(rate(t[W]))",                       "/",    "does not tell"),
    ("sum(rate(e[W])) / sum(rate(t[W])) / 2",                       "/",    "does not tell"),
    ("sum by (a) (rate(e[W])) / sum(rate(t[W]))",                   "/",    "same labels"),
    ("sum by (a) (rate(e[W])) / on (a) group_left sum by (a) (rate(t[W]))", "/", "same labels"),
    ("sum by (a, b) (rate(e[W])) / on (a) sum by (a, b) (rate(t[W]))",      "/", "same labels"),
    ("sum by (a) (rate(e[W])) / ignoring (a) sum by (a) (rate(t[W]))",      "/", "same labels"),
    ("rate(e[W]) / on (a) rate(t[W])",                              "/",    "same labels"),
    ("sum(increase(e[W])) / 100",                                   "sum(increase(e[{{.window}}])) / 100", "grows with the window"),
    ("1 - up",                                                      "up",   "one moment"),
    ("sum(rate(e[5m])) / sum(rate(t[W]))",                          "5m",   "not the window"),
];

#[test]
fn the_rest_is_asked_directly() {
    for (text, pointed_at, words) in DIRECT {
        let query = short(text);
        let RawShape::Direct { why, .. } = raw(&query) else { panic!("{text}: {:?}", raw(&query)) };
        assert_eq!(&query.text()[why.span.range()], *pointed_at, "{text}: {why}");
        assert!(why.to_string().contains(words), "{text}: {why}");
    }
}
