//! Asking a Prometheus what a report says.
//!
//! In: compiled SLOs, a time, a [`Client`]. Out: a [`Report`]. Keeps: the number of requests grows with the number of
//! batches, not with that of SLOs: all facts of a batch come in one answer, and series are told apart here by their labels.

mod known;
mod question;
mod spans;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use slo_compiler::CompiledSlo;

use self::known::Known;
use self::question::Question;
use super::model::Report;
use crate::prometheus::{Answer, Client, QueryError, Series};

/// So many requests are under way at once. The server has other work, too.
const PARALLEL: usize = 4;

/// The questions of a report, before they are asked.
#[derive(Debug)]
pub struct Survey<'s> {
    slos: Vec<&'s CompiledSlo>,
    questions: Vec<Question>,
    at: i64,
    /// How many SLOs are left out.
    disabled: usize,
}

impl<'s> Survey<'s> {
    /// Plans the questions about `slos` at a time in seconds since 1970. No two of them have the same id. Those that are disabled
    /// have no rules, and are only counted.
    pub fn new(slos: impl IntoIterator<Item = &'s CompiledSlo>, at: i64) -> Self {
        let (disabled, slos): (Vec<_>, Vec<_>) =
            slos.into_iter().partition(|compiled| compiled.slo.tuning.disabled);
        let subjects: Vec<_> = slos.iter().map(|slo| (*slo).into()).collect();
        Self { questions: question::questions(&subjects, at), slos, at, disabled: disabled.len() }
    }

    /// How many requests it takes.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.questions.len()
    }

    /// Asks `client`, some questions at a time, and calls `answered` after each answer.
    ///
    /// # Errors
    /// The first question without an answer: a report in which some SLOs seem to have no data, because one request of many
    /// failed, would be wrong.
    pub fn run(
        &self,
        client: &Client,
        title: &str,
        answered: &(dyn Fn() + Sync),
    ) -> Result<Report, QueryError> {
        let mut answers = ask_all(client, &self.questions, answered)?;
        // Answers came in any order; the report must not show it.
        answers.sort_by_key(|(position, _)| *position);
        let mut known = Known::new(&self.slos);
        let mut warnings = Vec::new();
        for (position, answer) in answers {
            let Some(question) = self.questions.get(position) else { continue };
            answer.series.iter().for_each(|series| known.take(question.kind, series));
            warnings.extend(answer.warnings);
        }
        warnings.sort_unstable();
        warnings.dedup();
        let (title, server) = (title.to_owned(), client.endpoint().to_string());
        Ok(Report {
            title,
            server,
            at: self.at,
            slos: known.reports(self.at),
            disabled: self.disabled,
            warnings,
        })
    }
}

/// The answers with the positions of their questions; stops at the first failure.
fn ask_all(
    client: &Client,
    questions: &[Question],
    answered: &(dyn Fn() + Sync),
) -> Result<Vec<(usize, Answer<Series>)>, QueryError> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Ok(Vec::with_capacity(questions.len())));
    let work = || {
        while let Some((position, question)) = {
            let position = next.fetch_add(1, Ordering::Relaxed);
            questions.get(position).map(|question| (position, question))
        } {
            let answer = question.ask(client);
            answered();
            // A thread that panicked is reported when it is joined.
            let mut results = results.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            match (&mut *results, answer) {
                (Ok(answers), Ok(answer)) => answers.push((position, answer)),
                (Ok(_), Err(error)) => *results = Err(error),
                (Err(_), _) => {}
            }
            if results.is_err() {
                next.store(questions.len(), Ordering::Relaxed);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..PARALLEL.min(questions.len()) {
            scope.spawn(work);
        }
    });
    results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}
