//! What this room promises, tested through its doors: bytes in, records, remarks and bytes out.

mod backstage;
mod by_hand;
mod change;
mod compose;
mod csv;
mod default_policy;
mod documents;
mod drawings;
mod estate;
mod gitlab_catalog;
mod gitlab_com;
mod hazard_histories;
mod hostile;
mod kubernetes;
mod mutate;
mod netbox;
mod own_format;
mod real;
mod warnings;
mod round_trip;
mod servicenow;
mod statements;
mod xlsx;
