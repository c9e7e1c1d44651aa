//! How a server is set up: from a TOML file, then the environment, then flags; the later one wins.
//! Each setting remembers where it came from. No setting is a command line, and none is read here
//! that is not in the table of keys.

mod file;
mod key;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use jiff::civil::Time;
use record::complaint::suggestion;

use crate::access::secret::Secret;
pub use key::{KEYS, Key, without_password};

/// Everything a server is told before it starts.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the journal is: `sqlite:FILE`, `sqlite::memory:` or `postgres://…`.
    pub journal: String,
    /// Where requests are taken.
    pub listen: SocketAddr,
    /// The address people type, when a proxy stands in front.
    pub public_url: Option<String>,
    /// The folder of everything this server keeps beside a journal elsewhere.
    pub folder: PathBuf,
    /// Sign-in by a provider elsewhere.
    pub oidc: OidcSettings,
    /// Where checkpoints are put beyond the journal.
    pub checkpoints: Checkpoints,
    /// The nightly backup.
    pub backup: Backup,
    /// Where warnings come from.
    pub warnings: Warnings,
    /// How long a session lives.
    pub sessions: Lifetimes,
    /// Who may say on whose behalf a request comes.
    pub trusted_proxies: Vec<Network>,
    /// What is written about the work.
    pub log: Log,
    /// What one server takes on.
    pub limits: Limits,
    told: BTreeMap<&'static str, Told>,
    /// Files that hold secrets.
    pub secret_files: Vec<PathBuf>,
    /// What was passed by, in words for the terminal.
    pub remarks: Vec<String>,
    /// Whether nothing is kept and everyone may be anyone. No key sets it: only `mainstay demo`.
    pub demonstration: bool,
}

/// Sign-in by OpenID Connect; off where no issuer is named.
#[derive(Clone, Debug, Default)]
pub struct OidcSettings {
    /// The provider.
    pub issuer: Option<String>,
    /// What the button says.
    pub name: Option<String>,
    /// Who we are at the provider.
    pub client_id: Option<String>,
    /// What proves it; absent for a public client.
    pub client_secret: Option<Secret>,
    /// The claim that lists groups.
    pub claim: Option<String>,
    /// Which group is granted which function.
    pub functions: Vec<(String, String)>,
}

/// Where checkpoints go beyond the journal.
#[derive(Clone, Debug, Default)]
pub struct Checkpoints {
    /// A folder, best on another machine.
    pub folder: Option<PathBuf>,
    /// An address that takes them by PUT.
    pub url: Option<String>,
}

/// The backup a server makes by itself.
#[derive(Clone, Debug)]
pub struct Backup {
    /// Where copies are put; none are made without it.
    pub folder: Option<PathBuf>,
    /// When, in UTC.
    pub at: Time,
    /// How many copies stay.
    pub keep: usize,
}

/// Where warnings from outside come from, beside the API.
#[derive(Clone, Debug)]
pub struct Warnings {
    /// A folder whose files are read as they appear.
    pub folder: Option<PathBuf>,
    /// How long a feed may be silent before that is shown, in seconds.
    pub silent_seconds: i64,
}

/// How long a session lives, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Lifetimes {
    /// Without a request.
    pub idle_seconds: i64,
    /// At most.
    pub absolute_seconds: i64,
}

/// What is written about the work.
#[derive(Clone, Debug)]
pub struct Log {
    /// How lines are written.
    pub form: LogForm,
    /// How much: error, warn, info, debug, trace.
    pub level: String,
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogForm {
    /// Text on a terminal, JSON elsewhere.
    Auto,
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What one server takes on.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Entries of a journal.
    pub entries: u64,
    /// Bytes of the present in memory.
    pub state_bytes: u64,
    /// Seconds a request may take.
    pub request_seconds: u64,
    /// Seconds a change waits for a database that is away.
    pub patience_seconds: u64,
    /// Seconds a connection may be silent.
    pub silence_seconds: u64,
    /// Connections that may stand at once, 0 for what the open-file limit allows.
    pub connections: usize,
}

/// A range of addresses: an address and how many leading bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// Reads `10.0.0.0/8`, `::1` or `192.0.2.7`.
    pub fn parse(text: &str) -> Result<Network, String> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address
            .trim()
            .parse()
            .map_err(|_| format!("`{text}` is no address; write `127.0.0.1` or `10.0.0.0/8`"))?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => most,
            Some(bits) => match bits.trim().parse() {
                Ok(bits) if bits <= most => bits,
                _ => return Err(format!("`{text}`: at most {most} bits can count")),
            },
        };
        Ok(Network { address, bits })
    }

    /// Whether an address lies in it. An IPv4 address written as IPv6 is the IPv4 address.
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                let mask = u32::MAX.checked_shl(32 - self.bits).unwrap_or(0);
                ours.to_bits() & mask == theirs.to_bits() & mask
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                let mask = u128::MAX.checked_shl(128 - self.bits).unwrap_or(0);
                ours.to_bits() & mask == theirs.to_bits() & mask
            }
            _ => false,
        }
    }
}

