//! Lines worked out by hand.

use super::Trend;

#[test]
fn a_perfect_line_is_certain() {
    let line = Trend::through(&[(0.0, 10.0), (1.0, 12.0), (2.0, 14.0)]).expect("a line");
    assert_eq!((line.slope, line.value(5.0)), (2.0, 20.0));
    assert_eq!(line.reaches(20.0), Some(5.0));
    assert_eq!(line.chance_above(20.0, 5.0), 1.0);
    assert_eq!(line.chance_above(20.0, 4.5), 0.0);
}

#[test]
fn what_the_line_leaves_open_makes_the_answer_wider() {
    // By hand: middle (2, 3), sum of products 5, of squares 10: slope 0.5.
    let readings = [(0.0, 2.0), (1.0, 2.0), (2.0, 4.0), (3.0, 3.0), (4.0, 4.0)];
    let line = Trend::through(&readings).expect("a line");
    assert!((line.slope - 0.5).abs() < 1e-12);
    let at_line = line.chance_above(line.value(9.0), 9.0);
    assert!((at_line - 0.5).abs() < 1e-9);
    let (near, far) = (line.chance_above(6.0, 5.0), line.chance_above(6.0, 7.0));
    assert!(0.0 < near && near < far && far < 1.0, "{near} {far}");
}

#[test]
fn what_does_not_rise_reaches_nothing() {
    let flat = [(0.0, 5.0), (1.0, 5.0), (2.0, 5.0)];
    assert_eq!(Trend::through(&flat).expect("a line").reaches(9.0), None);
    let falls = [(0.0, 5.0), (1.0, 4.0), (2.0, 3.0)];
    assert_eq!(Trend::through(&falls).expect("a line").reaches(9.0), None);
}

#[test]
fn too_little_is_no_line() {
    assert_eq!(Trend::through(&[(0.0, 1.0), (1.0, 2.0)]), None);
    assert_eq!(Trend::through(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)]), None);
    let broken = [(0.0, 1.0), (1.0, f64::NAN), (2.0, 3.0)];
    assert_eq!(Trend::through(&broken), None);
}
