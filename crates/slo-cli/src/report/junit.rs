//! Problems as JUnit XML: a suite a file, a test case a problem; a file without problems is one passing case.
//!
//! JUnit knows no severities. An error is a failure; a warning or an information is a case that passes and says so in its
//! output, so that it does not turn a build red that `slo` lets pass.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use slo_compiler::diagnostic::{Diagnostic, Severity};

use super::{FileReport, Region, printable};

type Xml = Writer<Vec<u8>>;

pub(super) fn render(files: &[FileReport<'_>]) -> String {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory cannot fail, and what is written is UTF-8.
    document(&mut xml, files)
        .ok()
        .and_then(|()| String::from_utf8(xml.into_inner()).ok())
        .map(|text| text + "\n")
        .unwrap_or_default()
}

fn document(xml: &mut Xml, files: &[FileReport<'_>]) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let failures: usize = files.iter().map(failures).sum();
    xml.create_element("testsuites")
        .with_attribute(("name", "slo"))
        .with_attribute(("tests", files.iter().map(cases).sum::<usize>().to_string().as_str()))
        .with_attribute(("failures", failures.to_string().as_str()))
        .write_inner_content(|xml| files.iter().try_for_each(|file| suite(xml, file)))?;
    Ok(())
}

fn cases(file: &FileReport<'_>) -> usize {
    file.diagnostics.len().max(1)
}

fn failures(file: &FileReport<'_>) -> usize {
    file.diagnostics.errors().count()
}

fn suite(xml: &mut Xml, file: &FileReport<'_>) -> io::Result<()> {
    let path = printable(file.path);
    xml.create_element("testsuite")
        .with_attribute(("name", path.as_str()))
        .with_attribute(("tests", cases(file).to_string().as_str()))
        .with_attribute(("failures", failures(file).to_string().as_str()))
        .write_inner_content(|xml| {
            if file.diagnostics.is_empty() {
                xml.create_element("testcase")
                    .with_attribute(("name", "no problems"))
                    .with_attribute(("classname", path.as_str()))
                    .write_empty()?;
            }
            file.located().try_for_each(|(diagnostic, region)| case(xml, &path, diagnostic, region.as_ref()))
        })?;
    Ok(())
}

fn case(xml: &mut Xml, path: &str, diagnostic: &Diagnostic, region: Option<&Region>) -> io::Result<()> {
    let code = diagnostic.code.as_str();
    let place = region.map(|region| format!("{}:{}", region.start.line, region.start.column));
    let name = place.as_ref().map_or_else(|| code.to_owned(), |place| format!("{code} at {place}"));
    let text = printable(&details(path, place.as_deref(), diagnostic));
    xml.create_element("testcase")
        .with_attribute(("name", name.as_str()))
        .with_attribute(("classname", path))
        .write_inner_content(|xml| {
            if diagnostic.severity == Severity::Error {
                xml.create_element("failure")
                    .with_attribute(("type", code))
                    .with_attribute(("message", printable(&diagnostic.message).as_str()))
                    .write_text_content(BytesText::new(&text))?;
            } else {
                xml.create_element("system-out").write_text_content(BytesText::new(&text))?;
            }
            Ok(())
        })?;
    Ok(())
}

/// Everything about a problem, for views that show only the text.
fn details(path: &str, place: Option<&str>, diagnostic: &Diagnostic) -> String {
    let place = place.map(|place| format!(":{place}")).unwrap_or_default();
    let Diagnostic { severity, code, message, .. } = diagnostic;
    let mut lines = vec![format!("{path}{place}: {severity}[{code}]: {message}")];
    lines.extend(diagnostic.slo.as_ref().map(|slo| format!("SLO: {slo}")));
    lines.extend(diagnostic.field().map(|field| format!("field: {field}")));
    lines.extend(diagnostic.help.as_ref().map(|help| format!("help: {help}")));
    lines.push(code.doc_url());
    lines.join("\n")
}
