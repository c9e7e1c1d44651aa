//! The words by which people know a key: plain words first, the field's term beside. A key that is
//! not in the table is its own words, so that a new field needs no line here.

/// Keys whose own words say too little.
const TERMS: &[(&str, &str)] = &[
    ("access-always", "Can be entered at any hour"),
    ("act", "Act from"),
    ("admin-domain", "Whose credential can delete it"),
    ("also", "Also called"),
    ("answer-within", "Answers within"),
    ("any", "How many must be up"),
    ("arrives", "Work that arrives"),
    ("beta", "Share of failures that strike all (beta)"),
    ("call-out", "Until work starts outside hours"),
    ("clears", "Work cleared once it is back"),
    ("confirm-within", "Confirms within"),
    ("detect", "Until someone knows"),
    ("decide", "Until someone has decided"),
    ("dwell", "An intruder may sit unseen for"),
    ("earns-per-hour", "Earns an hour"),
    ("frequency", "How often"),
    ("failure", "How often it fails"),
    ("hours", "Hours (calendar)"),
    ("lat", "Latitude"),
    ("lead", "Time before recovery work starts"),
    ("lei", "Legal entity identifier (LEI)"),
    ("lon", "Longitude"),
    ("margin", "Margin kept before it is unbearable"),
    ("mbco", "Least level of any use (MBCO)"),
    ("mtbf", "Mean time between failures (MTBF)"),
    ("mtpd", "Unbearable after (MTPD)"),
    ("mtpd-ends", "What ends that time (MTPD)"),
    ("occupancy-max", "May be used for"),
    ("p90", "Nine of ten are less (P90)"),
    ("peaks", "Times at which a loss hurts more"),
    ("person-days", "Work left, in days of one person"),
    ("realises", "Decisions it puts into practice (realises)"),
    ("recovery", "How it comes back"),
    ("rekey", "Time to enter manual work again"),
    ("requires", "Needs"),
    ("resume", "Time to resume when only a need was lost"),
    ("rpc", "Loses at most, by this option (RPC)"),
    ("rpo", "May lose data of (RPO)"),
    ("rtc", "Back within, by this option (RTC)"),
    ("rto", "Back within (RTO)"),
    ("runs", "A run lasts"),
    ("says", "In a sentence"),
    ("shift-max", "Longest shift"),
    ("sla-weight", "Weight in the service level (SLA)"),
    ("switch", "Time to switch"),
    ("tail", "Own work that remains"),
    ("targets", "What the business asks of it"),
    ("tier", "Tier"),
    ("with", "With the threshold"),
    ("wrt", "Catching up takes (WRT)"),
    ("zone", "Time zone"),
];

/// The words for a key.
pub fn of(key: &str) -> String {
    let known = TERMS.iter().find(|(known, _)| *known == key);
    known.map_or_else(|| sentence(key), |(_, words)| (*words).to_owned())
}

/// A word of ours as people write it: `call-tree` becomes `Call tree`.
pub fn sentence(word: &str) -> String {
    let spaced = word.replace('-', " ");
    let mut letters = spaced.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// The same inside a sentence: `in-review` becomes `in review`.
pub fn inside(word: &str) -> String {
    word.replace('-', " ")
}
