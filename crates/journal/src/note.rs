//! Signed notes and their keys, by the C2SP specification `signed-note` with Ed25519: a text, a
//! blank line, a line for each signature. What a text says is not known here.

use std::fmt;
use std::io::Write as _;
use std::path::Path;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

use crate::attachment::random;
use crate::entry::digest_of;
use crate::failure::Failure;

/// The byte that says Ed25519 in a key.
const ED25519_KEY: u8 = 1;
/// What starts the line of a signature.
const DASH: &str = "\u{2014} ";

/// The public half of a key: who checks signatures needs it, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    public: [u8; 32],
}

impl VerifierKey {
    /// Whose key it is.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of the key's digest, by which a signature names its key.
    fn hash(&self) -> [u8; 4] {
        let whole = digest_of(&[self.name.as_bytes(), b"\n", &[ED25519_KEY], &self.public]);
        [whole.0[0], whole.0[1], whole.0[2], whole.0[3]]
    }

    /// Whether the note carries a true signature of this key.
    fn signed(&self, text: &str, signatures: &str) -> bool {
        signatures.lines().any(|line| {
            let words = line
                .strip_prefix(DASH)
                .and_then(|line| line.split_once(' '));
            let Some((name, signature)) = words else {
                return false;
            };
            let Ok(signature) = BASE64.decode(signature) else {
                return false;
            };
            let key = UnparsedPublicKey::new(&ED25519, &self.public);
            name == self.name
                && signature.get(..4) == Some(&self.hash())
                && key.verify(text.as_bytes(), &signature[4..]).is_ok()
        })
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hash = u32::from_be_bytes(self.hash());
        let key = BASE64.encode([&[ED25519_KEY], &self.public[..]].concat());
        write!(out, "{}+{hash:08x}+{key}", self.name)
    }
}

/// A text that is no key.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a verifier key is NAME+HASH+KEY, by the C2SP specification of signed notes")]
pub struct NoKey;

impl FromStr for VerifierKey {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<VerifierKey, NoKey> {
        let (name, rest) = text.trim().split_once('+').ok_or(NoKey)?;
        let (hash, key) = rest.split_once('+').ok_or(NoKey)?;
        let bytes = BASE64.decode(key).map_err(|_| NoKey)?;
        let (&[ED25519_KEY], public) = bytes.split_at_checked(1).ok_or(NoKey)? else {
            return Err(NoKey);
        };
        let key = VerifierKey {
            name: name.to_owned(),
            public: public.try_into().map_err(|_| NoKey)?,
        };
        let said = u32::from_str_radix(hash, 16).map_err(|_| NoKey)?;
        if !is_name(name) || said.to_be_bytes() != key.hash() {
            return Err(NoKey);
        }
        Ok(key)
    }
}

/// The secret half of a key.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    verifier: VerifierKey,
}

/// A trace shows whose key it is, never the key.
impl fmt::Debug for SigningKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SigningKey({})", self.verifier)
    }
}

impl SigningKey {
    /// Opens a key's file. Where there is none, makes a key with that name and a file that only its
    /// owner can read.
    ///
    /// Errors: a file that others can read, that is no key, or that cannot be written.
    pub fn open(path: &Path, name: &str) -> Result<SigningKey, Failure> {
        if !is_name(name) {
            return Err(Failure::unfit("a key's name has no spaces and no +"));
        }
        match std::fs::read_to_string(path) {
            Ok(text) => {
                refuse_shared(path)?;
                SigningKey::read(&text).ok_or_else(|| Failure::Unfit {
                    text: format!("{} is not a signing key", path.display()),
                })
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let seed = random::<32>()?;
                let key = SigningKey::from_seed(name, &seed);
                let secret = BASE64.encode([&[ED25519_KEY], &seed[..]].concat());
                let hash = u32::from_be_bytes(key.verifier.hash());
                let text = format!("PRIVATE+KEY+{name}+{hash:08x}+{secret}\n");
                write_private(path, text.as_bytes())?;
                Ok(key)
            }
            Err(error) => Err(Failure::file(path)(error)),
        }
    }

    /// A key from its 32 secret bytes.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> SigningKey {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed);
        let pair = pair.expect("any 32 bytes are a seed of Ed25519");
        let public = pair.public_key().as_ref().try_into();
        let verifier = VerifierKey {
            name: name.to_owned(),
            public: public.expect("a public key of Ed25519 has 32 bytes"),
        };
        SigningKey { pair, verifier }
    }

    /// The public half.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// A text, which ends with a line's end, and a signature of it.
    pub fn sign(&self, text: &str) -> String {
        let signature = self.pair.sign(text.as_bytes());
        let signature = BASE64.encode([&self.verifier.hash()[..], signature.as_ref()].concat());
        format!("{text}\n{DASH}{} {signature}\n", self.verifier.name)
    }

    /// Reads the text of a key's file.
    fn read(text: &str) -> Option<SigningKey> {
        let rest = text.trim().strip_prefix("PRIVATE+KEY+")?;
        let (name, rest) = rest.split_once('+')?;
        let (_, secret) = rest.split_once('+')?;
        let bytes = BASE64.decode(secret).ok()?;
        let (&[ED25519_KEY], seed) = bytes.split_at_checked(1)? else {
            return None;
        };
        Some(SigningKey::from_seed(name, seed.try_into().ok()?))
    }
}

/// The text of a note and the lines of its signatures. Whether they are true is not asked.
pub fn parts(note: &str) -> Option<(&str, &str)> {
    let at = note.rfind("\n\n")?;
    Some((&note[..=at], &note[at + 2..]))
}

/// Whether a note carries a true signature of one of the keys.
pub fn is_signed(note: &str, keys: &[VerifierKey]) -> bool {
    parts(note).is_some_and(|(text, lines)| keys.iter().any(|key| key.signed(text, lines)))
}

/// Whether a name may stand in a signature's line.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|letter: char| letter.is_whitespace() || letter == '+')
}

/// Refuses a file that more than its owner can read.
fn refuse_shared(path: &Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let about = std::fs::metadata(path).map_err(Failure::file(path))?;
        if about.permissions().mode() & 0o077 != 0 {
            let text = format!("{} can be read by others: chmod 600 it", path.display());
            return Err(Failure::Unfit { text });
        }
    }
    Ok(())
}

/// Writes a new file that only its owner can read, down to the disk.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut file = private_file(path)?;
    file.write_all(bytes).map_err(Failure::file(path))?;
    file.sync_all().map_err(Failure::file(path))
}

/// Makes a new file that only its owner can read.
pub(crate) fn private_file(path: &Path) -> Result<std::fs::File, Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path).map_err(Failure::file(path))
}
