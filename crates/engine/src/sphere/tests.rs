//! Distances against places known from atlases, and ways against many small steps along them.

use super::*;
use crate::draw::Draws;

fn at(lat: f64, lon: f64) -> Point {
    Point { lat, lon }
}

fn close(found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() <= within, "{found} is not {wanted}");
}

#[test]
fn a_quarter_of_the_earth_is_ten_thousand_kilometres() {
    close(distance_km(at(0.0, 0.0), at(90.0, 0.0)), 10_007.56, 0.1);
    close(distance_km(at(0.0, 179.5), at(0.0, -179.5)), 111.195, 0.01);
    close(distance_km(at(52.37, 4.90), at(52.37, 4.90)), 0.0, 1e-9);
    // Amsterdam to Frankfurt.
    close(distance_km(at(52.37, 4.90), at(50.11, 8.68)), 364.0, 2.0);
}

#[test]
fn a_storm_between_two_observations_is_nearer_than_either() {
    let (from, to) = (at(30.0, -80.0), at(34.0, -80.0));
    let (away, along) = distance_to_way_km(at(32.0, -81.0), from, to);
    close(away, 94.3, 0.2);
    close(along, 0.5, 0.01);
    let (past, end) = distance_to_way_km(at(36.0, -80.0), from, to);
    close(past, distance_km(at(36.0, -80.0), to), 1e-9);
    assert_eq!(end, 1.0);
}

#[test]
fn a_way_of_no_length_is_its_point() {
    let here = at(10.0, 10.0);
    let (away, _) = distance_to_way_km(at(11.0, 10.0), here, here);
    close(away, 111.195, 0.01);
}

/// The place a share of the way along, by turning one direction into the other.
fn on_the_way(from: Point, to: Point, share: f64) -> Point {
    let (a, b) = (from.direction(), to.direction());
    let whole = angle(a, b);
    let weight = |part: f64| (part * whole).sin() / whole.sin();
    let place: [f64; 3] =
        std::array::from_fn(|i| weight(1.0 - share) * a[i] + weight(share) * b[i]);
    at(
        place[2].clamp(-1.0, 1.0).asin().to_degrees(),
        place[1].atan2(place[0]).to_degrees(),
    )
}

#[test]
fn no_small_step_along_a_way_is_nearer_than_the_way() {
    let mut draw = Draws::new(7);
    for _ in 0..300 {
        let mut place = |spread: f64| {
            at(
                (draw.share() - 0.5) * 2.0 * spread,
                (draw.share() - 0.5) * 4.0 * spread,
            )
        };
        let (point, from, to) = (place(89.0), place(80.0), place(80.0));
        if distance_km(from, to) > 19_000.0 {
            continue;
        }
        let (away, _) = distance_to_way_km(point, from, to);
        let steps = (0..=2_000).map(|i| on_the_way(from, to, f64::from(i) / 2_000.0));
        let least = steps
            .map(|step| distance_km(point, step))
            .fold(f64::INFINITY, f64::min);
        assert!(away <= least + 1e-6, "{away} is above {least}");
        assert!(least - away < 6.0, "{away} is far below {least}");
    }
}
