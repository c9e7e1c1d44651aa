//! Stage 1: what is in scope and who decides?

pub mod assignment;
pub mod body;
pub mod budget;
pub mod calendar;
pub mod contract;
pub mod obligation;
pub mod person;
pub mod policy;
pub mod programme;
pub mod role;
pub mod scope;
pub mod site;
pub mod supplier;
pub mod team;
pub mod waiver;

pub use assignment::Assignment;
pub use body::Body;
pub use budget::Budget;
pub use calendar::Calendar;
pub use contract::Contract;
pub use obligation::Obligation;
pub use person::Person;
pub use policy::Policy;
pub use programme::Programme;
pub use role::Role;
pub use scope::Scope;
pub use site::Site;
pub use supplier::Supplier;
pub use team::Team;
pub use waiver::Waiver;
