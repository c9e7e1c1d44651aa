//! What this room promises, tested through its doors: bytes in, records, remarks and bytes out.

mod backstage;
mod change;
mod compose;
mod csv;
mod default_policy;
mod drawings;
mod gitlab_catalog;
mod kubernetes;
mod mutate;
mod netbox;
mod real;
mod servicenow;
mod xlsx;
