//! Purity: every crate says at its top whether it may read the clock and chance. The pure rooms
//! forbid the calls that `clippy.toml` lists; the others allow them and say why.

use super::house::House;
use super::{Complaint, FLOORS};

const DENY: &str = "#![deny(clippy::disallowed_methods)]";
const ALLOW: &str = "#![allow(clippy::disallowed_methods)] //";

/// Looks at the `lib.rs` and `main.rs` of every room.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let mut out = Vec::new();
    for file in house.rust() {
        let Some((folder, "lib.rs" | "main.rs")) = file.path.rsplit_once("/src/") else {
            continue;
        };
        let name = folder.rsplit('/').next().unwrap_or_default();
        let pure = FLOORS.iter().any(|room| room.name == name && room.pure);
        let said = |wanted: &str| file.text.lines().any(|line| line.starts_with(wanted));
        if pure && !said(DENY) {
            out.push(Complaint::new(
                &file.path,
                1,
                format!("`{name}` is a pure room: without this line it could read the clock"),
                format!("write `{DENY}` under the module's description"),
            ));
        }
        if !pure && !said(ALLOW) {
            out.push(Complaint::new(
                &file.path,
                1,
                format!("`{name}` does not say that it may read the clock, nor why"),
                format!("write `{ALLOW} the reason` under the module's description"),
            ));
        }
    }
    Ok(out)
}
