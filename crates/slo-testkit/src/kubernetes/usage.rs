//! What the servers of a cluster use: how a benchmark tells its own cost from that of the API server.

use std::fs;
use std::time::Duration;

use rustix::process::Pid;

use super::Cluster;

/// CPU time, user and system, since the servers were started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CpuTime {
    /// Of the API server.
    pub api_server: Duration,
    /// Of etcd.
    pub etcd: Duration,
}

impl Cluster {
    /// The CPU time that the servers have used so far. `None` where the system does not tell in `/proc`, and while the
    /// API server does not run.
    #[must_use]
    pub fn cpu_time(&self) -> Option<CpuTime> {
        let api_server = cpu_time(self.api_server.as_ref()?.pid())?;
        Some(CpuTime { api_server, etcd: cpu_time(self.etcd.pid())? })
    }
}

fn cpu_time(process: Pid) -> Option<Duration> {
    let text = fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero())).ok()?;
    let ticks = ticks(&text)?;
    let milliseconds = ticks.checked_mul(1000)? / rustix::param::clock_ticks_per_second();
    Some(Duration::from_millis(milliseconds))
}

/// User and system time of a `/proc/PID/stat`.
fn ticks(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(')')?; // the name before it may hold anything
    let mut times = fields.split_whitespace().skip(11);
    let user: u64 = times.next()?.parse().ok()?;
    let system: u64 = times.next()?.parse().ok()?;
    user.checked_add(system)
}

#[cfg(test)]
mod tests {
    use super::ticks;

    #[test]
    fn times_are_the_fields_14_and_15() {
        let stat = "42 (a ) b) S 1 42 42 0 -1 4194560 900 0 1 0 310 25 0 0 20 0 8 0 77 1 2";
        assert_eq!(ticks(stat), Some(335));
        assert_eq!(ticks("42 (a) S 1"), None);
    }
}
