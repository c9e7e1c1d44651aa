//! The cookies of a session and of someone on the way to a provider: how they are named, set,
//! found and taken back.

use axum::http::{HeaderMap, HeaderValue, header};

use super::secret::Secret;

/// How long someone may take at the provider.
const AWAY_SECONDS: i64 = 600;

/// How cookies are set here.
#[derive(Clone, Copy, Debug)]
pub struct Cookies {
    https: bool,
    lasts_seconds: i64,
}

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A session.
    Session,
    /// Someone on the way to a provider.
    Away,
}

impl Cookies {
    /// Cookies of a site that is reached by https or not, and of sessions that last so long.
    pub fn new(https: bool, lasts_seconds: i64) -> Cookies {
        Cookies {
            https,
            lasts_seconds,
        }
    }

    /// The header that sets a cookie.
    pub fn set(&self, what: Use, secret: &Secret) -> HeaderValue {
        let lasts = match what {
            Use::Session => self.lasts_seconds,
            Use::Away => AWAY_SECONDS,
        };
        self.header(what, secret.reveal(), lasts)
    }

    /// The header that takes a cookie back.
    pub fn clear(&self, what: Use) -> HeaderValue {
        self.header(what, "", 0)
    }

    /// The secret that a browser shows.
    pub fn find(&self, what: Use, headers: &HeaderMap) -> Option<Secret> {
        let name = self.name(what);
        let all = headers.get_all(header::COOKIE).into_iter();
        let pairs = all
            .filter_map(|value| value.to_str().ok())
            .flat_map(|text| text.split(';'));
        let mut found = pairs.filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = found.find(|(known, _)| *known == name)?;
        let fits = (20..=100).contains(&value.len());
        fits.then(|| Secret::new(value))
    }

    fn name(&self, what: Use) -> &'static str {
        // A browser takes `__Host-` only from the host itself, over https, for the whole site.
        match (what, self.https) {
            (Use::Session, true) => "__Host-mainstay",
            (Use::Session, false) => "mainstay",
            (Use::Away, true) => "__Host-mainstay-away",
            (Use::Away, false) => "mainstay-away",
        }
    }

    fn header(&self, what: Use, value: &str, lasts_seconds: i64) -> HeaderValue {
        let secure = if self.https { "; Secure" } else { "" };
        let name = self.name(what);
        let text = format!(
            "{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={lasts_seconds}{secure}"
        );
        let header = HeaderValue::from_str(&text);
        let mut header = header.expect("our secrets are letters, digits, `-` and `_`");
        header.set_sensitive(true);
        header
    }
}

#[cfg(test)]
mod tests;
