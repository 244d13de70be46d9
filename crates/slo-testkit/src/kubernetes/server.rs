//! One server process that never outlives its test.
//!
//! In: a program, its arguments and a folder. Out: the running process, which can be paused and ended. It ends
//! with its value, with a panic, and also when the test program is killed, or ends with the value in a `static`,
//! which is never dropped: a shell holds the reading end of a pipe whose writing end only this process has, and
//! ends the server when the pipe closes. What the server says is in the file `log` of its folder.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

/// `$1` is the server's folder, the rest its command. A line on standard input asks for the server's death; the
/// end of the input means that nobody will ask any more, and that nobody needs the folder.
const GUARD: &str = r#"
folder=$1; shift
exec 3<&0
"$@" </dev/null >>"$folder/log" 2>&1 3<&- &
server=$!
echo $server
{ read -r _ <&3 || : >"$folder/abandoned"; kill -KILL $server; } >/dev/null 2>&1 &
guard=$!
wait $server 2>/dev/null
status=$?
kill $guard 2>/dev/null
if [ -e "$folder/abandoned" ]; then rm -rf "$folder"; rmdir "${folder%/*}" 2>/dev/null; fi
exit $status
"#;

/// A running server and the shell that guards it.
#[derive(Debug)]
pub(super) struct Server {
    guard: Child,
    to_guard: ChildStdin,
    pid: Pid,
    folder: PathBuf,
}

impl Server {
    /// Starts `program`; `folder` must exist.
    pub(super) fn start(
        program: &Path,
        folder: &Path,
        arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
    ) -> io::Result<Self> {
        let mut guard = Command::new("sh")
            .args(["-c", GUARD, "guard"])
            .arg(folder)
            .arg(program)
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(to_guard), Some(stdout)) = (guard.stdin.take(), guard.stdout.take()) else {
            return Err(io::Error::other("the guard has no pipes"));
        };
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        let pid = line.trim().parse().ok().and_then(Pid::from_raw);
        let pid = pid.ok_or_else(|| io::Error::other(format!("the guard said {line:?}, no process id")))?;
        Ok(Self { guard, to_guard, pid, folder: folder.to_owned() })
    }

    /// Why the server has ended: the last lines that it wrote. `None` while it runs.
    pub(super) fn ended(&mut self) -> Option<String> {
        let status = self.guard.try_wait().ok()??;
        Some(format!("{status}\n{}", self.last_words()))
    }

    /// The last lines of the log.
    pub(super) fn last_words(&self) -> String {
        let log = fs::read(self.folder.join("log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        lines.get(lines.len().saturating_sub(20)..).unwrap_or_default().join("\n")
    }

    pub(super) fn pid(&self) -> Pid {
        self.pid
    }

    /// Ends the server without giving it a chance to clean up, and waits until it is gone.
    pub(super) fn kill(&mut self) {
        let _ = self.to_guard.write_all(b"\n"); // a guard that does not listen has ended, with its server
        let _ = self.guard.wait();
    }

    /// Asks the server to end, and waits until it is gone.
    pub(super) fn stop(&mut self) {
        signal(self.pid, Signal::TERM);
        let _ = self.guard.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Sends a signal; a process that has ended needs none.
pub(super) fn signal(process: Pid, signal: Signal) {
    let _ = kill_process(process, signal);
}
