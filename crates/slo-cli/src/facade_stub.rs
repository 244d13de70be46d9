//! TEMPORARY stand-in for the library facade; deleted before the end.
use slo_compiler::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use slo_compiler::model::{Labels, Window};

pub(crate) struct Source { pub(crate) text: String }
impl Source { pub(crate) fn new(_path: &str, text: String) -> Self { Self { text } } }
#[derive(Clone, Debug)]
pub(crate) struct PluginDeclaration { pub(crate) json: String }
impl PluginDeclaration {
    pub(crate) fn from_json(text: &str) -> Result<Self, String> {
        serde_json::from_str::<serde_json::Value>(text).map_err(|e| e.to_string())?;
        Ok(Self { json: text.to_owned() })
    }
}
#[derive(Clone, Debug, Default)]
pub(crate) struct WindowCatalog { periods: Vec<u64>, pub(crate) warnings: Vec<String> }
impl WindowCatalog {
    pub(crate) fn builtin() -> Self { Self { periods: vec![30, 28], warnings: vec![] } }
    pub(crate) fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, String> {
        let mut c = Self::default();
        for (path, text) in files { if text.trim().is_empty() { return Err(format!("could not load \"{path}\" alert windows: spec is required")); } c.periods.push(7); }
        Ok(c)
    }
    pub(crate) fn len(&self) -> usize { self.periods.len() }
    pub(crate) fn has(&self, p: Window) -> bool { self.periods.iter().any(|d| d * 86_400_000 == p.as_millis()) }
}
pub(crate) fn parse_window(text: &str) -> Result<Window, String> {
    let days = text.strip_suffix('d').and_then(|d| d.parse::<u64>().ok());
    match days { Some(d) => Ok(Window::from_millis(d * 86_400_000)), None if text == "0" => Ok(Window::from_millis(0)), None => Err(format!("not a valid duration string: {text:?}")) }
}
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Caller { #[default] Generate, Validate }
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) extra_labels: Labels, pub(crate) default_period: Option<Window>, pub(crate) windows: WindowCatalog, pub(crate) plugins: Vec<PluginDeclaration>,
    pub(crate) default_passes: bool, pub(crate) recordings: bool, pub(crate) alerts: bool, pub(crate) version: String, pub(crate) caller: Caller,
}
pub(crate) struct Slo { pub(crate) id: String, pub(crate) service: String, pub(crate) name: String }
pub(crate) struct Document { pub(crate) slos: Vec<Slo>, text: String }
impl Document { pub(crate) fn write_to(&self, out: &mut String) -> Result<(), String> { out.push_str(&self.text); Ok(()) } }
pub(crate) struct Compiled { pub(crate) documents: Vec<Document> }
pub(crate) struct Outcome { pub(crate) compiled: Option<Compiled>, pub(crate) diagnostics: Diagnostics }
pub(crate) fn compile(source: &Source, _options: &Options) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let mut documents = vec![];
    let mut at = 0;
    for (i, doc) in source.text.split("\n---").enumerate() {
        let here = at; at += doc.len() + 4;
        if doc.trim().is_empty() { continue; }
        if !doc.contains("version:") && !doc.contains("apiVersion") {
            let mut d = Diagnostic::new(Code::SpecKind, Place::Document, "this is no SLO spec").reference("invalid spec, could not load with any of the supported spec types");
            d.document = i; diagnostics.push(d); continue;
        }
        if let Some(pos) = doc.find("objective: 101").or(doc.find("objective: 0\n")) {
            let mut d = Diagnostic::new(Code::ObjectiveRange, Place::Document, "the objective is not above 0 % and at most 100 %").help("write 99.9")
               .reference("could not generate Prometheus SLO rules: could not generate \"broken-web\" slo: slo processor failed: invalid slo \"broken-web\": objective must >0 and <=100");
            d.document = i; d.slo = Some("broken-web".into()); d.span = Some(Span::new(here + pos + 11, here + pos + 14)); diagnostics.push(d); continue;
        }
        documents.push(Document { slos: vec![Slo { id: format!("x{i}"), service: "x".into(), name: i.to_string() }], text: format!("\n---\n# doc {i}\n") });
    }
    let compiled = (!diagnostics.has_errors()).then_some(Compiled { documents });
    Outcome { compiled, diagnostics }
}
