//! What we know: the nouns of continuity, each with its fields, units, checks and links.
//!
//! Read `node`, `shape` and `kind` first, then any file of a stage. Nothing here reads a file,
//! asks the clock or looks at two records at once.

#![deny(clippy::disallowed_methods)]

pub mod complaint;
pub mod node;
pub mod shape;

pub mod link;
pub mod value;

pub mod kind;
pub mod kinds;
pub mod register;
pub mod shelf;

pub mod item;
pub mod practice;
pub mod selector;

pub mod initiation;
pub mod requirements;
pub mod implementation;
pub mod operation;
pub mod invocation;
