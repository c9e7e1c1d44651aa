//! Dates as real files write them, and what is no date.

use record::value::Moment;

use super::{moment, number};

#[test]
fn the_same_day_in_four_hands() {
    let day = moment("2023-08-31").expect("a date");
    for text in [
        "08/31/2023",
        "8/31/2023",
        "2023-08-31T00:00:00.000Z",
        " 2023-08-31 ",
    ] {
        assert_eq!(moment(text), Some(day), "{text}");
    }
    let instant = moment("1975-02-23T02:58:41.000Z").expect("an instant");
    assert_eq!(instant.to_string(), "1975-02-23T02:58:41Z");
    assert_eq!(moment("1975-02-23 02:58:41Z"), Some(instant));
    assert!(matches!(instant, Moment::Instant(_)));
}

#[test]
fn what_is_no_date_or_number_is_none() {
    for text in [
        "",
        "NA",
        "31/08/2023",
        "2023-13-01",
        "0001-01-01",
        "9999-01-01",
        "1e9",
        "08/31/23",
    ] {
        assert_eq!(moment(text), None, "{text}");
    }
    for text in ["", "NA", "nan", "inf", "-inf", "12x"] {
        assert_eq!(number(text), None, "{text}");
    }
    assert_eq!(number("-120.5"), Some(-120.5));
}
