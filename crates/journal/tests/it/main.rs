//! What this room promises, tested through its doors: on SQLite, on PostgreSQL, and on both.

#![allow(clippy::unwrap_used)] // these are tests, also where they are not marked as such

mod crash;
mod databases;
mod drafts;
mod full;
mod hostile;
mod keeping;
mod notes;
mod opening;
mod seeded;
mod story;
mod tree;
