//! Which passes run for an SLO, in which order, with which configuration.

use super::Report;
use super::draft::{Draft, Link};
use crate::diagnostic::{Code, Diagnostic, FieldPath, Place, Segment};
use crate::options::Options;
use crate::passes::{BUILTIN, Chain, ConfigError, DEFAULT, Pass};
use crate::words;

const BUILT_IN: &str = "`sloth.dev/core/…` and `sloth.dev/contrib/…` are built in";

/// The chain of `draft`: plugins of negative priority, the default passes, the other plugins; each part ordered by
/// priority, and at equal priority the run's before the group's before the SLO's own.
///
/// `None` when a plugin is unknown or its configuration is refused; each is reported.
pub(super) fn resolve(draft: &Draft, options: &Options, report: &mut Report<'_>) -> Option<Chain> {
    let own = options.plugins.iter().filter(|_| !draft.overridden);
    let own = own.map(|declaration| Link { declaration: declaration.clone(), path: None });
    let mut links: Vec<Link> = own.chain(draft.chain.iter().cloned()).collect();
    links.sort_by_key(|link| link.declaration.priority);
    let before_defaults = links.partition_point(|link| link.declaration.priority < 0);
    let defaults = options.default_passes && !draft.overridden;

    let mut chain = Vec::with_capacity(links.len() + DEFAULT.len());
    let mut complete = true;
    for position in 0..=links.len() {
        if defaults && position == before_defaults {
            chain.extend(DEFAULT.map(|create| create()));
        }
        if let Some(link) = links.get(position) {
            match create(link, options, report) {
                Some(pass) => chain.push(pass),
                None => complete = false,
            }
        }
    }
    complete.then(|| Chain::new(chain))
}

fn create(link: &Link, options: &Options, report: &mut Report<'_>) -> Option<Box<dyn Pass>> {
    let id = link.declaration.id.as_str();
    let Some(builtin) = BUILTIN.iter().find(|builtin| builtin.id == id) else {
        report.unknown_plugin(link, options);
        return None;
    };
    match builtin.create(&link.declaration.config) {
        Ok(pass) => Some(pass),
        Err(error) => {
            report.bad_config(link, &error);
            None
        }
    }
}

impl Report<'_> {
    fn unknown_plugin(&mut self, link: &Link, options: &Options) {
        let id = &link.declaration.id;
        let (code, message, help) = match options.go_plugins.file_of_slo_plugin(id) {
            Some(file) => (
                Code::PluginGoSource,
                format!("the SLO plugin `{id}` is Go source in `{file}`, which this compiler does not run"),
                "use the built-in plugins, or change the rules after they are generated".to_owned(),
            ),
            None if id.is_empty() => {
                (Code::PluginUnknown, "the SLO plugin has no `id`".to_owned(), BUILT_IN.to_owned())
            }
            None => {
                let near = words::nearest(id, BUILTIN.iter().map(|builtin| builtin.id));
                let help = near.map_or_else(|| BUILT_IN.to_owned(), |near| format!("did you mean `{near}`?"));
                (Code::PluginUnknown, format!("there is no SLO plugin `{id}`"), help)
            }
        };
        let reference =
            format!("could not get SLO plugin \"{id}\": plugin \"{id}\" not found: resource not found");
        self.push_at(code, link_place(link, &["id"]), message, Some(help), &reference);
    }

    fn bad_config(&mut self, link: &Link, error: &ConfigError) {
        let id = &link.declaration.id;
        let place = match &link.path {
            Some(path) => error
                .path
                .segments()
                .iter()
                .fold(path.key("config"), |path, segment| step(&path, segment))
                .into(),
            None => Place::Document,
        };
        let message = format!(
            "`{id}`: {}",
            if error.path.segments().is_empty() {
                format!("the configuration is wrong: {}", error.message)
            } else {
                format!("`{}`: {}", error.path, error.message)
            }
        );
        let reference =
            format!("could create SLO plugin \"{id}\": could not create plugin: {}", error.reference);
        self.push_at(Code::PluginConfig, place, message, None, &reference);
    }

    fn push_at(&mut self, code: Code, place: Place, message: String, help: Option<String>, reference: &str) {
        let mut diagnostic = Diagnostic::new(code, place, message)
            .reference(format!("{}{reference}", super::slo_prefix(self.draft)));
        diagnostic.slo = Some(self.draft.id.clone());
        diagnostic.help = help;
        self.found.push(diagnostic);
    }
}

fn link_place(link: &Link, keys: &[&'static str]) -> Place {
    match &link.path {
        Some(path) => keys.iter().fold(path.clone(), |path, key| path.key(*key)).into(),
        None => Place::Document,
    }
}

fn step(path: &FieldPath, segment: &Segment) -> FieldPath {
    match segment {
        Segment::Key(key) => path.key(key.clone()),
        Segment::Index(index) => path.index(*index),
    }
}
