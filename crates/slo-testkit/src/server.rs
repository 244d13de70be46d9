//! A server program of a test: started on a free loopback port, waited for, killed when dropped.
//!
//! In: a command that listens on port 0 and logs, as Prometheus' programs do, which port it got. Out: its base
//! URL and JSON answers. Keeps: no port is guessed, so tests run side by side; nothing outlives its test.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use ureq::Agent;

use crate::wait::{self, PATIENCE};

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    name: String,
    child: Child,
    log: PathBuf,
    address: String,
    agent: Agent,
}

impl Server {
    /// Starts `command`, whose log goes to a file in `folder`, and waits until `/-/ready` answers.
    pub(crate) fn start(name: &str, command: &mut Command, folder: &Path) -> Self {
        let log = folder.join(format!("{name}.log"));
        let file = create(&log);
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone().unwrap_or_else(|error| panic!("{}: {error}", log.display())))
            .stderr(file)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {name}: {error}"));
        let agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false) // the answer to a bad query has a status of 400 and says why
            .build()
            .into();
        let mut server = Self { name: name.to_owned(), child, log, address: String::new(), agent };
        server.address = server.started("the port", |server| listening_on(&server.logged()));
        server.started("the answer", |server| {
            let answer = server.agent.get(server.url("/-/ready")).call().ok()?;
            answer.status().is_success().then_some(())
        });
        server
    }

    /// Host and port, as in `127.0.0.1:9090`.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The URL of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What a GET of `path` with these parameters answers.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn get(&self, path: &str, parameters: &[(&str, &str)]) -> Value {
        let request = self.agent.get(self.url(path)).query_pairs(parameters.iter().copied());
        let mut answer = request.call().unwrap_or_else(|error| panic!("{} {path}: {error}", self.name));
        let body = answer.body_mut().with_config().limit(u64::MAX).read_to_string();
        let body = body.unwrap_or_else(|error| panic!("{} {path}: {error}", self.name));
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{} {path}: {error}\n{body}", self.name))
    }

    /// Waits while the program starts, as [`wait::until`] does; the log says why it has ended instead.
    fn started<T>(&mut self, what: &str, look: impl Fn(&Self) -> Option<T>) -> T {
        wait::until(&format!("{what} of {}, which logs to {}", self.name, self.log.display()), || {
            if let Ok(Some(status)) = self.child.try_wait() {
                panic!("{} ended with {status}:\n{}", self.name, self.logged());
            }
            look(self)
        })
    }

    /// What the program has logged.
    pub(crate) fn logged(&self) -> String {
        fs::read(&self.log)
            .map_or_else(|error| error.to_string(), |log| String::from_utf8_lossy(&log).into_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let killed: io::Result<_> = self.child.kill().and_then(|()| self.child.wait());
        drop(killed); // it may have ended by itself, and a test that fails must not panic again
    }
}

fn create(path: &Path) -> File {
    File::create(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The address in a whole line such as `… msg="Listening on" component=web address=127.0.0.1:40123`.
fn listening_on(log: &str) -> Option<String> {
    let (line, _) = log.split_once("msg=\"Listening on\"")?.1.split_once('\n')?;
    let address = line.split_once("address=")?.1;
    address.split_whitespace().next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::listening_on;

    #[test]
    fn the_address_is_read_from_a_whole_line() {
        let line = "level=INFO msg=\"Listening on\" component=web address=127.0.0.1:40123 http2=false";
        assert_eq!(listening_on(line), None); // the rest of the number may follow
        assert_eq!(listening_on(&format!("a\n{line}\nb")).as_deref(), Some("127.0.0.1:40123"));
    }
}
