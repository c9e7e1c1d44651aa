//! The table of settings: name, what it does, how its text is read. What is not here cannot be
//! set; there is no key whose value is a command.

use std::path::{Path, PathBuf};

use continuity::access::Function;
use record::value::Duration;

use super::{LogForm, Network, Settings};
use crate::access::secret::Secret;

/// One setting.
pub struct Key {
    /// Its name in the file.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
    /// What holds when nobody says anything, in words.
    pub default: &'static str,
    /// A secret: by environment only, and never shown.
    pub secret: bool,
    /// Reads its text into the settings, or says what would be right.
    pub set: fn(&mut Settings, &str) -> Result<(), String>,
}

impl Key {
    /// Its variable in the environment.
    pub fn variable(&self) -> String {
        format!(
            "MAINSTAY_{}",
            self.name.replace(['.', '-'], "_").to_uppercase()
        )
    }
}

const fn key(
    name: &'static str,
    default: &'static str,
    about: &'static str,
    set: fn(&mut Settings, &str) -> Result<(), String>,
) -> Key {
    Key {
        name,
        about,
        default,
        secret: false,
        set,
    }
}

/// Every setting.
pub const KEYS: &[Key] = &[
    key(
        "journal",
        "",
        "Where everything is remembered: sqlite:FILE or postgres://…",
        |settings, text| {
            let known = ["sqlite:", "postgres://", "postgresql://"];
            if !known.iter().any(|prefix| text.starts_with(prefix)) {
                return Err(format!(
                    "`{}` is no journal; write `sqlite:FILE` or `postgres://…`",
                    without_password(text)
                ));
            }
            settings.journal = text.to_owned();
            Ok(())
        },
    ),
    key(
        "listen",
        "127.0.0.1:8480",
        "The address and port that take requests.",
        |settings, text| {
            let text = text.replace("localhost", "127.0.0.1");
            settings.listen = text.parse().map_err(|_| {
                format!("`{text}` is no address with a port; write `127.0.0.1:8480` or `[::]:8480`")
            })?;
            Ok(())
        },
    ),
    key(
        "public-url",
        "",
        "The address people type, when a proxy stands in front; https turns on secure cookies.",
        |settings, text| {
            settings.public_url = Some(web_address(text)?);
            Ok(())
        },
    ),
    key(
        "folder",
        "",
        "The folder of what this server keeps: journal, keys.",
        |settings, text| {
            settings.folder = folder(text)?;
            Ok(())
        },
    ),
    key(
        "oidc.issuer",
        "",
        "The OpenID Connect provider for sign-in.",
        |settings, text| {
            settings.oidc.issuer = Some(web_address(text)?);
            Ok(())
        },
    ),
    key(
        "oidc.name",
        "the provider",
        "What people call the provider.",
        |settings, text| {
            settings.oidc.name = Some(some(text)?);
            Ok(())
        },
    ),
    key(
        "oidc.client-id",
        "",
        "Who we are at the provider.",
        |settings, text| {
            settings.oidc.client_id = Some(some(text)?);
            Ok(())
        },
    ),
    key(
        "oidc.client-secret-file",
        "",
        "The file with the secret that proves it; mode 0600.",
        |settings, text| {
            let read = std::fs::read_to_string(folder(text)?);
            let read = read.map_err(|error| format!("`{text}` cannot be read: {error}"))?;
            settings.oidc.client_secret = Some(Secret::new(some(read.trim())?));
            settings.secret_files.push(folder(text)?);
            Ok(())
        },
    ),
    Key {
        name: "oidc.client-secret",
        about: "The same secret itself; by the environment only.",
        default: "",
        secret: true,
        set: |settings, text| {
            settings.oidc.client_secret = Some(Secret::new(some(text)?));
            Ok(())
        },
    },
    key(
        "oidc.claim",
        "",
        "The claim that lists a person's groups.",
        |settings, text| {
            settings.oidc.claim = Some(some(text)?);
            Ok(())
        },
    ),
    key(
        "oidc.functions",
        "",
        "Which group may do what: a list of `group=function`.",
        |settings, text| {
            settings.oidc.functions = list(text).map(pair).collect::<Result<_, _>>()?;
            Ok(())
        },
    ),
    key(
        "checkpoints.folder",
        "",
        "A folder, best elsewhere, for checkpoints.",
        |settings, text| {
            settings.checkpoints.folder = Some(folder(text)?);
            Ok(())
        },
    ),
    key(
        "checkpoints.url",
        "",
        "An address that takes checkpoints by PUT, each under its own name.",
        |settings, text| {
            settings.checkpoints.url = Some(web_address(text)?);
            Ok(())
        },
    ),
    key(
        "backup.folder",
        "",
        "Where the nightly copy is put; none without it.",
        |settings, text| {
            settings.backup.folder = Some(folder(text)?);
            Ok(())
        },
    ),
    key(
        "backup.at",
        "02:00",
        "When the nightly copy is made, in UTC.",
        |settings, text| {
            settings.backup.at = text
                .parse()
                .map_err(|_| format!("`{text}` is no time of day; write `02:00`"))?;
            Ok(())
        },
    ),
    key(
        "backup.keep",
        "14",
        "How many nightly copies stay; the oldest go.",
        |settings, text| {
            settings.backup.keep = usize::try_from(count(text)?).unwrap_or(usize::MAX);
            Ok(())
        },
    ),
    key(
        "warnings.folder",
        "",
        "A folder whose files of warnings (CAP, Atom, RSS, GeoJSON) are read as they appear.",
        |settings, text| {
            settings.warnings.folder = Some(folder(text)?);
            Ok(())
        },
    ),
    key(
        "warnings.silent-after",
        "3h",
        "How long a feed of warnings may be silent before that is shown.",
        |settings, text| {
            settings.warnings.silent_seconds = seconds(text)?;
            Ok(())
        },
    ),
    key(
        "sessions.idle",
        "8h",
        "How long a session lives without a request.",
        |settings, text| {
            settings.sessions.idle_seconds = seconds(text)?;
            Ok(())
        },
    ),
    key(
        "sessions.absolute",
        "7d",
        "How long a session lives at most.",
        |settings, text| {
            settings.sessions.absolute_seconds = seconds(text)?;
            Ok(())
        },
    ),
    key(
        "trusted-proxies",
        "",
        "The proxies whose X-Forwarded-For is believed: addresses or networks.",
        |settings, text| {
            settings.trusted_proxies = list(text).map(Network::parse).collect::<Result<_, _>>()?;
            Ok(())
        },
    ),
    key(
        "log.format",
        "auto",
        "auto, text or json.",
        |settings, text| {
            settings.log.form = match text {
                "auto" => LogForm::Auto,
                "text" => LogForm::Text,
                "json" => LogForm::Json,
                _ => return Err(word(text, &["auto", "text", "json"])),
            };
            Ok(())
        },
    ),
    key(
        "log.level",
        "info",
        "error, warn, info, debug or trace.",
        |settings, text| {
            let levels = ["error", "warn", "info", "debug", "trace"];
            if !levels.contains(&text) {
                return Err(word(text, &levels));
            }
            settings.log.level = text.to_owned();
            Ok(())
        },
    ),
    key(
        "limits.entries",
        "2000000",
        "How many entries a journal may hold.",
        |settings, text| {
            settings.limits.entries = count(text)?;
            Ok(())
        },
    ),
    key(
        "limits.state-bytes",
        "1000000000",
        "How large the present may be.",
        |settings, text| {
            settings.limits.state_bytes = count(text)?;
            Ok(())
        },
    ),
    key(
        "limits.request",
        "60s",
        "How long a request may take.",
        |settings, text| {
            settings.limits.request_seconds = seconds(text)?.unsigned_abs();
            Ok(())
        },
    ),
    key(
        "limits.patience",
        "30s",
        "How long a change waits for a database that is away.",
        |settings, text| {
            settings.limits.patience_seconds = seconds(text)?.unsigned_abs();
            Ok(())
        },
    ),
    key(
        "limits.silence",
        "20s",
        "How long a connection may be silent, or slow in saying what it wants.",
        |settings, text| {
            settings.limits.silence_seconds = seconds(text)?.unsigned_abs();
            Ok(())
        },
    ),
    key(
        "limits.connections",
        "0",
        "How many connections may stand at once; 0 is what the open-file limit allows.",
        |settings, text| {
            let connections = text.parse();
            settings.limits.connections =
                connections.map_err(|_| format!("`{text}` is no count; write `4000`"))?;
            Ok(())
        },
    ),
];

