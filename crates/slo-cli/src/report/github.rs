//! Problems as workflow commands of GitHub Actions: a line each, which the runner turns into an annotation.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>. Columns are left out when a problem has
//! several lines: GitHub refuses them then. It shows ten errors and ten warnings a step, and all of them in its log.

use std::fmt::Write;

use slo_compiler::diagnostic::{Diagnostic, Severity};

use super::{FileReport, Region, printable};

pub(super) fn render(files: &[FileReport<'_>]) -> String {
    let mut output = String::new();
    for file in files {
        for (diagnostic, region) in file.located() {
            output += &command(file.path, diagnostic, region.as_ref());
            output.push('\n');
        }
    }
    output
}

fn command(path: &str, diagnostic: &Diagnostic, region: Option<&Region>) -> String {
    let name = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut command = format!("::{name} file={}", property(path));
    if let Some(Region { start, end, .. }) = region {
        // Writing to a string cannot fail.
        let _ = write!(command, ",line={},endLine={}", start.line, end.line);
        if start.line == end.line {
            let _ = write!(command, ",col={},endColumn={}", start.column, end.column);
        }
    }
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message = message + "\nhelp: " + help;
    }
    message = message + "\n" + &diagnostic.code.doc_url();
    let _ = write!(command, ",title={}::{}", property(diagnostic.code.as_str()), data(&message));
    command
}

/// Text behind the `::`. A line break would end the command and let the text begin another one.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which also ends at `,` and `:`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use slo_compiler::diagnostic::{Code, Place};

    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(data("50%\r\n::stop-commands::x"), "50%25%0D%0A::stop-commands::x");
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
        assert_eq!(data("%0A"), "%250A");
    }

    #[test]
    fn a_command_is_one_line() {
        let diagnostic = Diagnostic::new(Code::SloName, Place::Document, "a\n::error::b").help("c\rd");
        assert_eq!(
            command("a,b:c.yml", &diagnostic, None),
            format!(
                "::error file=a%2Cb%3Ac.yml,title=slo/name::a%0A::error::b%0Ahelp: c%0Dd%0A{}",
                Code::SloName.doc_url()
            )
        );
    }
}
