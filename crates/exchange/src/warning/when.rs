//! Instants as senders write them: RFC 3339 as the standard asks, without an offset, as mails do,
//! as milliseconds since 1970.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Reads an instant; what departs from the standard is remarked with the name of its field.
pub fn instant(text: &str, field: &str, remarks: &mut Vec<String>) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    if let Ok(local) = text.parse::<DateTime>() {
        remarks.push(format!("`{field}` has no offset; it was read as UTC"));
        return TimeZone::UTC.to_timestamp(local).ok();
    }
    if let Ok(mail) = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text) {
        return Some(mail);
    }
    let text = record::node::shorten(text);
    remarks.push(format!(
        "`{field}`: `{text}` is no instant and was left out"
    ));
    None
}

/// Milliseconds since 1970.
pub fn milliseconds(number: &str) -> Option<Timestamp> {
    let number: f64 = number.parse().ok()?;
    (number.is_finite() && number.abs() < 1e15)
        .then(|| Timestamp::from_millisecond(number as i64).ok())
        .flatten()
}
