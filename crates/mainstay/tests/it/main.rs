//! The doors, tried as a person or a program tries them: arguments in, text and exit code out.

#![allow(clippy::disallowed_methods)] // tokens for real servers end by the real clock

mod alerts;
mod api;
mod bia;
mod bia_large;
mod binary;
mod browser;
mod check;
mod conditions;
mod diff;
mod doctor;
mod documents;
mod forms;
mod frame;
mod havensund;
mod hostile;
mod import;
mod init;
mod keep;
mod pages;
mod pages_ahead;
mod pages_warned;
mod pages_estate;
mod pages_forecast;
mod pages_import;
mod pages_records;
mod pages_recover;
mod pages_bia;
mod readme;
mod recover;
mod serve;
mod served;
mod simulate;
mod sync;
mod walk;
mod who;
mod thread;
