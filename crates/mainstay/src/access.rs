//! Who is at the door: passwords, recovery codes, sessions, tokens, and sign-in by a provider.
//! What someone may do once they are known is for `continuity::access`.

pub mod guesses;
pub mod oidc;
pub mod password;
pub mod secret;
