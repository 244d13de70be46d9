//! `slo report`: specs and a running Prometheus in, one HTML page out.
//!
//! In: paths, the address of a server, and what it wants to know of who asks. Out: a page. Keeps: nothing is written
//! unless every question was answered, so a signal while the server works leaves no trace.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use slo_compiler::Compiled;
use slo_compiler::model::Window;
use slo_live::prometheus::{Client, Endpoint, EndpointError, Tls, TlsError};
use slo_live::report::{Survey, page};

use super::progress::Progress;
use super::settings::Settings;
use super::time::timestamp;
use super::{Ending, Stop, loaded};
use crate::output::{self, Parents, Target};
use crate::path_error::PathError;
use crate::{interrupt, terminal};

/// Ask a Prometheus how the SLOs stand, and write it as one HTML page
///
/// The server must evaluate the rules of the SLOs, those of Sloth or our own. The page needs no network, and can be mailed,
/// archived and printed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Spec files, and directories that hold spec files (.yaml, .yml)
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// The page, or `-` for standard output
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
    /// What stands at the top of the page
    #[arg(long, default_value = "Service level objectives")]
    title: String,
    /// The time that the page is about, such as 2026-01-31T08:00:00Z or seconds since 1970; now without this
    #[arg(long, value_name = "TIME", value_parser = timestamp)]
    at: Option<Timestamp>,
    #[command(flatten)]
    server: Server,
    #[command(flatten)]
    settings: Settings,
}

/// A server, and who asks.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Server")]
struct Server {
    /// The address of a Prometheus, or of something with its API, with a path if it has one
    #[arg(long, value_name = "URL", env = "PROMETHEUS_URL", value_parser = Endpoint::parse)]
    prometheus: Endpoint,
    /// A header for every request, such as `X-Scope-OrgID: team`; may be given several times
    #[arg(long, value_name = "NAME: VALUE", value_parser = header)]
    header: Vec<(String, String)>,
    /// A file with a bearer token
    #[arg(long, value_name = "FILE", conflicts_with = "user")]
    bearer_token_file: Option<PathBuf>,
    /// The name for basic authentication
    #[arg(long, value_name = "NAME", requires = "password_file")]
    user: Option<String>,
    /// A file with the password for basic authentication
    #[arg(long, value_name = "FILE", requires = "user")]
    password_file: Option<PathBuf>,
    /// A file with the certificates of the authorities to trust, in PEM format, instead of those of the system
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// A file with the certificate that says who asks, in PEM format, and perhaps those that lead to its authority
    #[arg(long, value_name = "FILE", requires = "key_file")]
    cert_file: Option<PathBuf>,
    /// A file with the private key of that certificate, in PEM format
    #[arg(long, value_name = "FILE", requires = "cert_file")]
    key_file: Option<PathBuf>,
    /// How long one answer may take
    #[arg(long, value_name = "DURATION", default_value = "1m", value_parser = Window::parse)]
    timeout: Window,
}

impl Server {
    fn client(&self) -> Result<Client, Stop> {
        let refused = |error: EndpointError| Stop::usage(error.to_string());
        let mut endpoint = self.prometheus.clone();
        if let Some(file) = &self.bearer_token_file {
            endpoint.set_bearer(&secret(file)?).map_err(refused)?;
        }
        if let (Some(user), Some(file)) = (&self.user, &self.password_file) {
            endpoint.set_basic(user, &secret(file)?);
        }
        for (name, value) in &self.header {
            endpoint.set_header(name, value).map_err(refused)?;
        }
        let timeout = Duration::from_millis(self.timeout.as_millis());
        Ok(Client::new(endpoint, timeout, self.tls()?))
    }

    fn tls(&self) -> Result<Tls, Stop> {
        let bad =
            |file: &Path, error: TlsError| Stop(Ending::Problems, format!("{}: {error}", file.display()));
        let mut tls = Tls::default();
        if let Some(file) = &self.ca_file {
            tls.trust_only(&secret(file)?).map_err(|error| bad(file, error))?;
        }
        if let (Some(certificate), Some(key)) = (&self.cert_file, &self.key_file) {
            tls.identify(&secret(certificate)?, &secret(key)?).map_err(|error| match error {
                TlsError::Certificates => bad(certificate, error),
                _ => bad(key, error),
            })?;
        }
        Ok(tls)
    }
}

/// The text of a file without the line break at its end; `-` is standard input.
fn secret(path: &Path) -> Result<String, PathError> {
    let mut text = String::new();
    let read = if path == Path::new("-") {
        io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        fs::read_to_string(path).map(|read| text = read)
    };
    read.map_err(|error| PathError::new("open", path, error))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("there is no `:` in it")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// Runs the command.
///
/// # Errors
/// What keeps the run from coming to an end.
pub(super) fn run(args: &Args) -> Result<Ending, Stop> {
    let client = args.server.client()?;
    // Looked at first: it would be a pity to ask for a minute and then have no place for the answer.
    let target =
        if args.out == Path::new("-") { Target::stdout() } else { Target::file(&args.out, Parents::Create)? };
    let Some(loaded) = loaded::load(&args.paths, &[], &args.settings)? else {
        terminal::error("nothing was written");
        return Ok(Ending::Problems);
    };
    let at = args.at.unwrap_or_else(Timestamp::now).as_second();
    let survey = Survey::new(loaded.compiled.iter().flat_map(Compiled::slos), at);
    let progress = Progress::new(survey.requests(), "answers");
    let report = survey.run(&client, &args.title, &|| progress.step());
    progress.finish();
    let report = report.map_err(|error| Stop(Ending::Problems, error.to_string()))?;
    for warning in &report.warnings {
        terminal::note(&format!("the server warns: {warning}"));
    }
    interrupt::listen(); // until here a signal ends the run at once, which leaves nothing behind
    let staged = target.stage(page(&report))?;
    if interrupt::requested() {
        return Err(Stop(Ending::Interrupted, "interrupted; nothing was written".to_owned()));
    }
    output::commit(vec![staged])?;
    if args.out != Path::new("-") {
        terminal::tell(&format!("{} → {}\n", loaded.counts, args.out.display()));
    }
    Ok(Ending::Clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_written_as_curl_takes_them() {
        assert_eq!(header("X-Scope-OrgID: team:a"), Ok(("X-Scope-OrgID".into(), "team:a".into())));
        assert!(header("team").is_err());
    }
}
