//! The kinds of records by the words that people use for them.

use record::kinds;

use super::heading;

/// The kind that a word or a sheet name stands for.
pub(super) fn kind_of_word(word: &str) -> Option<&'static str> {
    let word = heading::plain(word);
    let same = |about: &&kinds::About| {
        heading::plain(about.name) == word || heading::plain(about.plural) == word
    };
    let known = kinds::ALL.iter().find(same).map(|about| about.name);
    known.or(match word.as_str() {
        "application" | "applications" | "app" | "apps" | "system" | "systems"
        | "service catalogue" | "service catalog" | "service list" | "business service"
        | "it service" => Some("service"),
        "process"
        | "processes"
        | "business process"
        | "business processes"
        | "bia"
        | "business impact analysis"
        | "business activity"
        | "business function" => Some("activity"),
        "ci" | "cis" | "asset" | "assets" | "server" | "servers" | "database" | "databases" => {
            Some("component")
        }
        "vendor" | "vendors" | "provider" | "providers" => Some("supplier"),
        "location" | "locations" | "data centre" | "data center" => Some("site"),
        _ => None,
    })
}
