//! What this room promises, tested through its doors: bytes in, records, remarks and bytes out.

mod backstage;
mod change;
mod compose;
mod csv;
mod drawings;
mod gitlab_catalog;
mod hostile;
mod kubernetes;
mod mutate;
mod netbox;
mod real;
mod round_trip;
mod servicenow;
mod xlsx;
