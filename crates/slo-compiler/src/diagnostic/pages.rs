//! The documentation page of each code: where it is, and the index of all of them.
//!
//! In: the list of codes. Out: paths, links and the index as text; the library reads and writes no file. The pages
//! themselves are written by hand, and a test holds them against the list.

use std::fmt::Write;

use super::Code;

/// The folder of the pages, seen from the top of the repository.
pub const DIRECTORY: &str = "docs/reference/diagnostics";

/// Where the repository's files can be read.
const REPOSITORY: &str = "https://github.com/slo-compiler/slo-compiler/blob/main";

impl Code {
    /// The file of the code's page, seen from the top of the repository.
    ///
    /// ```
    /// use slo_compiler::diagnostic::Code;
    ///
    /// assert_eq!(Code::PromqlSyntax.doc_page(), "docs/reference/diagnostics/promql/syntax.md");
    /// ```
    #[must_use]
    pub fn doc_page(self) -> String {
        format!("{DIRECTORY}/{self}.md")
    }

    /// Where the code's page can be read.
    #[must_use]
    pub fn doc_url(self) -> String {
        format!("{REPOSITORY}/{}", self.doc_page())
    }
}

/// The text of the index page, `README.md` in [`DIRECTORY`]: a table of all codes in the order of [`Code::ALL`].
#[must_use]
pub fn index() -> String {
    let mut page = String::from(
        "# Diagnostics\n\n\
         Every problem that the compiler reports has a code. A code is never renamed and never used again, so scripts can\n\
         match it. `slo explain CODE` shows a code's page in the terminal. An *error* keeps all output from being written;\n\
         a *warning* or an *info* does not.\n\n\
         | code | severity | summary |\n\
         |---|---|---|\n",
    );
    for code in Code::ALL {
        // Writing to a string cannot fail.
        let _ = writeln!(page, "| [`{code}`]({code}.md) | {} | {} |", code.severity(), code.summary());
    }
    page
}
