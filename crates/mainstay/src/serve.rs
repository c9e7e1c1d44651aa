//! The server as a process: limits, logs, signals, health and figures. What a request means is for
//! `http`; this room only keeps the doors open and shuts them in order.

pub mod accept;
pub mod front;
pub mod health;
pub mod log;
pub mod metrics;
pub mod notify;
pub mod open_files;
pub mod permissions;
pub mod server;
