//! The SLI plugins of the public catalogue, `sloth-common/…`, built in.
//!
//! In: an id, the options of a spec and the objective. Out: the text of an error-ratio query, still with its
//! `{{.window}}` holes. Keeps: the text is the one that Sloth 0.16 gets from the Go plugin of that id, byte for byte,
//! line breaks and odd spaces included, since rules that change needlessly are diffs that somebody has to review.
//!
//! A family is a file, and a plugin is a row: its options, in the order in which they are checked, and its query.

mod coredns;
mod fake;
mod haproxy;
mod istio;
mod kubernetes;
mod matchers;
mod noop;
mod options;
mod prometheus;
mod slok_go_http_metrics;
#[cfg(test)]
mod tests;
mod traefik;

use indexmap::IndexMap;

pub use options::{OptionError, OptionKind, OptionSpec, Presence};

const FAMILIES: &[&[Plugin]] = &[
    coredns::PLUGINS,
    fake::PLUGINS,
    haproxy::PLUGINS,
    istio::PLUGINS,
    kubernetes::apiserver::PLUGINS,
    kubernetes::kooper::PLUGINS,
    kubernetes::nginx_ingress::PLUGINS,
    noop::PLUGINS,
    prometheus::PLUGINS,
    slok_go_http_metrics::PLUGINS,
    traefik::PLUGINS,
];

/// All plugins, ordered by id.
pub fn all() -> impl Iterator<Item = &'static Plugin> {
    FAMILIES.iter().copied().flatten()
}

/// The plugin with exactly this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Plugin> {
    all().find(|plugin| plugin.id == id)
}

/// What a plugin gets to see of an SLO.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The objective, in percent.
    pub objective: f64,
    /// The options, as texts; one that no plugin knows is ignored.
    pub options: &'a IndexMap<String, String>,
}

/// A way to make an SLI out of a few options.
#[derive(Debug)]
#[non_exhaustive]
pub struct Plugin {
    /// What a spec names it by, such as `sloth-common/coredns/latency`.
    pub id: &'static str,
    /// What counts as an error, in one sentence.
    pub summary: &'static str,
    /// The options that it reads, in the order in which they are checked.
    pub options: &'static [OptionSpec],
    query: Query,
}

/// Where the query of a plugin comes from.
#[derive(Debug)]
enum Query {
    /// A text with holes: `<name>` is the value of an option; `<name,>` and `<,name>` add a comma behind or before it
    /// unless it is empty.
    Text(&'static str),
    /// A query with numbers that are worked out.
    Computed(fn(&Input<'_>) -> Result<String, OptionError>),
}

impl Plugin {
    /// The error-ratio query, with `{{.window}}` where the window belongs.
    ///
    /// ```
    /// use slo_compiler::catalog::{Input, find};
    ///
    /// let options = [("bucket".to_owned(), "fast".to_owned())].into_iter().collect();
    /// let latency = find("sloth-common/coredns/latency").expect("it is built in");
    /// let error = latency.build(&Input { objective: 99.9, options: &options }).unwrap_err();
    /// assert_eq!(error.message, "`bucket` is `fast`, which is not a number");
    /// ```
    ///
    /// # Errors
    /// The first option, in the order of [`Self::options`], that is missing or has a value that is not allowed.
    pub fn build(&self, input: &Input<'_>) -> Result<String, OptionError> {
        match self.query {
            Query::Computed(query) => query(input),
            Query::Text(text) => {
                let values =
                    self.options.iter().map(|option| Ok((option.name, option.matcher_text(input.options)?)));
                Ok(fill(text, &values.collect::<Result<Vec<_>, OptionError>>()?))
            }
        }
    }
}

/// Puts the values into the holes. One pass: what looks like a hole within a value stays.
fn fill(text: &str, values: &[(&'static str, String)]) -> String {
    let mut pieces = text.split('<');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (hole, rest) = piece.split_once('>').unwrap_or((piece, ""));
        let name = hole.trim_matches(',');
        let value = values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        if hole.starts_with(',') && !value.is_empty() {
            filled.push(',');
        }
        filled.push_str(value);
        if hole.ends_with(',') && !value.is_empty() {
            filled.push(',');
        }
        filled.push_str(rest);
    }
    filled
}
