//! What stops, what goes on below normal, when each target is breached.

use continuity::requirements::exposure::{Exposure, exposure};
use continuity::requirements::loss::{Losses, losses};
use continuity::standpoint::Standpoint;
use record::kinds::Registers;

use super::{Given, Wrong, item};

/// What follows when some names are lost: `kind/id`, an unambiguous id, another name, or
/// `scenario/ID`.
pub fn impact(given: &Given<'_>, lose: &[String]) -> Result<Exposure, Wrong> {
    let (standpoint, losses) = after_loss(given, lose)?;
    Ok(exposure(&standpoint, &losses))
}

/// The estate as the scenario among some names sees it, and what they lose.
pub fn after_loss<'a>(
    given: &Given<'a>,
    lose: &[String],
) -> Result<(Standpoint<'a>, Losses), Wrong> {
    let standpoint = match scenario_of(given.registers, lose)? {
        Some(scenario) => Standpoint::of_scenario(given.registers, scenario, given.at),
        None => given.standpoint(),
    };
    let losses = named_losses(&standpoint, lose)?;
    Ok((standpoint, losses))
}

/// The scenario among the names, if there is one.
fn scenario_of<'r>(registers: &'r Registers, names: &[String]) -> Result<Option<&'r str>, Wrong> {
    let mut found = None;
    for id in names
        .iter()
        .filter_map(|name| name.strip_prefix("scenario/"))
    {
        let scenario = registers
            .scenarios
            .live()
            .find(|scenario| &*scenario.id == id);
        let Some(scenario) = scenario else {
            let ids = registers.scenarios.live().map(|scenario| &*scenario.id);
            let hint = record::complaint::suggestion(id, ids);
            return Err(Wrong(format!("there is no scenario `{id}`{hint}")));
        };
        found = Some(&*scenario.id);
    }
    Ok(found)
}

/// The losses that some names mean.
fn named_losses(standpoint: &Standpoint<'_>, names: &[String]) -> Result<Losses, Wrong> {
    let mut items = Vec::new();
    let mut all = Losses::of(&[]);
    for name in names {
        let scenario = name.strip_prefix("scenario/");
        match scenario.and_then(|id| standpoint.estate.registers.scenarios.get(id)) {
            Some(scenario) => all = losses(&standpoint.estate, scenario),
            None => items.push(item(&standpoint.estate, name)?),
        }
    }
    all.items.extend(items);
    all.items.sort_unstable();
    all.items.dedup();
    Ok(all)
}
