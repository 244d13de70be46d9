//! Errors in words, each said once.
//!
//! In: an error with its causes. Out: the API server's own words if it said something, else the causes in a line. Keeps: nothing of
//! how a library prints its structures.

use std::error::Error;

use anyhow::Chain;
use kube::core::Status;

/// What `error` says.
#[must_use]
pub fn said(error: &(dyn Error + 'static)) -> String {
    if let Some(words) = Chain::new(error).find_map(by_the_server) {
        return words;
    }
    let mut text = String::new();
    for words in Chain::new(error).map(ToString::to_string) {
        if text.is_empty() {
            text = words;
        } else if !text.contains(&words) {
            text = [text, words].join(": ");
        }
    }
    text
}

fn by_the_server(cause: &(dyn Error + 'static)) -> Option<String> {
    let status = match cause.downcast_ref::<kube::Error>() {
        Some(kube::Error::Api(status)) => status,
        _ => cause.downcast_ref::<Box<Status>>()?,
    };
    Some(status.message.clone()).filter(|message| !message.is_empty())
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;
    use kube::runtime::watcher;

    use super::*;

    #[test]
    fn the_server_speaks_for_itself() {
        let refused = || Box::new(Status::failure("you may not list", "Forbidden").with_code(403));
        let error = watcher::Error::InitialListFailed(kube::Error::Api(refused()));
        assert_eq!(said(&error), "you may not list");
        assert_eq!(said(&watcher::Error::WatchError(refused())), "you may not list");
    }

    #[test]
    fn a_cause_is_said_once() {
        let error = anyhow!("no such file").context("cannot read a: no such file").context("cannot start");
        assert_eq!(said(error.as_ref()), "cannot start: cannot read a: no such file");
    }
}
