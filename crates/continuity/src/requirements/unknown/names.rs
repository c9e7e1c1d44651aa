//! Several names in one sentence; names with a comma or an "and" of their own are kept apart by
//! semicolons.

use engine::graph::Item;

use crate::estate::Estate;

/// How many are named.
const MOST: usize = 4;

/// `a and b`; `a, b and 3 more`; `a, b; c, d`.
pub(super) fn together<T: AsRef<str>>(names: &[T]) -> String {
    let shown: Vec<&str> = names.iter().take(MOST).map(AsRef::as_ref).collect();
    let more = names.len() - shown.len();
    let apart = |name: &&str| name.contains(',') || name.contains(" and ");
    let (between, last) = match names.len() > 1 && shown.iter().any(apart) {
        true => ("; ", "; "),
        false => (", ", " and "),
    };
    match (shown.split_last(), more) {
        (None, _) => "nothing".into(),
        (Some((only, [])), 0) => (*only).to_string(),
        (Some((end, first)), 0) => format!("{}{last}{end}", first.join(between)),
        (Some(_), more) => format!("{}{last}{more} more", shown.join(between)),
    }
}

/// The names of items, the same name once.
pub(super) fn titles(estate: &Estate<'_>, items: &[Item]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for &item in items {
        let name = estate.listed(item).title();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    together(&names)
}
