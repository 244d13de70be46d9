//! Word that configuration should be read again.

use std::sync::Arc;

use tokio::sync::Notify;

/// Word that configuration should be read again. Words that come while one is worked on count as one.
#[derive(Clone, Debug, Default)]
pub struct Reload(Arc<Notify>);

impl Reload {
    /// Says so.
    pub fn ask(&self) {
        self.0.notify_one();
    }

    /// Waits until somebody says so.
    pub async fn asked(&self) {
        self.0.notified().await;
    }
}
