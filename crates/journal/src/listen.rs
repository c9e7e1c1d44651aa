//! Hears from PostgreSQL that others have appended. Only a hint, to poll sooner: whoever waits
//! asks the database all the same.

use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::postgres::CHANNEL;

/// Pause before a listener that lost its connection tries again.
const PAUSE: Duration = Duration::from_secs(5);

/// A task that listens for as long as this lives.
pub(crate) struct Listening {
    heard: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Listening {
    /// Starts to listen.
    pub(crate) fn start(url: &str) -> Listening {
        let heard = Arc::new(Notify::new());
        let task = tokio::spawn(listen(url.to_owned(), heard.clone()));
        Listening { heard, task }
    }

    /// What wakes whoever waits.
    pub(crate) fn heard(&self) -> Arc<Notify> {
        self.heard.clone()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen(url: String, heard: Arc<Notify>) {
    loop {
        if let Ok(mut listener) = PgListener::connect(&url).await
            && listener.listen(CHANNEL).await.is_ok()
        {
            while listener.recv().await.is_ok() {
                heard.notify_waiters();
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}
