//! Addresses in environment values: hosts that a workload is told to talk to. Only what has the
//! shape of an address counts; a word that happens to be a Service's name does not.

/// An environment variable with its value.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value as written.
    pub value: String,
}

/// A host that a value names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The host without scheme, user, port and path.
    pub host: String,
    /// Whether the variable's name says that it holds an address (`…_ADDR`, `…_URL`): then it
    /// counts even where no Service answers to it.
    pub declared: bool,
}

/// Endings of a variable's name that say it holds an address.
const ENDINGS: [&str; 9] = [
    "ADDR",
    "ADDRESS",
    "ADDRESSES",
    "HOST",
    "HOSTS",
    "URL",
    "URI",
    "ENDPOINT",
    "SERVERS",
];

/// The hosts in a value: `host:port`, `scheme://host…`, several with commas between them; a bare
/// host where the variable's name says that it holds an address.
pub fn addresses(name: &str, value: &str) -> Vec<Address> {
    let upper = name.to_uppercase();
    let last = upper.rsplit(['_', '-', '.']).next().unwrap_or_default();
    let declared = ENDINGS.contains(&last);
    let hosts = value
        .split([',', ';', ' '])
        .filter_map(|part| host(part, declared));
    let mut found: Vec<Address> = Vec::new();
    for host in hosts {
        let address = Address { host, declared };
        if !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

fn host(text: &str, declared: bool) -> Option<String> {
    let text = text.trim().trim_start_matches("jdbc:");
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, text),
    };
    let place = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let place = place.rsplit('@').next().unwrap_or_default();
    let (host, port) = match place.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (place, None),
    };
    let port_fits = port.is_some_and(|port| port.parse::<u16>().is_ok());
    // A colon without a port is no address (`image:tag`).
    let shaped = scheme.is_some() || port_fits || declared && port.is_none();
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let named = !host.is_empty() && host.len() <= 253 && host.chars().all(letter);
    let number = host.chars().all(|c| c.is_ascii_digit() || c == '.');
    (shaped && named && !number && host != "localhost")
        .then(|| host.trim_end_matches('.').to_string())
}

impl Address {
    /// Name and namespace of the Service it would be: `name`, `name.namespace`,
    /// `name.namespace.svc…`.
    pub fn service(&self, namespace: &str) -> (String, String) {
        let mut parts = self.host.split('.');
        let name = parts.next().unwrap_or_default().to_string();
        let other = parts.next().unwrap_or(namespace).to_string();
        (name, other)
    }

    /// Whether only the cluster can answer it: one word, or `name.namespace.svc…`.
    pub fn in_cluster(&self) -> bool {
        let mut parts = self.host.split('.').skip(1);
        parts.next().is_none() || parts.next() == Some("svc")
    }
}
