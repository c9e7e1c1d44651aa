//! Calendar: agreed hours in a time zone, with exceptions.

use crate::value::{Date, TimeOfDay, Weekday};

crate::kind! {
    /// Agreed hours in a time zone: weekly windows and exceptions by date.
    pub struct Calendar("calendar", "calendars", Initiation) {
        /// IANA time zone.
        zone: String,
        /// Weekly windows.
        windows: Vec<Window>,
        /// Days that differ.
        exceptions: Vec<Exception>,
    } check check
}

crate::fields! {
    /// A window that opens on some days of the week. It belongs to the day on which it opens and
    /// may cross midnight.
    pub struct Window {
        /// The days on which it opens.
        days: Vec<Weekday>,
        /// When it opens.
        from: TimeOfDay,
        /// When it closes; at or before `from`, on the next day.
        to: TimeOfDay,
    }
}

crate::fields! {
    /// A day that differs: closed, or open at other times.
    pub struct Exception {
        /// The day.
        date: Date,
        /// True where nothing opens that day.
        closed: bool,
        /// When it opens instead.
        windows: Vec<Opening>,
        /// Why.
        name: Option<String>,
    }
}

crate::fields! {
    /// An opening on a day that differs.
    pub struct Opening {
        /// When it opens.
        from: TimeOfDay,
        /// When it closes.
        to: TimeOfDay,
    }
}

fn check(calendar: &Calendar, fault: &mut dyn FnMut(String, String)) {
    if jiff::tz::TimeZone::get(&calendar.zone).is_err() {
        let zone = crate::node::shorten(&calendar.zone);
        fault(
            "zone".into(),
            format!("`{zone}` is no IANA time zone (`Europe/Berlin`)"),
        );
    }
    for (index, window) in calendar.windows.iter().enumerate() {
        if window.days.is_empty() {
            fault(
                format!("windows[{index}]"),
                "name the days on which it opens".into(),
            );
        }
    }
    for (index, exception) in calendar.exceptions.iter().enumerate() {
        let at = format!("exceptions[{index}]");
        if exception.closed != exception.windows.is_empty() {
            let text = "write either `closed: true` or the windows of that day";
            fault(at.clone(), text.into());
        }
        let earlier = &calendar.exceptions[..index];
        if earlier.iter().any(|other| other.date == exception.date) {
            fault(at, format!("{} stands twice", exception.date));
        }
    }
}
