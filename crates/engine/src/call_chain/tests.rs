//! TV-55: four calls each over two levels, and the chance with one who stands in; a ring.

use super::{Call, reached};

fn call(from: Option<u32>, to: u32) -> Call {
    Call {
        from,
        to,
        seconds: 180,
        tried: 2,
    }
}

#[test]
fn tv_55_the_last_of_two_levels_is_called_after_24_minutes() {
    let mut calls: Vec<Call> = (0..4).map(|to| call(None, to)).collect();
    for from in 0..4 {
        calls.extend((0..4).map(|at| call(Some(from), 10 + from * 4 + at)));
    }
    let all = reached(&calls, 0.85);
    let last = all.iter().filter_map(|it| it.at).max();
    assert_eq!(last, Some(24 * 60));
    assert_eq!(all[0].at, Some(180));
    assert!((all[3].chance - 0.9775).abs() < 1e-9);
    assert!((all[19].chance - 0.9555).abs() < 1e-4);
}

#[test]
fn nobody_is_called_in_a_ring_and_whoever_is_not_called_may_begin() {
    let ring = [call(Some(1), 2), call(Some(2), 1)];
    assert!(
        reached(&ring, 0.9)
            .iter()
            .all(|it| it.at.is_none() && it.chance == 0.0)
    );
    let begun = [call(Some(7), 8), call(Some(8), 9)];
    let all = reached(&begun, 1.0);
    assert_eq!((all[0].at, all[1].at), (Some(180), Some(360)));
    assert_eq!(all[1].chance, 1.0);
}
