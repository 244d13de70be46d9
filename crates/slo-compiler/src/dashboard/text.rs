//! Texts for people: what stands above the numbers of an SLO.
//!
//! Users write plain text, and panels show Markdown, in which Grafana replaces variables first. Keeps: what users wrote is shown as
//! they wrote it, and an address leads where they said.

use std::fmt::Write as _;

use super::links::{filled_in, in_url, percent};
use super::settings::Settings;
use super::subject::Subject;

/// The SLO in words, as Markdown: what it is about, what it promises, whose it is, and where to go on.
pub(super) fn about(subject: Subject<'_>, settings: &Settings) -> String {
    let slo = subject.slo;
    let mut text = String::new();
    if !slo.description.trim().is_empty() {
        text.extend([&plain(&slo.description), "\n\n"]);
    }
    // A `String` takes everything.
    let _ =
        write!(text, "**{} %** of events are good over **{}**", percent(slo.objective.percent()), slo.period);
    for label in &settings.filters {
        if let Some(value) = subject.info(label) {
            let _ = write!(text, " · {}: {}", plain(label), plain(value));
        }
    }
    if let Some(runbook) = subject.runbook() {
        let _ = write!(text, " · [Runbook](<{}>)", address(runbook));
    }
    if let Some(url) = &settings.spec_url {
        let _ = write!(text, " · [Spec](<{}>)", address(&filled_in(url, subject, in_url)));
    }
    if slo.objective.error_budget() <= 0.0 {
        text.push_str(
            "\n\nAn objective of 100 % leaves no error budget, so there is nothing that could burn.",
        );
    }
    text
}

/// Markdown that shows `text` as it is written; addresses become links.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (number, line) in text.trim().lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        for (number, word) in line.split_whitespace().enumerate() {
            match number {
                0 if begins_block(word) => out.push('\\'),
                0 => {}
                _ => out.push(' '),
            }
            add_word(word, number == 0, &mut out);
        }
    }
    out
}

/// Whether a line that begins with `word` could be a heading, a list, a quotation or a ruler.
fn begins_block(word: &str) -> bool {
    word.starts_with(['#', '>', '+', '-', '='])
}

fn add_word(word: &str, is_first: bool, out: &mut String) {
    let start = ["https://", "http://"].iter().filter_map(|scheme| word.find(scheme)).min();
    let (before, rest) = word.split_at(start.unwrap_or(word.len()));
    let number = before.trim_end_matches(['.', ')']);
    if is_first && number.len() + 1 == before.len() && number.bytes().all(|byte| byte.is_ascii_digit()) {
        out.extend([number, "\\"]); // not the first item of a list
        out.push_str(before.split_at(number.len()).1);
    } else {
        before.chars().for_each(|c| add_char(c, out));
    }
    let url = rest.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '"', '>']);
    if !url.is_empty() {
        out.extend(["<", &address(url), ">"]);
    }
    rest.split_at(url.len()).1.chars().for_each(|c| add_char(c, out));
}

fn add_char(c: char, out: &mut String) {
    match c {
        '<' => out.push_str("&lt;"),
        '&' => out.push_str("&amp;"),
        '$' => out.push_str("&#36;"),
        '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => out.extend(['\\', c]),
        c if c.is_control() => {}
        c => out.push(c),
    }
}

/// `url` as it can stand between angle brackets: percent-encoded where it would end there, or where Grafana would replace a part.
fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() && !b"<>\"\\`{}|^$".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}"); // a `String` takes everything
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_users_write_is_shown_as_they_wrote_it() {
        for (written, markdown) in [
            ("Requests are answered.", "Requests are answered."),
            ("p99 < 300ms & <b>fast</b>", "p99 &lt; 300ms &amp; &lt;b>fast&lt;/b>"),
            ("costs $team or ${__from} or [[team]]", r"costs &#36;team or &#36;{\_\_from} or \[\[team\]\]"),
            ("*.html and __init__ `x` ~y~ a|b", r"\*.html and \_\_init\_\_ \`x\` \~y\~ a\|b"),
            (
                "# no heading\n\n- no list\n   1. either\n> no quotation\n---",
                "\\# no heading\n\n\\- no list\n1\\. either\n\\> no quotation\n\\---",
            ),
            ("2026 was fine, 3. was not", "2026 was fine, 3. was not"),
            ("[x](javascript:alert)", r"\[x\](javascript:alert)"),
            ("(see https://a.example/b_c?d=$e&f=<g>).", "(see <https://a.example/b_c?d=%24e&f=%3Cg>>)."),
        ] {
            assert_eq!(plain(written), markdown, "{written}");
        }
    }

    #[test]
    fn an_address_cannot_leave_its_brackets() {
        assert_eq!(
            address("https://a.example/x y>) <b>$v/é?q=%20"),
            "https://a.example/x%20y%3E)%20%3Cb%3E%24v/%C3%A9?q=%20"
        );
    }
}
