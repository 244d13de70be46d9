//! `query/trailing-comment`: the generated rule puts the query in parentheses. A comment on the last line of the query goes
//! on to the end of that line, and the closing parenthesis is a part of it: Prometheus refuses the rule.

use crate::diagnostic::Span;
use crate::lint::{Findings, Subject};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        let end = view.expr.span.end;
        let rest = Span::new(end, view.query.rendered().len());
        // Behind the query there is nothing but blanks and comments.
        let last_line = view.text(rest).rsplit('\n').next().unwrap_or_default();
        let Some(before) = last_line.find('#') else { continue };
        let comment = Span::new(rest.end - last_line.len() + before, rest.end);
        let blank = last_line.get(..before).map_or(0, str::len);
        let removed = Span::new(
            if last_line.len() == view.text(rest).len() { end } else { comment.start - blank },
            rest.end,
        );
        found
            .push(
                view.at(comment),
                "the generated rule has a `)` behind the query, which would be a part of this comment",
            )
            .help("move the comment to a line before the end of the query, or out of the query")
            .fix("remove the comment", view.edit(removed, "").map(|edit| vec![edit]));
    }
}
