//! What we know: the nouns of continuity.

#![deny(clippy::disallowed_methods)]
