//! Fields of forms: repeated names, escapes, lines, limits.

use super::{FIELDS_MAX, Fields};

#[test]
fn names_repeat_and_lines_end_as_here() {
    let fields = Fields::read("tag=a&tag=b&text=one%0D%0Atwo+three&empty=").unwrap();
    assert_eq!(fields.all("tag").collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(fields.text("text"), "one\ntwo three");
    assert_eq!(fields.filled("empty"), None);
    assert_eq!(fields.text("absent"), "");
}

#[test]
fn what_is_no_text_is_refused() {
    assert!(Fields::read("a=%FF").is_err());
    let many = "a=1&".repeat(FIELDS_MAX + 1);
    assert!(Fields::read(&many).is_err());
}
