//! How long ago something was done, and whether that is soon enough. Days still to come prove
//! nothing.

use jiff::civil::Date;

use crate::finding::Judge;

const DAY_SECONDS: i64 = 86_400;

/// Days from one date to another; negative where the second is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_secs() / DAY_SECONDS
}

/// The last of some days that has come; where none has, the first that is to come.
pub fn last(judge: &Judge<'_>, days: impl IntoIterator<Item = Date>) -> Option<Date> {
    let (past, future): (Vec<Date>, Vec<Date>) =
        days.into_iter().partition(|&day| day <= judge.today());
    past.into_iter().max().or_else(|| future.into_iter().min())
}

/// Whether a day lies no longer back than so many seconds; else why it does not count, as the
/// rest of a sentence.
pub fn recent(judge: &Judge<'_>, day: Option<Date>, within: i64) -> Result<(), String> {
    let Some(day) = day else {
        return Err("no record says when".into());
    };
    let ago = days_between(day, judge.today());
    let allowed = within / DAY_SECONDS;
    match ago {
        ..0 => Err(format!("{day} is still to come")),
        _ if ago > allowed => Err(format!("{day} is {ago} days ago, {allowed} are allowed")),
        _ => Ok(()),
    }
}

/// At most five names of many: `a, b and 3 more`.
pub fn some<T: AsRef<str>>(names: &[T]) -> String {
    let shown: Vec<&str> = names.iter().take(5).map(AsRef::as_ref).collect();
    let more = names.len() - shown.len();
    let shown = shown.join(", ");
    if more > 0 {
        format!("{shown} and {more} more")
    } else {
        shown
    }
}
