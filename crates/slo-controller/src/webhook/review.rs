//! One review: an object to an answer.
//!
//! In: the bytes of an `AdmissionReview`, the compiler's options. Out: the bytes of the answer. Keeps: what does not change the
//! spec is always allowed, so that an object that was stored broken can still get labels and be deleted.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use slo_compiler::{LintOptions, Options};

use crate::core::compile::lines;
use crate::core::profile;
use crate::resource::ServiceLevel;

/// The most errors and warnings that an answer names.
const MAX_LINES: usize = 10;

#[derive(Deserialize)]
struct Review {
    request: Request,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    uid: String,
    #[serde(default)]
    object: Option<ServiceLevel>,
    #[serde(default)]
    old_object: Option<ServiceLevel>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    api_version: &'static str,
    kind: &'static str,
    response: Response,
}

#[derive(Default, Serialize)]
struct Response {
    uid: String,
    allowed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct Status {
    code: u16,
    reason: &'static str,
    message: String,
}

/// Answers a review.
///
/// # Errors
/// It cannot be read.
pub(super) fn review(body: &[u8], options: &Arc<Options>) -> serde_json::Result<Vec<u8>> {
    let Review { request: Request { uid, object, old_object } } = serde_json::from_slice(body)?;
    let is_same = |object: &ServiceLevel| old_object.as_ref().is_some_and(|old| old.spec() == object.spec());
    let response = match object.filter(|object| !is_same(object)) {
        Some(object) => Response { uid, ..judged(&object, options) },
        None => Response { uid, allowed: true, ..Response::default() },
    };
    serde_json::to_vec(&Answer { api_version: "admission.k8s.io/v1", kind: "AdmissionReview", response })
}

fn judged(object: &ServiceLevel, options: &Arc<Options>) -> Response {
    // A mistake in an annotation is told in the status.
    let options = profile::options(object, options).unwrap_or_else(|_| Arc::clone(options));
    let mut options = Options::clone(&options);
    options.lints = LintOptions::default();
    let (errors, warnings) = lines(object, &options);
    let warnings = cut(warnings);
    if errors.is_empty() {
        return Response { allowed: true, warnings, ..Response::default() };
    }
    let message = cut(errors).join("; ");
    Response {
        status: Some(Status { code: 422, reason: "Invalid", message }),
        warnings,
        ..Response::default()
    }
}

/// The first lines, and how many there are besides.
fn cut(mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(MAX_LINES);
    lines.truncate(MAX_LINES);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines
}
