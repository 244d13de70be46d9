//! A file of alert windows: which burn rates raise the alerts of SLOs with one period.
//!
//! In: a file of `kind: AlertWindows`. Out: [`AlertWindows`]. Keeps: no window and no
//! budget is zero.

use serde::Deserialize;

use super::Extensions;
use super::de;
use super::load::{syntax, too_large};
use super::reference::Loader;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FieldPath, Place, Span};
use crate::model::{AlertPairs, AlertWindows, Window, WindowPair};
use crate::source::{self, Comments, MAX_BYTES, Source};

/// Which burn rates raise the alerts of SLOs with one period.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct File {
    /// `sloth.slok.dev/v1`
    api_version: String,
    /// `AlertWindows`
    kind: String,
    /// The windows.
    spec: WrittenSpec,
}

/// The windows of one period.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
struct WrittenSpec {
    /// The SLO period that these windows are for, such as `30d`.
    slo_period: Option<String>,
    /// The alert that calls someone.
    page: WrittenPairs,
    /// The alert that can wait for working hours.
    ticket: WrittenPairs,
}

/// The two conditions of an alert; one of them is enough.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
struct WrittenPairs {
    /// For fast burns: short windows, a high burn rate.
    quick: WrittenPair,
    /// For slower burns: longer windows, a lower burn rate.
    slow: WrittenPair,
}

/// A condition: the budget burns too fast in both windows.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
struct WrittenPair {
    /// How much of the period's error budget may be used up within the long window, in percent. It decides the burn rate.
    error_budget_percent: f64,
    /// The window that ends the alert soon after the burning stops, such as `5m`.
    short_window: Option<String>,
    /// The window that keeps short bursts from raising the alert, such as `1h`.
    long_window: Option<String>,
}

/// Reads a file of alert windows.
///
/// Warnings, such as unknown fields, come with the windows.
///
/// # Errors
///
/// Everything that is wrong with the file, the errors first. The `reference` of each is the text that Sloth puts behind
/// `could not load "FILE" alert windows: `.
pub fn read(source: &Source) -> Result<(AlertWindows, Diagnostics), Diagnostics> {
    let whole = Span::new(0, source.bytes().len());
    if whole.end == 0 {
        let problem = problem(Place::Document, "the file is empty", "spec is required");
        return Err([Diagnostic { span: Some(whole), ..problem }].into_iter().collect());
    }
    if whole.end > MAX_BYTES {
        return Err([too_large(source)].into_iter().collect());
    }
    let (nodes, error) = source::Document::parse(source, whole, Comments::Keep);
    if let Some(error) = error {
        return Err(located(&nodes, [syntax(&error, 0, Loader::AlertWindows)]));
    }
    let (file, found): (File, _) = de::read(&nodes, Loader::AlertWindows, Extensions::Read);
    let mut durations = Durations::default();
    let windows = durations.windows(&file.spec);
    // What has the wrong type is neither wrong nor missing, only not understood.
    let unread = |problem: &Diagnostic| problem.field().is_some_and(|path| found.unread.contains(path));
    let wrong: Vec<_> = durations.wrong.into_iter().filter(|problem| !unread(problem)).collect();
    let missing = check(&file, &windows);
    let wrong_at = |problem: &Diagnostic| wrong.iter().any(|wrong| wrong.place == problem.place);
    let missing: Vec<_> =
        missing.into_iter().filter(|problem| !unread(problem) && !wrong_at(problem)).collect();
    // Sloth stops reading at the first duration that it does not understand.
    let diagnostics = located(&nodes, wrong.into_iter().chain(found.diagnostics).chain(missing));
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok((windows, diagnostics)) }
}

fn problem(place: impl Into<Place>, message: impl Into<String>, reference: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::WindowsInvalid, place, message).reference(reference)
}

fn located(nodes: &source::Document, found: impl IntoIterator<Item = Diagnostic>) -> Diagnostics {
    let locate = |diagnostic: Diagnostic| Diagnostic {
        span: diagnostic.span.or_else(|| Some(nodes.locate(&diagnostic.place))),
        ..diagnostic
    };
    found.into_iter().map(locate).collect()
}

/// Reads durations; one that is not there is zero.
#[derive(Default)]
struct Durations {
    wrong: Vec<Diagnostic>,
}

impl Durations {
    fn windows(&mut self, spec: &WrittenSpec) -> AlertWindows {
        let path = FieldPath::root().key("spec");
        AlertWindows {
            period: self.window(path.key("sloPeriod"), spec.slo_period.as_deref()),
            page: self.pairs(&path.key("page"), &spec.page),
            ticket: self.pairs(&path.key("ticket"), &spec.ticket),
        }
    }

    fn pairs(&mut self, path: &FieldPath, pairs: &WrittenPairs) -> AlertPairs {
        AlertPairs {
            quick: self.pair(&path.key("quick"), &pairs.quick),
            slow: self.pair(&path.key("slow"), &pairs.slow),
        }
    }

    fn pair(&mut self, path: &FieldPath, pair: &WrittenPair) -> WindowPair {
        WindowPair {
            error_budget_percent: pair.error_budget_percent,
            short: self.window(path.key("shortWindow"), pair.short_window.as_deref()),
            long: self.window(path.key("longWindow"), pair.long_window.as_deref()),
        }
    }

    fn window(&mut self, path: FieldPath, written: Option<&str>) -> Window {
        let Some(written) = written else { return Window::ZERO };
        Window::parse(written).unwrap_or_else(|error| {
            let message = format!("`{path}` has to be a duration: {error}");
            let wrong = problem(path, message, Loader::AlertWindows.yaml(error));
            self.wrong.push(
                wrong.help("write whole numbers with units, the largest first, such as `5m` or `1d12h`"),
            );
            Window::ZERO
        })
    }
}

/// What Sloth checks after it has read a file, in its order.
fn check(file: &File, windows: &AlertWindows) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if (file.api_version.as_str(), file.kind.as_str()) != ("sloth.slok.dev/v1", "AlertWindows") {
        let field = if file.kind == "AlertWindows" { "apiVersion" } else { "kind" };
        let message = format!(
            "there are no alert windows of `kind: {}`, `apiVersion: {}`",
            file.kind, file.api_version
        );
        let help = "write `apiVersion: sloth.slok.dev/v1` and `kind: AlertWindows`";
        found.push(problem(FieldPath::root().key(field), message, "invalid spec version").help(help));
    }
    let spec = FieldPath::root().key("spec");
    if windows.period.is_zero() {
        let message = "`spec.sloPeriod` is missing or zero";
        found.push(problem(spec.key("sloPeriod"), message, format!("{INVALID}slo period is required")));
    }
    for (alert, pairs) in [("page", windows.page), ("ticket", windows.ticket)] {
        for (speed, pair) in [("quick", pairs.quick), ("slow", pairs.slow)] {
            let values = [
                ("longWindow", "long window", pair.long.is_zero()),
                ("shortWindow", "short window", pair.short.is_zero()),
                ("errorBudgetPercent", "error budget", pair.error_budget_percent == 0.0),
            ];
            for (field, name, _) in values.into_iter().filter(|(_, _, zero)| *zero) {
                let path = spec.key(alert).key(speed).key(field);
                let message = format!("`{path}` is missing or zero");
                let reference = format!("{INVALID}invalid {alert} {speed}: {name} is required");
                found.push(problem(path, message, reference));
            }
        }
    }
    found
}

const INVALID: &str = "invalid alerting window: ";
