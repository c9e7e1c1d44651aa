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