/// Where a setting came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// Nobody said anything.
    Default,
    /// A file's line.
    File(PathBuf, usize),
    /// A variable of the environment.
    Environment(String),
    /// A flag.
    Flag(&'static str),
}

impl std::fmt::Display for From {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            From::Default => write!(out, "the default"),
            From::File(path, line) => write!(out, "{}:{line}", path.display()),
            From::Environment(name) => write!(out, "{name}"),
            From::Flag(name) => write!(out, "{name}"),
        }
    }
}

#[derive(Clone, Debug)]
struct Told {
    shown: String,
    from: From,
}

/// One setting as `doctor` tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// Its name in the file.
    pub name: &'static str,
    /// Its variable in the environment.
    pub variable: String,
    /// Its value; a secret is `***`.
    pub value: String,
    /// Where the value came from.
    pub from: From,
    /// What it does.
    pub about: &'static str,
}

/// What the command line may say about a server.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--journal`.
    pub journal: Option<String>,
    /// `--listen`.
    pub listen: Option<String>,
    /// `--config`.
    pub config: Option<PathBuf>,
}

/// Variables of ours that set nothing of a server.
const OTHER_VARIABLES: &[&str] = &[
    "MAINSTAY_TOKEN",
    "MAINSTAY_CONFIG",
    "MAINSTAY_DATA",
    "MAINSTAY_POSTGRES",
    "MAINSTAY_DID_NOT_RUN",
    "MAINSTAY_NODE",
    "MAINSTAY_PYTHON",
    "MAINSTAY_BINARY",
    "MAINSTAY_BROWSER",
];

impl Settings {
    /// Gathers the settings of file, environment and flags.
    ///
    /// Errors: every fault found, one a line, each with its place and what would be right.
    pub fn gather(flags: &Flags, environment: &[(String, String)]) -> Result<Settings, String> {
        let mut settings = Settings::unset(environment);
        let mut faults = Vec::new();
        let named = environment
            .iter()
            .find(|(name, _)| name == "MAINSTAY_CONFIG");
        let config = flags
            .config
            .clone()
            .or(named.map(|(_, path)| PathBuf::from(path)));
        if let Some(path) = config {
            match file::read(&path) {
                Err(fault) => faults.push(fault),
                Ok(lines) => {
                    settings.take_file(&path, lines, &mut faults);
                    settings.secret_files.push(path);
                }
            }
        }
        settings.take_environment(environment, &mut faults);
        settings.take_flags(flags, &mut faults);
        settings.hold_together(&mut faults);
        match faults.is_empty() {
            true => Ok(settings),
            false => Err(faults.join("\n")),
        }
    }

    /// Every setting with its value, where it came from, and what it does.
    pub fn explain(&self) -> Vec<Explained> {
        let explained = KEYS.iter().map(|key| {
            let told = self.told.get(key.name);
            Explained {
                name: key.name,
                variable: key.variable(),
                value: told.map_or(key.default.to_owned(), |told| told.shown.clone()),
                from: told.map_or(From::Default, |told| told.from.clone()),
                about: key.about,
            }
        });
        explained.collect()
    }

    /// Whether people reach the server by https.
    pub fn https(&self) -> bool {
        self.public_url
            .as_ref()
            .is_some_and(|url| url.starts_with("https://"))
    }

