//! Pages for people, plain HTML that works without script. Each page is one file: what it looks up
//! and what it shows. It decides nothing; what may be done is asked in `continuity`.

pub mod form;
pub mod frame;
pub mod link;
pub mod navigation;
pub mod reckoned;
pub mod told;
pub mod tour;
pub mod when;

pub mod account;
pub mod api;
pub mod asset;
pub mod changes;
pub mod first_start;
pub mod handbook;
pub mod home;
pub mod layout;
pub mod search;
pub mod sign_in;

pub mod initiation;
pub mod requirements;
pub mod implementation;
pub mod operation;
pub mod invocation;

pub mod generic;
