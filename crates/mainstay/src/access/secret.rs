//! A secret in memory, and the random ones we make. Only digests are kept; a secret's `Debug`
//! prints `***`, so that no log line can say it by accident.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};

/// A text that must not be shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret of this text.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// 256 random bits as 43 letters, after a prefix that says what it is.
    pub fn random(prefix: &str) -> Secret {
        Secret(format!(
            "{prefix}{}",
            URL_SAFE_NO_PAD.encode(random_bytes::<32>())
        ))
    }

    /// A recovery code: 100 random bits in four groups of five letters that cannot be mistaken for
    /// each other when read from paper.
    pub fn recovery_code() -> Secret {
        let bits = random_bytes::<20>();
        let letters: Vec<char> = bits.iter().map(|byte| letter(byte & 31)).collect();
        let groups: Vec<String> = letters
            .chunks(5)
            .map(|group| group.iter().collect())
            .collect();
        Secret(groups.join("-"))
    }

    /// The text itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Its SHA-256 in hex: what is kept.
    pub fn digest(&self) -> String {
        hex(digest(&SHA256, self.0.as_bytes()).as_ref())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("***")
    }
}

impl<'de> serde::Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Secret, D::Error> {
        Ok(Secret(String::deserialize(from)?))
    }
}

/// A recovery code as people type it: any case, with or without its hyphens and spaces.
pub fn typed_code(text: &str) -> Secret {
    let letters = text.chars().filter(char::is_ascii_alphanumeric);
    // What looks alike on paper is read alike: the alphabet has neither I, L, O nor U.
    let letters = letters.map(|c| match c.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    });
    let letters: Vec<char> = letters.collect();
    let groups: Vec<String> = letters
        .chunks(5)
        .map(|group| group.iter().collect())
        .collect();
    Secret(groups.join("-"))
}

/// Random bytes of the operating system.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let filled = SystemRandom::new().fill(&mut bytes);
    filled.expect("the operating system gives random bytes, or no server may start");
    bytes
}

/// Crockford's alphabet: 32 letters without I, L, O and U.
fn letter(five_bits: u8) -> char {
    char::from(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"[usize::from(five_bits & 31)])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
