//! Connections: taken up to a limit, given so long to say what they want, and let finish when the
//! doors close. It speaks HTTP/1.1 and knows no route; TLS and HTTP/2 are a proxy's.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::metrics::Metrics;

/// Connections that may wait to be taken. Ten thousand phones come back at once on the worst day.
const BACKLOG: u32 = 8192;
/// How long to wait after a connection could not be taken, for instance for want of files.
const BREATH: Duration = Duration::from_millis(100);

/// How connections are taken.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Connections at once.
    pub connections_max: usize,
    /// How long a connection may be silent, or slow in saying what it wants.
    pub patience: Duration,
    /// How long requests may take to end once the doors close.
    pub grace: Duration,
}

/// Listens on an address.
pub fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // A server that was stopped a moment ago must not keep the next one out.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Takes connections until told to stop, then lets those that stand finish. Returns how many had
/// to be cut off.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    terms: Terms,
    metrics: Arc<Metrics>,
    stop: impl Future<Output = ()>,
) -> usize {
    let room = Arc::new(Semaphore::new(terms.connections_max));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let taken = async {
            let permit = Arc::clone(&room).acquire_owned().await;
            let permit = permit.expect("the semaphore is never closed");
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            () = &mut stop => break,
            taken = taken => taken,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = Connection {
                    stream,
                    peer,
                    permit,
                };
                connection.begin(&router, terms, &metrics, &graceful);
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    let standing = terms
        .connections_max
        .saturating_sub(room.available_permits());
    match tokio::time::timeout(terms.grace, graceful.shutdown()).await {
        Ok(()) => 0,
        Err(_) => standing.min(terms.connections_max - room.available_permits()),
    }
}

struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    permit: OwnedSemaphorePermit,
}

impl Connection {
    fn begin(
        self,
        router: &Router,
        terms: Terms,
        metrics: &Arc<Metrics>,
        graceful: &GracefulShutdown,
    ) {
        // Small answers must not wait for more; a socket that refuses still works.
        let _ = self.stream.set_nodelay(true);
        let (router, peer) = (TowerToHyperService::new(router.clone()), self.peer);
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(terms.patience)
            .serve_connection(TokioIo::new(self.stream), service);
        let connection = graceful.watch(connection);
        let metrics = Arc::clone(metrics);
        tokio::spawn(async move {
            metrics.connections.inc();
            // What goes wrong here is the other side's going away; there is nobody to tell.
            let _ = connection.await;
            metrics.connections.dec();
            drop(self.permit);
        });
    }
}
