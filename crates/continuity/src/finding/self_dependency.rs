//! `self-dependency`: an item says that it needs itself.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "self-dependency",
    severity: Severity::Note,
    breaks_target: false,
    means: "This names itself among the things it needs. The entry is passed by.",
    matters: "It is usually a slip in the catalogue that the item was imported from; it may hide \
              the name that was meant.",
    mend: "Remove the entry, or name what was meant.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    for item in estate.graph.items() {
        if !estate.components.names_itself(item) {
            continue;
        }
        let listed = estate.listed(item);
        let mut members = listed.item.requires.iter().flat_map(|need| &need.of);
        let place = members
            .find(|member| estate.find(&member.text) == Some(item))
            .map(|member| member.at);
        let text = format!("{} needs itself.", listed.title());
        let at = place.map_or(listed.origin, |place| listed.at(place));
        let because = vec![listed.reference.clone()];
        found.add(
            Finding::new(&listed.reference, text)
                .because(because)
                .at(at),
        );
    }
}
