//! Pages for people, plain HTML that works without script. A page is a function of a view; it
//! decides nothing and looks nothing up.

pub mod api;
pub mod asset;
pub mod first_start;
pub mod home;
pub mod layout;
pub mod sign_in;