/// The folder of a user's own files by the customs of the system.
pub fn user_folder(environment: &[(String, String)]) -> PathBuf {
    let variable = |name: &str| {
        let found = environment.iter().find(|(known, _)| known == name);
        found
            .map(|(_, value)| value.clone())
            .filter(|value| !value.is_empty())
    };
    // systemd names the folder of a unit's state; it may list several.
    if let Some(folders) = variable("STATE_DIRECTORY") {
        return PathBuf::from(folders.split(':').next().unwrap_or(&folders));
    }
    let home = || PathBuf::from(variable("HOME").unwrap_or_else(|| ".".into()));
    let folder = if cfg!(windows) {
        variable("LOCALAPPDATA").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        Some(home().join("Library/Application Support"))
    } else {
        variable("XDG_DATA_HOME").map(PathBuf::from)
    };
    folder
        .unwrap_or_else(|| home().join(".local/share"))
        .join("mainstay")
}

/// An address as it may be shown: a password in it, or in its query, is `***`.
pub fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let (head, tail) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let head = match head.rsplit_once('@') {
        Some((who, host)) => match who.split_once(':') {
            Some((user, _)) => format!("{user}:***@{host}"),
            None => head.to_owned(),
        },
        None => head.to_owned(),
    };
    let (path, query) = match tail.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (tail, None),
    };
    let part = |part: &str| match part.split_once('=') {
        Some((name, _)) if name.to_lowercase().contains("password") => format!("{name}=***"),
        _ => part.to_owned(),
    };
    let query = query.map(|query| {
        let parts: Vec<String> = query.split('&').map(part).collect();
        format!("?{}", parts.join("&"))
    });
    format!("{scheme}://{head}{path}{}", query.unwrap_or_default())
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

