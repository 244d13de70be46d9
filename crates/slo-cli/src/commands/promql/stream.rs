//! Queries in, verdicts out, a line each, for a program that asks many questions.
//!
//! In: lines of JSON, `{"input": "…"}`. Out: one line for each, in order: `{"ok": true}`, or `{"ok": false, "start": N, "end": N,
//! "message": "…"}`. Keeps: whatever is in a line, the next one is read; a verdict is written before the next question is
//! waited for; memory is bounded.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};

use serde::{Deserialize, Serialize};
use slo_compiler::diagnostic::Diagnostic;

/// A longer line is not read: no query is so long.
const MAX_LINE: u64 = 16 << 20;

#[derive(Deserialize)]
struct Question {
    input: String,
}

#[derive(Serialize)]
struct Verdict {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

impl Verdict {
    fn of(found: Option<Diagnostic>) -> Self {
        match found {
            None => Self { ok: true, start: None, end: None, message: None },
            Some(Diagnostic { span, message, .. }) => Self {
                ok: false,
                start: span.map(|span| span.start),
                end: span.map(|span| span.end),
                message: Some(message),
            },
        }
    }

    fn bad_line(reason: &str) -> Self {
        Self { ok: false, start: None, end: None, message: Some(format!("bad line: {reason}")) }
    }
}

/// Answers every line of `questions` with what `judge` says of its query.
///
/// # Errors
/// When a stream fails.
pub(super) fn run(
    questions: impl Read,
    answers: impl Write,
    judge: impl Fn(&str) -> Option<Diagnostic>,
) -> io::Result<()> {
    let mut questions = BufReader::with_capacity(1 << 16, questions);
    let mut answers = BufWriter::new(answers);
    let mut line = Vec::new();
    loop {
        if questions.buffer().is_empty() {
            answers.flush()?; // the next read may wait for someone who waits for these
        }
        line.clear();
        let read = questions.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            return answers.flush();
        }
        let verdict = if line.last() == Some(&b'\n') || (read as u64) < MAX_LINE {
            if line.trim_ascii().is_empty() {
                continue;
            }
            answer(&line, &judge)
        } else {
            questions.skip_until(b'\n')?;
            Verdict::bad_line("it is too long")
        };
        serde_json::to_writer(&mut answers, &verdict)?;
        answers.write_all(b"\n")?;
    }
}

fn answer(line: &[u8], judge: &impl Fn(&str) -> Option<Diagnostic>) -> Verdict {
    match serde_json::from_slice(line) {
        Ok(Question { input }) => Verdict::of(judge(&input)),
        Err(error) => Verdict::bad_line(&error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use slo_compiler::promql::Options;

    use super::super::query::{Anchor, problem};
    use super::*;

    fn answers(questions: &[u8]) -> Vec<String> {
        let mut written = Vec::new();
        run(questions, &mut written, |text| problem(text, false, Options::default(), Anchor::Prometheus))
            .unwrap();
        String::from_utf8(written).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn every_line_gets_its_answer() {
        let questions = b"{\"input\": \"up\"}\n{\"input\": \"\xc3\xbc\"}\n\nnonsense\n\xff\n{\"input\": 1}\n[]\n{\"input\":\"rate(x)\",\"more\":1}";
        let answers = answers(questions);
        assert_eq!(answers.len(), 7, "{answers:#?}");
        assert_eq!(answers[0], r#"{"ok":true}"#);
        assert!(answers[1].starts_with(r#"{"ok":false,"start":0,"end":2,"message":""#), "{}", answers[1]);
        for bad in &answers[2..6] {
            assert!(bad.starts_with(r#"{"ok":false,"message":"bad line: "#), "{bad}");
        }
        assert!(answers[6].starts_with(r#"{"ok":false,"start":5,"end":6,"#), "{}", answers[6]);
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let mut questions = vec![b'x'; usize::try_from(MAX_LINE).unwrap() + 10];
        questions.extend(b"\n{\"input\":\"up\"}\n");
        let answers = answers(&questions);
        assert_eq!(answers, [r#"{"ok":false,"message":"bad line: it is too long"}"#, r#"{"ok":true}"#]);
    }
}
