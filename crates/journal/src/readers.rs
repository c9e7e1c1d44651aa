//! Connections that read. A few are kept open; how many read at once is bounded.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::failure::Failure;
use crate::link::Link;
use crate::sqlite::Role;
use crate::store::Store;

/// Most connections that read at once.
const READERS: usize = 8;

/// The connections that nobody uses now.
pub(crate) struct Readers {
    store: Store,
    idle: Arc<Mutex<Vec<Link>>>,
    permits: Arc<Semaphore>,
}

/// A connection on loan. It goes back when it is dropped, unless it was found broken or whoever had
/// it was stopped in the middle of a transaction.
pub(crate) struct Reader {
    link: Option<Link>,
    /// Whether it may go back as it is now.
    fit: bool,
    idle: Arc<Mutex<Vec<Link>>>,
    _permit: OwnedSemaphorePermit,
}

impl Readers {
    /// None open yet.
    pub(crate) fn new(store: Store) -> Readers {
        Readers {
            store,
            idle: Arc::default(),
            permits: Arc::new(Semaphore::new(READERS)),
        }
    }

    /// Lends one.
    pub(crate) async fn lend(&self) -> Result<Reader, Failure> {
        let permit = self.permits.clone().acquire_owned().await;
        let permit = permit.expect("the semaphore is never closed");
        let idle = lock(&self.idle).pop();
        let link = match idle {
            Some(link) => link,
            None => self.store.connect(Role::Reader).await?,
        };
        Ok(Reader {
            link: Some(link),
            fit: true,
            idle: self.idle.clone(),
            _permit: permit,
        })
    }

    /// Closes those that nobody uses: after a broken one, the others may be broken too.
    pub(crate) fn forget(&self) {
        lock(&self.idle).clear();
    }

    /// Closes those that nobody uses, and waits until they are closed.
    pub(crate) async fn close(&self) {
        let idle = std::mem::take(&mut *lock(&self.idle));
        for link in idle {
            link.close().await;
        }
    }
}

impl Reader {
    /// The connection.
    pub(crate) fn link(&mut self) -> &mut Link {
        self.link
            .as_mut()
            .expect("a reader has its connection until it is dropped")
    }

    /// Says whether it may go back as it is from now on.
    pub(crate) fn set_fit(&mut self, fit: bool) {
        self.fit = fit;
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if self.fit
            && let Some(link) = self.link.take()
        {
            lock(&self.idle).push(link);
        }
    }
}

fn lock(idle: &Mutex<Vec<Link>>) -> std::sync::MutexGuard<'_, Vec<Link>> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}