fn pair(text: &str) -> Result<(String, String), String> {
    let Some((group, function)) = text.rsplit_once('=') else {
        return Err(format!(
            "`{text}` names no function; write `group=function`"
        ));
    };
    let (group, function) = (group.trim(), function.trim());
    let functions = Function::ALL.iter().map(|known| known.as_str());
    if !functions.clone().any(|known| known == function) {
        let hint = record::complaint::suggestion(function, functions);
        return Err(format!("there is no function `{function}`{hint}"));
    }
    if function == Function::Administrator.as_str() {
        // Whoever rules the provider would rule this server.
        return Err("an administrator is made here, not by a provider".into());
    }
    Ok((group.to_owned(), function.to_owned()))
}

fn some(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("is empty".into()),
        text => Ok(text.to_owned()),
    }
}

fn folder(text: &str) -> Result<PathBuf, String> {
    Ok(Path::new(&some(text)?).to_owned())
}

fn word(text: &str, known: &[&str]) -> String {
    let hint = record::complaint::suggestion(text, known.iter().copied());
    format!("`{text}` is none of {}{hint}", known.join(", "))
}

fn count(text: &str) -> Result<u64, String> {
    match text.replace('_', "").parse() {
        Ok(count) if count > 0 => Ok(count),
        _ => Err(format!("`{text}` is no count; write `1000000`")),
    }
}

fn seconds(text: &str) -> Result<i64, String> {
    match Duration::parse(text)? {
        Duration(seconds) if seconds > 0 => Ok(seconds),
        _ => Err("must be longer than nothing".into()),
    }
}

fn web_address(text: &str) -> Result<String, String> {
    let parsed = text.parse::<axum::http::Uri>().ok();
    let whole = parsed
        .filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some());
    match whole {
        Some(_) => Ok(text.to_owned()),
        None => Err(format!(
            "`{}` is no address; write `https://continuity.example.org`",
            without_password(text)
        )),
    }
}
