//! What can go wrong with a cluster, on request.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::process::Signal;

use super::Cluster;
use super::server::signal;

impl Cluster {
    /// Ends the API server as a crash does: open requests and watches break off, and connections are refused.
    pub fn kill_api_server(&mut self) {
        self.api_server = None;
    }

    /// Asks the API server to end, as an upgrade of a control plane does, and waits until it has.
    pub fn stop_api_server(&mut self) {
        if let Some(mut server) = self.api_server.take() {
            server.stop();
        }
    }

    /// Starts the API server again, at the same address and over the same data, and waits until it is ready. Tokens
    /// and certificates stay valid.
    ///
    /// # Panics
    /// When it does not come up.
    pub fn start_api_server(&mut self) {
        self.kill_api_server();
        self.try_start_api_server().unwrap_or_else(|error| panic!("no API server: {error}"));
    }

    /// Lets the API server answer nothing, with its connections open, until [`Self::resume_api_server`].
    pub fn pause_api_server(&self) {
        self.signal_api_server(Signal::STOP);
    }

    /// Ends [`Self::pause_api_server`].
    pub fn resume_api_server(&self) {
        self.signal_api_server(Signal::CONT);
    }

    fn signal_api_server(&self, which: Signal) {
        if let Some(server) = &self.api_server {
            signal(server.pid(), which);
        }
    }

    /// Stops etcd, so that the API server's requests of it hang, until [`Self::resume_etcd`].
    pub fn pause_etcd(&self) {
        signal(self.etcd.pid(), Signal::STOP);
    }

    /// Ends [`Self::pause_etcd`].
    pub fn resume_etcd(&self) {
        signal(self.etcd.pid(), Signal::CONT);
    }

    /// Makes etcd slow until the returned value is dropped: it stands still for `pause` again and again, and works
    /// for a tenth of that time in between.
    #[must_use]
    pub fn slow_etcd(&self, pause: Duration) -> SlowEtcd {
        let etcd = self.etcd.pid();
        let over = Arc::new(AtomicBool::new(false));
        let thread = thread::spawn({
            let over = Arc::clone(&over);
            move || {
                while !over.load(Ordering::Relaxed) {
                    signal(etcd, Signal::STOP);
                    thread::sleep(pause);
                    signal(etcd, Signal::CONT);
                    thread::sleep(pause / 10);
                }
            }
        });
        SlowEtcd { over, thread: Some(thread) }
    }
}

/// Keeps etcd slow: see [`Cluster::slow_etcd`]. It must be dropped before the cluster.
#[derive(Debug)]
pub struct SlowEtcd {
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for SlowEtcd {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        let _ = self.thread.take().map(JoinHandle::join); // its last act was to let etcd go on
    }
}
