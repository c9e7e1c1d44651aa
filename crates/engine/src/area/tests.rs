//! Areas against what is known of them, and against twins that reckon in another way.

use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::{Area, Places, turned};
use crate::sphere::{Point, distance_km};

fn at(lat: f64, lon: f64) -> Point {
    Point { lat, lon }
}

fn polygon(points: &[(f64, f64)]) -> Area {
    let ring = points.iter().map(|&(lat, lon)| at(lat, lon)).collect();
    Area::polygon(&[ring]).unwrap()
}

#[test]
fn a_square_holds_its_inside_and_its_edge() {
    let square = polygon(&[(0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0)]);
    for (lat, lon) in [(5.0, 5.0), (0.0, 5.0), (10.0, 10.0), (5.0, 0.0)] {
        assert!(square.contains(at(lat, lon)), "{lat} {lon}");
    }
    for (lat, lon) in [(-0.1, 5.0), (5.0, 10.1), (5.0, -179.0), (10.1, 5.0)] {
        assert!(!square.contains(at(lat, lon)), "{lat} {lon}");
    }
}

#[test]
fn a_ring_within_a_ring_is_a_hole() {
    let outer = vec![at(0.0, 0.0), at(0.0, 9.0), at(9.0, 9.0), at(9.0, 0.0)];
    let hole = vec![at(3.0, 3.0), at(3.0, 6.0), at(6.0, 6.0), at(6.0, 3.0)];
    let area = Area::polygon(&[outer, hole]).unwrap();
    assert!(area.contains(at(1.0, 1.0)));
    assert!(!area.contains(at(4.5, 4.5)));
}

#[test]
fn an_area_may_cross_the_antimeridian() {
    let fiji = polygon(&[
        (-20.0, 177.0),
        (-20.0, -178.0),
        (-15.0, -178.0),
        (-15.0, 177.0),
    ]);
    for lon in [177.5, 180.0, -180.0, -178.5] {
        assert!(fiji.contains(at(-17.0, lon)), "{lon}");
    }
    for lon in [176.0, -177.0, 0.0] {
        assert!(!fiji.contains(at(-17.0, lon)), "{lon}");
    }
}

#[test]
fn an_area_may_hold_a_pole() {
    let arctic = polygon(&[(70.0, 0.0), (70.0, 90.0), (70.0, 180.0), (70.0, -90.0)]);
    assert!(arctic.contains(at(90.0, 12.0)));
    assert!(arctic.contains(at(75.0, -135.0)));
    assert!(!arctic.contains(at(69.0, 45.0)));
    let antarctic = polygon(&[(-70.0, 0.0), (-70.0, -120.0), (-70.0, 120.0)]);
    assert!(antarctic.contains(at(-90.0, 0.0)));
    assert!(!antarctic.contains(at(-69.0, 60.0)));
    assert!(!antarctic.contains(at(80.0, 60.0)));
}

#[test]
fn the_whole_world_is_an_area() {
    let world = polygon(&[
        (-90.0, -180.0),
        (-90.0, 180.0),
        (90.0, 180.0),
        (90.0, -180.0),
    ]);
    for (lat, lon) in [(0.0, 0.0), (52.0, 13.0), (-33.0, 151.0), (89.0, -179.9)] {
        assert!(world.contains(at(lat, lon)), "{lat} {lon}");
    }
}

#[test]
fn two_points_enclose_nothing() {
    assert!(Area::polygon(&[vec![at(0.0, 0.0), at(1.0, 1.0), at(0.0, 0.0)]]).is_none());
}

#[test]
fn a_circle_reaches_over_the_pole() {
    let circle = Area::circle(at(89.0, 0.0), 300.0);
    assert!(circle.contains(at(89.0, 180.0)));
    assert!(!circle.contains(at(85.0, 180.0)));
    assert!(Area::circle(at(5.0, 5.0), 0.0).contains(at(5.0, 5.0)));
}

