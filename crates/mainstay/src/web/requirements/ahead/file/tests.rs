//! What goes into a calendar file cannot break out of its line.

use super::{escaped, line};

#[test]
fn long_lines_are_folded_between_letters() {
    let mut out = String::new();
    line(&mut out, &"ä".repeat(100));
    let parts: Vec<&str> = out.split("\r\n").filter(|it| !it.is_empty()).collect();
    assert!(parts.len() > 1 && parts.iter().all(|part| part.len() <= 75));
    assert!(parts[1..].iter().all(|part| part.starts_with(' ')));
    let whole: String = parts.iter().map(|it| it.trim_start()).collect();
    assert_eq!(whole, "ä".repeat(100));
}

#[test]
fn a_text_cannot_begin_a_line_of_its_own() {
    let text = escaped("a; b, c\\d\r\nEND:VCALENDAR");
    assert_eq!(text, "a\\; b\\, c\\\\d\\nEND:VCALENDAR");
}
