//! What Go 1.26 says to each pattern, asked with `regexp/syntax.Parse`.

use proptest::prelude::*;

use super::check;

#[rustfmt::skip] // a table
const ACCEPTED: &[&str] = &[
    "", "SERVFAIL", "a|b", "^$", ".*", "^backend-shop.*$", "backend-(shop|cart)", "shop@docker",
    r"[^/]+\.svc", r"\p{greek}", r"\p{Gr-eek}", r"\p{uppercase_letter}", r"\pL", r"\P{^Han}", r"\p{Any}",
    r"[\pL\p{Greek}]", "(?P<n>a)(?P<n>b)", "(?<n>a)", "(?P<1a>b)", "(?-i)a", "(?i)a", "(?s-mi:a)",
    "(?U)a+?", "^*", "a*(?i)*", "a(?i)*", "a{,5}", "a{01}", "a{1000}", "(a{100}){10}",
    "((a{1000}){0}){1000}", "a{1,2", "{", "}", "]", r"\Q(*\E", r"\Q\E\Qa", r"a\z", r"\A\b\B", r"\12", r"\0",
    r"\_\<\-", r"\x41\x{10FFFF}", "[]a]", "[^]a]", "[a-]", r"[\d-a]", "[a&&b]", "[[a]]",
    "[[:alpha:][:^digit:]]", "[[:alpha]", "[[:]", "(a||b)", "()",
];

#[rustfmt::skip] // a table
const REFUSED: &[(&str, &str)] = &[
    ("(", "missing closing ): `(`"),
    ("a)", "unexpected ): `a)`"),
    ("(a|b", "missing closing ): `(a|b`"),
    ("(?i:a", "missing closing ): `(?i:a`"),
    ("[", "missing closing ]: `[`"),
    ("[a", "missing closing ]: `[a`"),
    ("[]", "missing closing ]: `[]`"),
    ("[^]", "missing closing ]: `[^]`"),
    ("[[:foo:]]", "invalid character class range: `[:foo:]`"),
    ("[z-a]", "invalid character class range: `z-a`"),
    (r"[a-\d]", r"invalid escape sequence: `\d`"),
    (r"[\b]", r"invalid escape sequence: `\b`"),
    (r"[\Q]\E]", r"invalid escape sequence: `\Q`"),
    (r"[\p]", r"invalid character class range: `\p]`"),
    (r"\", "trailing backslash at end of expression: ``"),
    (r"a\", "trailing backslash at end of expression: ``"),
    (r"\C", r"invalid escape sequence: `\C`"),
    (r"\Z", r"invalid escape sequence: `\Z`"),
    (r"\1", r"invalid escape sequence: `\1`"),
    (r"\8", r"invalid escape sequence: `\8`"),
    (r"\é", r"invalid escape sequence: `\é`"),
    (r"\x", r"invalid escape sequence: `\x`"),
    (r"\x1", r"invalid escape sequence: `\x1`"),
    (r"\xgh", r"invalid escape sequence: `\xgh`"),
    (r"\x{}", r"invalid escape sequence: `\x{}`"),
    (r"\x{110000}", r"invalid escape sequence: `\x{110000`"),
    (r"\p", r"invalid character class range: `\p`"),
    (r"\p{", r"invalid character class range: `\p{`"),
    (r"\p{}", r"invalid character class range: `\p{}`"),
    (r"\p{Grek}", r"invalid character class range: `\p{Grek}`"),
    (r"\p{Script=Greek}", r"invalid character class range: `\p{Script=Greek}`"),
    ("(?x)a", "invalid or unsupported Perl syntax: `(?x`"),
    ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"),
    ("(?!a)", "invalid or unsupported Perl syntax: `(?!`"),
    ("(?<=a)b", "invalid named capture: `(?<=a)b`"),
    ("(?#c)", "invalid or unsupported Perl syntax: `(?#`"),
    ("(?", "invalid or unsupported Perl syntax: `(?`"),
    ("(?i", "invalid or unsupported Perl syntax: `(?i`"),
    ("(?-)", "invalid or unsupported Perl syntax: `(?-)`"),
    ("(?i-i-i)", "invalid or unsupported Perl syntax: `(?i-i-`"),
    ("(?P=n)", "invalid or unsupported Perl syntax: `(?P`"),
    ("(?P<", "invalid or unsupported Perl syntax: `(?P`"),
    ("(?P<n", "invalid named capture: `(?P<n`"),
    ("(?P<>a)", "invalid named capture: `(?P<>`"),
    ("(?P<x y>a)", "invalid named capture: `(?P<x y>`"),
    ("(?P<é>a)", "invalid named capture: `(?P<é>`"),
    ("(?P<n>", "missing closing ): `(?P<n>`"),
    ("*", "missing argument to repetition operator: `*`"),
    ("|*", "missing argument to repetition operator: `*`"),
    ("(*)", "missing argument to repetition operator: `*`"),
    ("(?i)*", "missing argument to repetition operator: `*`"),
    (r"\Q\E*", "missing argument to repetition operator: `*`"),
    ("a**", "invalid nested repetition operator: `**`"),
    ("a*?*", "invalid nested repetition operator: `*?*`"),
    ("a++", "invalid nested repetition operator: `++`"),
    ("a{2}{3}", "invalid nested repetition operator: `{2}{3}`"),
    ("a{1000}{2}?", "invalid nested repetition operator: `{1000}{2}?`"),
    ("{2}", "missing argument to repetition operator: `{2}`"),
    ("a{1001}", "invalid repeat count: `{1001}`"),
    ("a{2,1}", "invalid repeat count: `{2,1}`"),
    ("a{99999999999}", "invalid repeat count: `{99999999999}`"),
    ("a{1,99999999999}", "invalid repeat count: `{1,99999999999}`"),
    ("(a{100}){11}", "invalid repeat count: `{11}`"),
    ("((a{1000}){0,}){2}", "invalid repeat count: `{2}`"),
];

#[test]
fn accepts_what_go_accepts() {
    for pattern in ACCEPTED {
        assert_eq!(check(pattern), Ok(()), "{pattern}");
    }
}

#[test]
fn refuses_in_the_words_of_go() {
    for (pattern, text) in REFUSED {
        assert_eq!(check(pattern), Err(format!("error parsing regexp: {text}")), "{pattern}");
    }
}

#[test]
fn bounds_the_height_and_not_the_number_of_plain_groups() {
    let nested = |open: &str, depth| format!("{}a{}", open.repeat(depth), ")".repeat(depth));
    assert_eq!(check(&nested("(", 999)), Ok(()));
    assert!(check(&nested("(", 1000)).is_err_and(|text| text.contains("expression nests too deeply")));
    assert_eq!(check(&nested("(?:", 100_000)), Ok(()));
}

proptest! {
    #[test]
    fn never_panics(pattern in r"([a\\(){}\[\]:?<>PpQExé0-9,|*+^-]|\PC){0,40}") {
        let _ = check(&pattern);
    }

    #[test]
    fn accepts_any_quoted_text(text in r"[^\\]{0,20}") {
        prop_assert_eq!(check(&format!(r"^\Q{text}\E$")), Ok(()));
    }
}
