//! Values between the points of a curve and beyond them.

use super::Curve;

#[test]
fn a_curve_is_straight_between_its_points_and_goes_on_with_its_last_slope() {
    let curve = Curve::through(&[(1.0, 5.0), (4.0, 20.0), (8.0, 90.0)]).expect("points");
    assert_eq!(curve.at(0.0), 0.0);
    assert_eq!(curve.at(0.5), 2.5);
    assert_eq!(curve.at(4.0), 20.0);
    assert_eq!(curve.at(6.0), 55.0);
    assert_eq!(curve.at(10.0), 125.0);
    assert!(curve.is_beyond(8.5) && !curve.is_beyond(8.0));
}

#[test]
fn a_point_at_the_start_is_a_fixed_part() {
    let curve = Curve::through(&[(0.0, 30_000.0), (1.0, 42_000.0)]).expect("points");
    assert_eq!(curve.at(0.0), 30_000.0);
    assert_eq!(curve.at(240.0), 2_910_000.0);
    let flat = Curve::through(&[(0.0, 7.0)]).expect("a point");
    assert_eq!(flat.at(100.0), 7.0);
    assert_eq!(Curve::through(&[]), None);
}
