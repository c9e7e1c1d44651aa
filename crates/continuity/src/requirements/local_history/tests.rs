//! What of a history becomes an occurrence at a site: the rest is said by the readers' tests.

use engine::sphere::Point;
use record::requirements::hazard::{Counting, Window};
use record::value::{Date, Moment};
use serde_json::json;

use super::{Fix, History, Seen, Sort, Track, Whereabouts, local};
use crate::testing::registers;

fn day(year: i16) -> Date {
    Date(jiff::civil::Date::constant(year, 9, 1))
}

fn history(places: Vec<Whereabouts>) -> History {
    let sort = |id: &str| Sort {
        id: id.into(),
        name: id.into(),
        class: "natural",
        counts: Counting::Near,
        within_km: Some(100.0),
        complete_from: None,
    };
    let seen = |(index, place): (usize, Whereabouts)| Seen {
        sort: 0,
        key: format!("n{index}"),
        name: None,
        at: Moment::Day(day(2000 + index as i16)),
        lasted: None,
        strength: None,
        loss: None,
        hit: Vec::new(),
        place,
    };
    History {
        source: "test: history".into(),
        terms: "ours".into(),
        kept: Window {
            from: day(1990),
            to: day(2020),
        },
        sorts: vec![sort("gale"), sort("hurricane")],
        events: places.into_iter().enumerate().map(seen).collect(),
    }
}

fn ids(history: &History) -> Vec<String> {
    let estate = json!([
        { "kind": "site", "id": "fiji", "location": { "lat": -17.0, "lon": 179.9 } },
        { "kind": "site", "id": "pole", "location": { "lat": 90.0, "lon": 0.0 } },
    ]);
    let records = local(history, &registers(estate)).records;
    records
        .iter()
        .map(record::kinds::Record::reference)
        .collect()
}

#[test]
fn a_way_over_the_date_line_and_over_the_pole_is_followed() {
    let fix = |lat: f64, lon: f64, strength: f64| Fix {
        point: Point { lat, lon },
        strength,
        at: Moment::Day(day(2001)),
    };
    let track = |fixes: Vec<Fix>| {
        Whereabouts::Track(Track {
            fixes,
            strong_from: 64.0,
            strong: 1,
            unit: "kt",
        })
    };
    let found = ids(&history(vec![
        track(vec![fix(-17.0, 176.0, 40.0), fix(-17.0, -176.0, 40.0)]),
        track(vec![fix(85.0, 0.0, 90.0), fix(85.0, 180.0, 90.0)]),
        track(vec![fix(-17.0, 170.0, 40.0), fix(-17.0, 175.0, 40.0)]),
        Whereabouts::Point(Point {
            lat: -17.0,
            lon: -179.9,
        }),
    ]));
    assert_eq!(
        found,
        [
            "hazard/gale",
            "hazard/hurricane",
            "occurrence/gale-n0-fiji",
            "occurrence/gale-n3-fiji",
            "occurrence/hurricane-n1-pole",
        ]
    );
}

#[test]
fn what_is_still_to_come_counts_for_nothing_and_is_named() {
    let here = || Whereabouts::Here(None);
    let fix = |year| Fix {
        point: Point { lat: 1.0, lon: 1.0 },
        strength: 70.0,
        at: Moment::Day(day(year)),
    };
    let mut history = history(vec![here(), here(), here()]);
    history.events[1].at = Moment::Day(day(2031));
    history.events[1].name = Some("Gale of tomorrow".into());
    history.events[2].place = Whereabouts::Track(Track {
        fixes: vec![fix(2001), fix(2040)],
        strong_from: 64.0,
        strong: 1,
        unit: "kt",
    });
    history.events[0].lasted = Some(record::value::Duration(40 * 366 * 86_400));
    history.kept.to = day(2040);
    let today = day(2026);
    assert_eq!(
        history.known_until(today),
        [
            "2 events lie in the future and count for nothing: Gale of tomorrow (gale, \
             2031-09-01), n2 (gale, 2040-09-01)",
            "1 event ends in the future: how long it lasted is not known",
            "the history says that it was kept until 2040-09-01, which is still to come: it counts \
             until 2026-09-01",
        ]
    );
    assert_eq!((history.events.len(), history.kept.to), (1, today));
    assert_eq!(history.events[0].lasted, None);
    assert!(
        history.known_until(today).is_empty(),
        "nothing is left to say"
    );
    // A zone may be a day ahead.
    history.events[0].at = Moment::Day(Date(jiff::civil::Date::constant(2026, 9, 2)));
    assert!(history.known_until(today).is_empty());
}
