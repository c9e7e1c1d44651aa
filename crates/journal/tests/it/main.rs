//! What this room promises, tested through its doors: on SQLite, on PostgreSQL, and on both.

mod crash;
mod databases;
mod drafts;
mod full;
mod hostile;
mod keeping;
mod notes;
mod seeded;
mod story;
mod tree;
