//! Asking a Prometheus what a report says.
//!
//! In: compiled SLOs, a time, a [`Client`]. Out: a [`Report`]. Keeps: the number of requests grows with the number of
//! batches, not with that of SLOs: all facts of a batch come in one answer, and series are told apart here by their labels.

mod batch;
mod fill;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use slo_compiler::CompiledSlo;

use self::batch::{Answered, Batch, QUESTIONS, Question};
use super::model::Report;
use crate::prometheus::{Client, QueryError};

/// So many requests are under way at once. The server has other work, too.
const PARALLEL: usize = 4;

/// The questions of a report, before they are asked.
#[derive(Debug)]
pub struct Survey<'s> {
    slos: Vec<&'s CompiledSlo>,
    batches: Vec<Batch>,
    at: i64,
}

impl<'s> Survey<'s> {
    /// Plans the questions about `slos` at a time in seconds since 1970. No two of them have the same id.
    pub fn new(slos: impl IntoIterator<Item = &'s CompiledSlo>, at: i64) -> Self {
        let slos: Vec<_> = slos.into_iter().collect();
        let batches = batch::batches(&slos);
        Self { slos, batches, at }
    }

    /// How many requests it takes.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.batches.len() * QUESTIONS.len()
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
        let mut report = Report {
            title: title.to_owned(),
            server: client.endpoint().to_string(),
            at: self.at,
            slos: self.slos.iter().map(|slo| fill::facts(slo)).collect(),
            warnings: Vec::new(),
        };
        let questions: Vec<(&Batch, Question)> = self
            .batches
            .iter()
            .flat_map(|batch| QUESTIONS.iter().map(move |question| (batch, *question)))
            .collect();
        let mut answers = ask_all(client, &questions, self.at, answered)?;
        // Answers came in any order; the report must not show it.
        answers.sort_by_key(|(position, _)| *position);
        for (position, answer) in answers {
            let Some((batch, _)) = questions.get(position) else { continue };
            fill::fill(&mut report, &self.slos, batch, answer);
        }
        fill::finish(&mut report, &self.slos);
        Ok(report)
    }
}

/// The answers with the positions of their questions; stops at the first failure.
fn ask_all(
    client: &Client,
    questions: &[(&Batch, Question)],
    at: i64,
    answered: &(dyn Fn() + Sync),
) -> Result<Vec<(usize, Answered)>, QueryError> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Ok(Vec::with_capacity(questions.len())));
    let work = || {
        while let Some((position, (batch, question))) = {
            let position = next.fetch_add(1, Ordering::Relaxed);
            questions.get(position).map(|question| (position, question))
        } {
            let answer = batch.ask(*question, client, at);
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
