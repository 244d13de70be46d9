//! `slo promql fmt`: a query in, the same query laid out so that it can be read.
//!
//! Keeps: the query means the same; the holes of a template stay holes.

use slo_compiler::diagnostic::{Diagnostic, Diagnostics};
use slo_compiler::promql::{self, Options};
use slo_compiler::template::{MissingKey, Template};

use super::{Text, query};
use crate::commands::features::Features;
use crate::commands::{Ending, Stop, print};
use crate::report::{self, FileReport, Format};
use crate::terminal;

/// What holes are written as. It has as many characters as what stands for it while the query is laid out.
const HOLE: &str = "{{.window}}";

#[derive(Debug, clap::Args)]
pub(in crate::commands) struct Args {
    #[command(flatten)]
    text: Text,
    /// The longest line, in characters
    #[arg(long, value_name = "COLUMNS", default_value_t = 100)]
    width: usize,
    #[command(flatten)]
    features: Features,
}

/// Runs the command.
///
/// # Errors
/// When standard input cannot be read, or standard output not be written.
pub(super) fn run(args: &Args) -> Result<Ending, Stop> {
    let text = args.text.read()?;
    let options = args.features.options();
    match laid_out(&text, args.text.template, options, args.width) {
        Ok(formatted) => {
            if text.matches('#').count() > formatted.matches('#').count() {
                terminal::note("comments are left out");
            }
            print(&(formatted + "\n"))
        }
        Err(Some(problem)) => {
            let diagnostics: Diagnostics = [*problem].into_iter().collect();
            let file = FileReport { path: "<query>", text: &text, diagnostics: &diagnostics };
            terminal::tell(&report::render(Format::Human, &[file], terminal::stderr_style()));
            Ok(Ending::Problems)
        }
        Err(None) => {
            terminal::error("only a template whose actions are all {{.window}} can be laid out");
            Ok(Ending::Problems)
        }
    }
}

/// The query, laid out; or what is wrong with it, if it is not that its actions are too rich.
fn laid_out(
    text: &str,
    is_template: bool,
    options: Options,
    width: usize,
) -> Result<String, Option<Box<Diagnostic>>> {
    if let Some(problem) = query::problem(text, is_template, options, query::Anchor::Cause) {
        return Err(Some(Box::new(problem)));
    }
    let format = |text: &str| promql::parse(text, options).map(|expr| promql::format(&expr, width));
    if !is_template {
        return format(text).map_err(|_| None);
    }
    // An unusual length of time marks the holes; names, numbers and strings come back as they were written.
    let mark = (1..=9).map(|digit| format!("{digit:010}m")).find(|mark| !text.contains(mark.as_str()));
    let template = Template::parse("query", text).ok().filter(|template| template.holes().is_some());
    let (Some(mark), Some(template)) = (mark, template) else { return Err(None) };
    let mut marked = String::new();
    template.render(&mark, MissingKey::Error, &mut marked).map_err(|_| None)?;
    format(&marked).map(|text| text.replace(&mark, HOLE)).map_err(|_| None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(text: &str, width: usize) -> String {
        laid_out(text, true, Options::default(), width).unwrap()
    }

    #[test]
    fn holes_stay_holes_and_count_as_what_they_are() {
        let query = "sum(rate(x{a=\"{{.window}}\"}[{{ .window }}]))/sum(rate(y[0000000001m]))";
        let flat = r#"sum(rate(x{a="{{.window}}"}[{{.window}}])) / sum(rate(y[0000000001m]))"#;
        assert_eq!(template(query, 100), flat);
        assert_eq!(template(query, flat.len()), flat);
        assert_eq!(template(query, flat.len() - 1).lines().count(), 3);
    }

    #[test]
    fn actions_other_than_the_window_are_refused() {
        let rich = "rate(x[{{ if true }}{{.window}}{{ end }}])";
        assert_eq!(laid_out(rich, true, Options::default(), 80), Err(None));
        assert!(laid_out("rate(x)", true, Options::default(), 80).unwrap_err().is_some());
    }
}
