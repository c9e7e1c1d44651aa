//! How findings name several things in one sentence without flooding it.

/// At most so many names stand in a sentence.
const NAMED_MAX: usize = 5;
/// At most so many records stand in the path of a finding that names many.
const PATH_MAX: usize = 20;

/// `a`, `a and b`, `a, b and 7 more`.
pub fn several<T: AsRef<str>>(names: &[T]) -> String {
    let shown: Vec<&str> = names.iter().take(NAMED_MAX).map(AsRef::as_ref).collect();
    let more = names.len() - shown.len();
    match (shown.split_last(), more) {
        (None, _) => "nothing".into(),
        (Some((only, [])), 0) => (*only).to_string(),
        (Some((last, first)), 0) => format!("{} and {last}", first.join(", ")),
        (Some(_), more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// `1 step`, `3 steps`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// A path that begins with the subject and shows the first of many records.
pub fn path_of<T: AsRef<str>>(subject: &str, others: &[T]) -> Vec<String> {
    let mut path = vec![subject.to_string()];
    path.extend(
        others
            .iter()
            .take(PATH_MAX)
            .map(|it| it.as_ref().to_string()),
    );
    path
}

/// One path after the other, each record once. Cost: n log n, however long.
pub fn joined(first: Vec<String>, second: impl Iterator<Item = String>) -> Vec<String> {
    let known: std::collections::BTreeSet<String> = first.iter().cloned().collect();
    let new = second.filter(|name| !known.contains(name));
    first.iter().cloned().chain(new).collect()
}
