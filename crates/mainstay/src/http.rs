//! The doors by HTTP: one table of routes, and what does each. It decides nothing itself.

pub mod doors;
pub mod router;

mod about_api;
mod account_api;
mod answer_api;
mod attachment_api;
mod call;
mod caller;
mod event_api;
mod export_api;
mod home_api;
mod import_api;
mod journal_api;
mod keeping_api;
mod live;
mod health_api;
mod mount;
mod openapi;
mod order;
mod page_api;
mod parameter;
pub mod problem;
mod record_api;
mod reply;
mod route;
mod sent;
mod session_api;
mod shape;
mod withhold;
