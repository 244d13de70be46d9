//! Values of the wrong type: what was written, what is needed, and what Sloth says about it.

use super::path::Path;
use super::{Dialect, Found, Node};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Value, View, short_tag};
use crate::spec::reference::{Loader, go_list, go_struct};

/// What a field needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Text,
    Number,
    Integer,
    Boolean,
    /// A boolean or a mapping.
    Switch,
    List,
    /// With any keys.
    Mapping,
    /// With the fields of this struct.
    Struct(&'static str),
}

impl Expected {
    const fn description(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Integer => "a whole number",
            Self::Boolean => "`true` or `false`",
            Self::Switch => "`true`, `false` or a mapping",
            Self::List => "a list",
            Self::Mapping | Self::Struct(_) => "a mapping",
        }
    }
}

impl Node<'_, '_, '_> {
    /// Reports that the node is not what its field needs; null is, everywhere.
    pub(super) fn expected(&self, expected: Expected) {
        if self.is_null() {
            return;
        }
        let path = self.path.to_field_path();
        let subject =
            if path.segments().is_empty() { "the document".to_owned() } else { format!("`{path}`") };
        let message =
            format!("{subject} has to be {}, but is {}", expected.description(), self.description());
        let mut diagnostic = Diagnostic::new(Code::SpecType, path.clone(), message);
        diagnostic.help = self.help(expected);
        match self.context.dialect {
            Dialect::YamlV2 => {
                let line = self.yaml_reference(expected);
                self.context.found.borrow_mut().yaml_errors.push(line);
            }
            Dialect::Native | Dialect::Kubernetes => {
                diagnostic.reference = Some(self.context.loader.mistyped(self.json_reference(expected)));
            }
        }
        self.context.report(diagnostic, self.id);
        if expected == Expected::Number
            && let Path::Item { parent, .. } = self.path
        {
            // What is not among these numbers may be what was written.
            self.context.found.borrow_mut().unread.insert(parent.to_field_path());
        }
        self.context.found.borrow_mut().unread.insert(path);
    }

    /// Reports a number that JSON cannot hold.
    pub(super) fn not_finite(&self, number: f64) {
        let path = self.path.to_field_path();
        let name = if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "+Inf"
        } else {
            "-Inf"
        };
        let message = format!("`{path}` has to be a finite number");
        let reference = self.context.loader.yaml(format!("json: unsupported value: {name}"));
        self.context
            .report(Diagnostic::new(Code::SpecType, path.clone(), message).reference(reference), self.id);
        self.context.found.borrow_mut().unread.insert(path);
    }

    /// What stands there, in words.
    fn description(&self) -> String {
        let written =
            self.context.reader.scalar(self.id).map(|scalar| shortened(scalar.text)).unwrap_or_default();
        match self.value() {
            None if matches!(self.context.reader.view(self.id), View::Sequence(_)) => "a list".to_owned(),
            None => "a mapping".to_owned(),
            Some(Value::Null) => "empty".to_owned(),
            Some(Value::Bool(_)) => format!("the boolean `{written}`"),
            Some(Value::Int(_) | Value::Uint(_) | Value::Float(_)) => format!("the number `{written}`"),
            Some(Value::Text(_)) => format!("the text `{written}`"),
        }
    }

    fn help(&self, expected: Expected) -> Option<String> {
        let written = self.context.reader.scalar(self.id)?.text;
        match (expected, self.value()?) {
            (Expected::Number | Expected::Integer, Value::Text(text))
                if text.trim().parse::<f64>().is_ok() =>
            {
                Some("remove the quotes".to_owned())
            }
            (Expected::Number, Value::Text(text))
                if text.trim().replacen(',', ".", 1).parse::<f64>().is_ok() =>
            {
                Some(format!("write a point: `{}`", text.trim().replacen(',', ".", 1)))
            }
            (Expected::Number, Value::Text(text)) if text.trim().ends_with('%') => {
                Some("write the number without `%`".to_owned())
            }
            (Expected::Boolean | Expected::Switch, Value::Text(text))
                if matches!(text.as_ref(), "true" | "false") =>
            {
                Some("remove the quotes".to_owned())
            }
            (Expected::Text, Value::Bool(_) | Value::Int(_) | Value::Uint(_) | Value::Float(_)) => {
                Some(format!("put it in quotes: `\"{}\"`", shortened(written)))
            }
            (Expected::List, _) => Some("begin each entry with `- `".to_owned()),
            _ => None,
        }
    }

    /// Go's JSON decoder on it.
    fn json_reference(&self, expected: Expected) -> String {
        let kubernetes = self.context.dialect == Dialect::Kubernetes;
        let kind = match (self.value(), self.context.reader.view(self.id)) {
            (_, View::Sequence(_)) => "array".to_owned(),
            (None, _) => "object".to_owned(),
            (Some(Value::Bool(_)), _) => "bool".to_owned(),
            (Some(Value::Float(number)), _) if expected == Expected::Integer => format!("number {number}"),
            (Some(Value::Uint(number)), _) if expected == Expected::Integer => format!("number {number}"),
            (Some(Value::Int(_) | Value::Uint(_) | Value::Float(_)), _) => "number".to_owned(),
            (Some(Value::Null | Value::Text(_)), _) => "string".to_owned(),
        };
        let wanted = self.go_type(expected, |name| format!("v1.{}", go_struct(name, kubernetes)));
        match self.path.fields() {
            None => format!("json: cannot unmarshal {kind} into Go value of type {wanted}"),
            Some((owner, path)) => {
                let owner = go_struct(owner, kubernetes);
                format!("json: cannot unmarshal {kind} into Go struct field {owner}.{path} of type {wanted}")
            }
        }
    }

    /// The Go type of the field that the value is for.
    fn go_type(&self, expected: Expected, of_struct: impl FnOnce(&'static str) -> String) -> String {
        match expected {
            Expected::Text => "string".to_owned(),
            Expected::Number => "float64".to_owned(),
            Expected::Integer => "int".to_owned(),
            Expected::Boolean | Expected::Switch => "bool".to_owned(),
            Expected::List => go_list(self.path.field()).to_owned(),
            Expected::Mapping => "map[string]string".to_owned(),
            Expected::Struct(name) => of_struct(name),
        }
    }

    /// go-yaml on it: a line of its list of errors.
    fn yaml_reference(&self, expected: Expected) -> String {
        let reader = self.context.reader;
        let wanted = self.go_type(expected, |name| format!("v1alpha.{}", go_struct(name, false)));
        let found = match reader.view(self.id) {
            View::Sequence(_) => "!!seq".to_owned(),
            View::Mapping(_) => "!!map".to_owned(),
            View::Scalar(scalar) => {
                let tag = scalar.tag.map(short_tag);
                let tag = tag.unwrap_or_else(|| self.value().as_ref().map_or("!!str", Value::tag).to_owned());
                let text = scalar.text;
                let short = text.get(..text.floor_char_boundary(7)).unwrap_or_default();
                if text.len() > 10 { format!("{tag} `{short}...`") } else { format!("{tag} `{text}`") }
            }
        };
        format!("line {}: cannot unmarshal {found} into {wanted}", self.context.line(self.id))
    }
}

/// Gives every type error of a go-yaml document the text that lists all of them.
pub(super) fn join_references(found: &mut Found, loader: Loader) {
    if found.yaml_errors.is_empty() {
        return;
    }
    let lines = found.yaml_errors.join("\n  ");
    let reference = loader.mistyped(format!("yaml: unmarshal errors:\n  {lines}"));
    for diagnostic in &mut found.diagnostics {
        if diagnostic.code == Code::SpecType && diagnostic.reference.is_none() {
            diagnostic.reference = Some(reference.clone());
        }
    }
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    if line.len() == text.len() && text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    line.chars().take(LONGEST).chain(['…']).collect()
}
