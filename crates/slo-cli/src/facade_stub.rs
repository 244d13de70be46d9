//! TEMPORARY stand-in for the library facade; deleted before the end.
use slo_compiler::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use slo_compiler::model::{Labels, Window};

pub(crate) struct Source {
    pub(crate) bytes: Vec<u8>,
}
impl Source {
    pub(crate) fn new(_path: &str, bytes: Vec<u8>) -> Self {
        Self { bytes }
    }
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}
#[derive(Clone, Debug)]
pub(crate) struct PluginDeclaration {
    pub(crate) json: String,
}
impl PluginDeclaration {
    pub(crate) fn from_json(text: &str) -> Result<Self, String> {
        serde_json::from_str::<serde_json::Value>(text).map_err(|e| e.to_string())?;
        Ok(Self { json: text.to_owned() })
    }
}
#[derive(Clone, Debug, Default)]
pub(crate) struct WindowCatalog {
    periods: Vec<u64>,
    pub(crate) warnings: Vec<String>,
}
impl WindowCatalog {
    pub(crate) fn builtin() -> Self {
        Self { periods: vec![30, 28], warnings: vec![] }
    }
    pub(crate) fn from_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, String> {
        let mut c = Self::default();
        for (path, text) in files {
            if text.trim().is_empty() {
                return Err(format!("could not load \"{path}\" alert windows: spec is required"));
            }
            c.periods.push(7);
        }
        Ok(c)
    }
    pub(crate) fn len(&self) -> usize {
        self.periods.len()
    }
    pub(crate) fn has(&self, p: Window) -> bool {
        self.periods.iter().any(|d| d * 86_400_000 == p.as_millis())
    }
}
pub(crate) fn parse_window(text: &str) -> Result<Window, String> {
    let days = text.strip_suffix('d').and_then(|d| d.parse::<u64>().ok());
    match days {
        Some(d) => Ok(Window::from_millis(d * 86_400_000)),
        None if text == "0" => Ok(Window::from_millis(0)),
        None => Err(format!("not a valid duration string: {text:?}")),
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Caller {
    #[default]
    Cli,
}
#[derive(Clone, Debug, Default)]
pub(crate) struct GoPlugins {
    unknown: Vec<String>,
}
impl GoPlugins {
    pub(crate) fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, String> {
        Ok(Self { unknown: files.into_iter().map(|(p, _)| p.to_owned()).collect() })
    }
    pub(crate) fn unrecognised(&self) -> &[String] {
        &self.unknown
    }
    pub(crate) fn counts(&self) -> [usize; 3] {
        [0; 3]
    }
}
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) extra_labels: Labels,
    pub(crate) default_period: Window,
    pub(crate) windows: WindowCatalog,
    pub(crate) plugins: Vec<PluginDeclaration>,
    pub(crate) default_passes: bool,
    pub(crate) recordings: bool,
    pub(crate) alerts: bool,
    pub(crate) require_rules: bool,
    pub(crate) version: String,
    pub(crate) caller: Caller,
    pub(crate) go_plugins: GoPlugins,
    pub(crate) kubernetes_transform: String,
}
impl Default for Options {
    fn default() -> Self {
        Self {
            extra_labels: Labels::default(),
            default_period: Window::from_millis(30 * 86_400_000),
            windows: WindowCatalog::builtin(),
            plugins: vec![],
            default_passes: true,
            recordings: true,
            alerts: true,
            require_rules: true,
            version: "v0.16.0".into(),
            caller: Caller::Cli,
            go_plugins: GoPlugins::default(),
            kubernetes_transform: String::new(),
        }
    }
}
#[derive(Debug)]
pub(crate) struct Slo {
    pub(crate) id: String,
    pub(crate) service: String,
    pub(crate) name: String,
}
#[derive(Debug)]
pub(crate) struct CompiledSlo {
    pub(crate) slo: Slo,
}
#[derive(Debug)]
pub(crate) struct CompiledDocument {
    pub(crate) slos: Vec<CompiledSlo>,
    text: String,
    pub(crate) metadata: Option<()>,
}
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) documents: Vec<CompiledDocument>,
}
impl Compiled {
    pub(crate) fn slos(&self) -> impl Iterator<Item = &CompiledSlo> {
        self.documents.iter().flat_map(|d| &d.slos)
    }
    pub(crate) fn to_sloth(&self, _v: &str) -> String {
        self.documents.iter().map(|d| d.text.as_str()).collect()
    }
    pub(crate) fn to_prometheus(&self) -> String {
        format!("groups:\n# {}\n", self.documents.len())
    }
    pub(crate) fn to_prometheus_operator(&self) -> String {
        format!("kind: PrometheusRule\n# {}\n", self.documents.len())
    }
}
pub(crate) struct Outcome {
    pub(crate) compiled: Option<Compiled>,
    pub(crate) diagnostics: Diagnostics,
}
pub(crate) fn compile(source: &Source, _options: &Options) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let mut documents = vec![];
    let mut at = 0;
    let text = String::from_utf8_lossy(&source.bytes).into_owned();
    for (i, doc) in text.split("\n---").enumerate() {
        let here = at;
        at += doc.len() + 4;
        if doc.trim().is_empty() || doc.trim().starts_with('#') {
            continue;
        }
        let mut d = if !doc.contains("version:") && !doc.contains("apiVersion: sloth") {
            Diagnostic::new(Code::SpecKind, Place::Document, "this is no SLO spec").reference(
                "could not generate SLOs: invalid spec, could not load with any of the supported spec types",
            )
        } else if let Some(pos) = doc.find("objective: 101").or(doc.find("objective: 0\n")) {
            let mut d = Diagnostic::new(Code::ObjectiveRange, Place::Document, "the objective is not above 0 % and at most 100 %").help("write 99.9")
               .reference("could not generate SLOs: could not generate Prometheus SLO rules: could not generate \"broken-web\" slo: slo processor failed: invalid slo \"broken-web\": objective must >0 and <=100");
            d.slo = Some("broken-web".into());
            d.span = Some(Span::new(here + pos + 11, here + pos + 14));
            d
        } else {
            let name = doc.lines().find_map(|l| l.trim().strip_prefix("service: ")).unwrap_or("x").to_owned();
            documents.push(CompiledDocument {
                metadata: None,
                slos: vec![CompiledSlo {
                    slo: Slo { id: format!("{name}-{i}"), service: name, name: i.to_string() },
                }],
                text: format!("\n---\n# doc {i}\n"),
            });
            continue;
        };
        d.document = i;
        diagnostics.push(d);
    }
    let compiled = (!diagnostics.has_errors()).then_some(Compiled { documents });
    Outcome { compiled, diagnostics }
}
