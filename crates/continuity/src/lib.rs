//! What follows: answers, findings and rules.

#![deny(clippy::disallowed_methods)]
