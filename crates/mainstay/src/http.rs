//! The doors by HTTP: one table of routes, and what does each. It decides nothing itself.

pub mod doors;
pub mod router;

mod about_api;
mod account_api;
pub mod answer_api;
mod attachment_api;
mod board_api;
pub mod call;
mod caller;
pub mod campaign_api;
mod demonstration_api;
mod event_api;
pub mod fields;
mod export_api;
mod home_api;
mod import_api;
mod journal_api;
mod keeping_api;
mod live;
pub mod forecast_api;
mod health_api;
mod mount;
mod openapi;
pub mod order;
pub mod page_api;
pub mod parameter;
pub mod problem;
mod record_api;
pub mod readiness_api;
pub mod reply;
pub mod route;
mod sent;
mod session_api;
pub mod run_api;
pub mod shape;
pub mod withhold;
