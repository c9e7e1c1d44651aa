//! What the system's service keeper is told: ready, stopping, still alive. One datagram each, by
//! the protocol of sd_notify(3); where nobody asks, nothing is sent.

use std::time::Duration;

/// The line to the service keeper.
#[derive(Clone, Debug, Default)]
pub struct Notify {
    socket: Option<String>,
    watchdog: Option<Duration>,
}

impl Notify {
    /// By the variables that the service keeper sets.
    pub fn of(environment: &[(String, String)]) -> Notify {
        let variable = |name: &str| {
            let found = environment.iter().find(|(known, _)| known == name);
            found
                .map(|(_, value)| value.clone())
                .filter(|value| !value.is_empty())
        };
        // The watchdog may be meant for another process.
        let ours = variable("WATCHDOG_PID").is_none_or(|pid| pid == std::process::id().to_string());
        let micros = variable("WATCHDOG_USEC").and_then(|micros| micros.parse().ok());
        let micros = micros.filter(|micros| ours && *micros > 0);
        Notify {
            socket: variable("NOTIFY_SOCKET"),
            watchdog: micros.map(Duration::from_micros),
        }
    }

    /// How often a sign of life is due: twice as often as asked.
    pub fn alive_every(&self) -> Option<Duration> {
        self.watchdog.map(|time| time / 2)
    }

    /// The doors are open.
    pub fn ready(&self) {
        self.send("READY=1");
    }

    /// The doors are closing.
    pub fn stopping(&self) {
        self.send("STOPPING=1");
    }

    /// A sign of life.
    pub fn alive(&self) {
        self.send("WATCHDOG=1");
    }

    #[cfg(unix)]
    fn send(&self, text: &str) {
        use std::os::unix::net::UnixDatagram;
        let Some(socket) = &self.socket else { return };
        let sent = UnixDatagram::unbound().and_then(|datagram| match socket.strip_prefix('@') {
            Some(name) => to_abstract(&datagram, name, text),
            None => datagram.send_to(text.as_bytes(), socket),
        });
        if let Err(error) = sent {
            tracing::warn!(%error, "the service keeper cannot be told {text}");
        }
    }

    #[cfg(not(unix))]
    fn send(&self, _text: &str) {}
}

#[cfg(target_os = "linux")]
fn to_abstract(
    datagram: &std::os::unix::net::UnixDatagram,
    name: &str,
    text: &str,
) -> std::io::Result<usize> {
    use std::os::linux::net::SocketAddrExt;
    let address = std::os::unix::net::SocketAddr::from_abstract_name(name)?;
    datagram.send_to_addr(text.as_bytes(), &address)
}

#[cfg(all(unix, not(target_os = "linux")))]
fn to_abstract(
    _datagram: &std::os::unix::net::UnixDatagram,
    _name: &str,
    _text: &str,
) -> std::io::Result<usize> {
    Err(std::io::ErrorKind::Unsupported.into())
}

#[cfg(all(test, unix))]
mod tests;
