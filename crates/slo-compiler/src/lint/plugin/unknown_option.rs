//! `plugin/unknown-option`: plugins ignore options that they do not know. A filter that is misspelt is no filter, and the SLO
//! counts the events of everyone.

use crate::catalog;
use crate::diagnostic::Part;
use crate::lint::{Findings, Subject};
use crate::model::{Field, FieldPart};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    let Some(used) = subject.plugin else { return };
    let Some(plugin) = catalog::find(&used.id) else { return };
    let known: Vec<String> = plugin.options.iter().map(|option| format!("`{}`", option.name)).collect();
    for name in used.options.keys().filter(|name| !plugin.options.iter().any(|option| option.name == **name))
    {
        let at = FieldPart { field: Field::SliPluginOption(name.clone()), part: Part::Key };
        let help = match known.as_slice() {
            [] => "it has no options".to_owned(),
            known => format!("its options are {}", known.join(", ")),
        };
        found.push(at, format!("`{}` has no option `{name}`", used.id)).help(help);
    }
}