    /// The address people type, without a `/` at its end.
    pub fn origin(&self, listening: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{listening}"),
        }
    }

    /// The file of a SQLite journal.
    pub fn journal_file(&self) -> Option<&Path> {
        let file = self.journal.strip_prefix("sqlite:")?;
        (file != ":memory:").then(|| Path::new(file))
    }

    fn unset(environment: &[(String, String)]) -> Settings {
        let folder = key::user_folder(environment);
        let mut told = BTreeMap::new();
        let default = |value: String| Told {
            shown: value,
            from: From::Default,
        };
        told.insert("folder", default(folder.display().to_string()));
        Settings {
            journal: String::new(),
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8480),
            public_url: None,
            folder,
            oidc: OidcSettings::default(),
            checkpoints: Checkpoints::default(),
            backup: Backup {
                folder: None,
                at: Time::constant(2, 0, 0, 0),
                keep: 14,
            },
            warnings: Warnings {
                folder: None,
                silent_seconds: 3 * 3600,
            },
            sessions: Lifetimes {
                idle_seconds: 8 * 3600,
                absolute_seconds: 7 * 86_400,
            },
            trusted_proxies: Vec::new(),
            log: Log {
                form: LogForm::Auto,
                level: "info".into(),
            },
            limits: Limits {
                entries: 2_000_000,
                state_bytes: 1_000_000_000,
                request_seconds: 60,
                patience_seconds: 30,
                silence_seconds: 20,
                connections: 0,
            },
            told,
            secret_files: Vec::new(),
            remarks: Vec::new(),
            demonstration: false,
        }
    }

    fn set(&mut self, key: &'static Key, value: &str, from: From) -> Result<(), String> {
        (key.set)(self, value)?;
        let shown = if key.secret {
            "***".to_owned()
        } else {
            key::without_password(value)
        };
        self.told.insert(key.name, Told { shown, from });
        Ok(())
    }

    fn take_file(&mut self, path: &Path, lines: Vec<file::Line>, faults: &mut Vec<String>) {
        for line in lines {
            let place = format!("{}:{}", path.display(), line.number);
            let Some(key) = KEYS.iter().find(|key| key.name == line.name) else {
                let hint = suggestion(&line.name, KEYS.iter().map(|key| key.name));
                faults.push(format!(
                    "{place}: there is no setting `{}`{hint}",
                    line.name
                ));
                continue;
            };
            if key.secret {
                let file = format!("{}-file", key.name);
                faults.push(format!(
                    "{place}: `{}` is a secret; put it into a file of its own and name that by \
                     `{file}`, or set {}",
                    key.name,
                    key.variable()
                ));
                continue;
            }
            let from = From::File(path.to_owned(), line.number);
            let value = line
                .value
                .ok_or_else(|| "write a text, a number or a list".to_owned());
            if let Err(why) = value.and_then(|value| self.set(key, &value, from)) {
                faults.push(format!("{place}: {}: {why}", key.name));
            }
        }
    }

    fn take_environment(&mut self, environment: &[(String, String)], faults: &mut Vec<String>) {
        for (name, value) in environment {
            if !name.starts_with("MAINSTAY_") || OTHER_VARIABLES.contains(&name.as_str()) {
                continue;
            }
            let Some(key) = KEYS.iter().find(|key| key.variable() == *name) else {
                let variables: Vec<String> = KEYS.iter().map(Key::variable).collect();
                let hint = suggestion(name, variables.iter().map(String::as_str));
                // Other programs may use the prefix; a file or a flag is ours alone.
                self.remarks.push(format!("{name} sets nothing{hint}"));
                continue;
            };
            if let Err(why) = self.set(key, value, From::Environment(name.clone())) {
                let why = if key.secret { "cannot be used" } else { &why };
                faults.push(format!("{name}: {why}"));
            }
        }
    }

    fn take_flags(&mut self, flags: &Flags, faults: &mut Vec<String>) {
        let given = [
            ("journal", "--journal", &flags.journal),
            ("listen", "--listen", &flags.listen),
        ];
        for (name, flag, value) in given {
            let Some(value) = value else { continue };
            if key::without_password(value) != *value {
                faults.push(format!(
                    "{flag}: a password on a command line can be read by everyone on this \
                     machine; write it into the config file or set MAINSTAY_{}",
                    name.to_uppercase()
                ));
                continue;
            }
            let key = KEYS.iter().find(|key| key.name == name);
            let key = key.expect("journal and listen are in the table");
            if let Err(why) = self.set(key, value, From::Flag(flag)) {
                faults.push(format!("{flag}: {why}"));
            }
        }
    }

    /// What follows from one setting for another, and what only makes sense together.
    fn hold_together(&mut self, faults: &mut Vec<String>) {
        if self.journal.is_empty() {
            let file = self.folder.join("journal.db");
            self.journal = format!("sqlite:{}", file.display());
            let told = Told {
                shown: self.journal.clone(),
                from: From::Default,
            };
            self.told.insert("journal", told);
        }
        let oidc = &self.oidc;
        if oidc.issuer.is_some() && oidc.client_id.is_none() {
            faults.push("oidc.issuer needs oidc.client-id: who we are at the provider".into());
        }
        if oidc.issuer.is_none() && oidc.client_id.is_some() {
            faults.push("oidc.client-id needs oidc.issuer: the provider's address".into());
        }
        if oidc.claim.is_none() && !oidc.functions.is_empty() {
            faults.push("oidc.functions needs oidc.claim: the claim that lists groups".into());
        }
        if self.sessions.idle_seconds > self.sessions.absolute_seconds {
            faults.push("sessions.idle is longer than sessions.absolute".into());
        }
    }
}