#[test]
fn distances_are_those_of_the_globe() {
    // Berlin to Paris, 878 km by any table.
    let far = distance_km(at(52.52, 13.405), at(48.8566, 2.3522));
    assert!((far - 877.5).abs() < 2.0, "{far}");
    let square = polygon(&[(0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0)]);
    let near = square.distance_km(at(5.0, 11.0));
    assert!((near - 110.8).abs() < 0.5, "{near}");
    let over = polygon(&[(0.0, 179.0), (0.0, -179.0), (2.0, -179.0), (2.0, 179.0)]);
    let near = over.distance_km(at(1.0, -178.0));
    assert!((near - 111.2).abs() < 0.5, "{near}");
}

/// Another way to the same answer: how far the ring turns as seen from the point.
fn turning(ring: &[Point], point: Point) -> bool {
    let seen = |other: Point| (other.lat - point.lat).atan2(turned(other.lon - point.lon));
    let mut total = 0.0;
    for (index, &from) in ring.iter().enumerate() {
        let step = seen(ring[(index + 1) % ring.len()]) - seen(from);
        total += match step {
            far if far > std::f64::consts::PI => far - std::f64::consts::TAU,
            far if far < -std::f64::consts::PI => far + std::f64::consts::TAU,
            near => near,
        };
    }
    total.abs() > 1.0
}

/// A star round a middle: no edge crosses another.
fn star(middle: (f64, f64), reaches: &[f64]) -> Vec<Point> {
    let spoke = |(index, reach): (usize, &f64)| {
        let angle = std::f64::consts::TAU * index as f64 / reaches.len() as f64;
        let (up, aside) = (reach * angle.sin(), reach * angle.cos());
        at(middle.0 + up, turned(middle.1 + aside))
    };
    reaches.iter().enumerate().map(spoke).collect()
}

proptest! {
    #[test]
    fn inside_is_where_the_ring_turns(
        middle in (-60.0..60.0f64, -180.0..180.0f64),
        reaches in prop::collection::vec(0.5..20.0f64, 3..40),
        away in (-25.0..25.0f64, -25.0..25.0f64),
    ) {
        let ring = star(middle, &reaches);
        let point = at(middle.0 + away.0, turned(middle.1 + away.1));
        let area = Area::polygon(std::slice::from_ref(&ring)).unwrap();
        prop_assume!(area.contains(point) || area.distance_km(point) > 0.001);
        prop_assert_eq!(area.contains(point), turning(&ring, point));
    }

    #[test]
    fn the_index_finds_what_looking_at_each_finds(seed in 0..500u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut point = || at(rng.random_range(-90.0..90.0), rng.random_range(-180.0..180.0));
        let points: Vec<Point> = (0..300).map(|_| point()).collect();
        let middle = point();
        let mut rng = StdRng::seed_from_u64(seed);
        let reaches: Vec<f64> = (0..12).map(|_| rng.random_range(1.0..25.0)).collect();
        let inner = (middle.lat * 0.7, middle.lon);
        let areas = [
            Area::polygon(&[star(inner, &reaches)]).unwrap(),
            Area::circle(middle, rng.random_range(0.0..6_000.0)),
            polygon(&[(60.0, 0.0), (65.0, 100.0), (62.0, -130.0)]),
        ];
        let places = Places::new(&points);
        for area in areas {
            let mut found = places.within(&area);
            found.sort_unstable();
            let each: Vec<u32> = (0..300u32)
                .filter(|&index| area.contains(points[index as usize]))
                .collect();
            prop_assert_eq!(found, each);
        }
    }
}

#[test]
fn a_million_points_stay_linear() {
    // A saw whose every tooth spans the whole width: stripes must not multiply.
    let teeth: Vec<Point> = (0..500_000)
        .flat_map(|index| {
            let lat = f64::from(index) * 1e-4;
            [at(lat, -10.0), at(lat + 5e-5, 10.0)]
        })
        .collect();
    let Some(Area::Polygon(polygon)) = Area::polygon(&[teeth]) else {
        panic!("a polygon");
    };
    assert!(polygon.striped.len() <= 12 * polygon.edges.len());
    let _ = polygon.contains(at(25.0, 0.0));
}
