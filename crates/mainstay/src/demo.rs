//! The demonstration: an example organisation in a journal of its own, brought there by the same
//! commands that people give, and gone when the server ends. It invents no answer and no verdict.

pub mod accounts;
pub mod history;
mod monitors;
pub mod organisation;
pub mod place;
#[cfg(test)]
mod tests;
