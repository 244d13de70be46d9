//! `sloth.dev/core/sli_rules/v1`: replaces the SLI rules.

use serde_json::Value;

use super::config::Config;
use super::{ConfigError, Job, Pass, Problem};
use crate::diagnostic::{Code, Part, Span};
use crate::model::{Field, FieldPart, Sli, Slo};
use crate::rules::sloth::{Cause, WindowError, sli_rules};
use crate::rules::{Parts, Remark};

#[derive(Debug)]
struct SliRules {
    optimised: bool,
}

/// `disableOptimized`: the period's ratio is computed from raw series, not from recorded ratios.
pub(super) fn create(config: &Value) -> Result<Box<dyn Pass>, ConfigError> {
    Ok(Box::new(SliRules { optimised: !Config::new(config)?.bool("disableOptimized")? }))
}

/// Without configuration.
pub(super) fn optimised() -> Box<dyn Pass> {
    Box::new(SliRules { optimised: true })
}

impl Pass for SliRules {
    fn apply(&self, job: Job<'_>, rules: &mut Parts) -> Result<(), Box<Problem>> {
        let made = match job.native {
            None => sli_rules(job.slo, job.plan, self.optimised),
            Some(native) => {
                rules.remarks.extend((!self.optimised).then(no_effect));
                native.sli_rules()
            }
        };
        rules.sli.rules = made.map_err(|error| window_problem(job.slo, error))?;
        Ok(())
    }
}

fn no_effect() -> Remark {
    Remark {
        code: Code::PluginNoEffect,
        at: Field::Slo.into(),
        message: "`disableOptimized` has no effect: the period of the profile `native` weighs by events"
            .into(),
        help: Some("leave it out".into()),
    }
}

/// Says for which window, and where in the user's query, the rules could not be made.
pub(super) fn window_problem(slo: &Slo, error: WindowError) -> Box<Problem> {
    let WindowError { window, cause } = error;
    let (code, at, message, help, text) = match cause {
        Cause::NoSli => (
            Code::SliMissing,
            Field::Sli.into(),
            "the SLO has no SLI".into(),
            None,
            "invalid SLI type".into(),
        ),
        Cause::OptimisedFromItself => (
            Code::PluginRequires,
            FieldPart::default(),
            format!("the short window of the quick page alert is the SLO period ({window}) itself"),
            Some(
                "use a shorter window, or set `disableOptimized` in the configuration of `sloth.dev/core/sli_rules/v1`",
            ),
            "can't optimize using the same shortwindow as the window to optimize".into(),
        ),
        Cause::Template(error) => (
            Code::TemplateSyntax,
            query_part(slo, error.span),
            error.plain,
            None,
            format!("could not create SLI expression template data: {}", error.message),
        ),
        Cause::Render(error) => (
            Code::TemplateRender,
            query_part(slo, error.span),
            format!("for the window {window}: {}", error.plain),
            Some("the only value that a query template can use is `.window`"),
            format!("could not render SLI expression template: {}", error.message),
        ),
    };
    let reference =
        format!("could not create \"{}\" SLO rule for window {}: {text}", slo.id, window.go_clock());
    Box::new(Problem { code, at, message, help, reference })
}

/// Which of the user's queries holds `span` of the joined template `(bad)⏎/⏎(total)⏎` or `(ratio)`, and where.
fn query_part(slo: &Slo, span: Span) -> FieldPart {
    let token = |field, text: &str, offset: usize| {
        let inside = |at: usize| at.saturating_sub(offset).min(text.len());
        FieldPart { field, part: Part::Token(Span::new(inside(span.start), inside(span.end))) }
    };
    match &slo.sli {
        None => Field::Sli.into(),
        Some(Sli::Raw { error_ratio }) => token(Field::ErrorRatioQuery, error_ratio.text(), 1),
        Some(Sli::Events { bad, total }) => {
            let total_offset = "(".len() + bad.text().len() + ")\n/\n(".len();
            if span.start < total_offset {
                token(Field::BadQuery, bad.text(), 1)
            } else {
                token(Field::TotalQuery, total.text(), total_offset)
            }
        }
    }
}
