//! Stamps and verdicts, TV-18.

use jiff::Timestamp;
use record::item::{Clock, ClockStart, Rto};
use record::value::Duration;

use super::{Stamps, Verdict};
use crate::agreed_hours::Hours;
use crate::agreed_hours::tests::hours;

fn at(text: &str) -> Timestamp {
    format!("2026-06-18T{text}:00Z").parse().expect("sound")
}

fn rto(within: &str, from: ClockStart) -> Rto {
    let within = Duration::parse(within).expect("sound");
    let plain = Rto::plain(within);
    Rto { from, ..plain }
}

/// TV-18.
fn night() -> Stamps {
    Stamps {
        began: Some(at("02:10")),
        detected: Some(at("02:35")),
        invoked: Some(at("03:20")),
        verified: Some(at("07:05")),
        ..Stamps::default()
    }
}

#[test]
fn tv_18_one_event_has_three_recovery_times_and_opposite_verdicts() {
    let achieved = |clock| night().achieved_seconds(clock);
    let minutes = |hours: i64, minutes: i64| Some((hours * 60 + minutes) * 60);
    assert_eq!(achieved(ClockStart::Disruption), minutes(4, 55));
    assert_eq!(achieved(ClockStart::Detection), minutes(4, 30));
    assert_eq!(achieved(ClockStart::Invocation), minutes(3, 45));
    let verdict = |from| night().verdict(&rto("4h", from), &Hours::always());
    let (spare_seconds, late_seconds) = (15 * 60, 55 * 60);
    let met = Verdict::Met { spare_seconds };
    let missed = Verdict::Missed { late_seconds };
    assert_eq!(verdict(ClockStart::Invocation), Ok(Some(met)));
    assert_eq!(verdict(ClockStart::Disruption), Ok(Some(missed)));
}

#[test]
fn back_at_the_very_second_is_met() {
    let exact = night().verdict(&rto("4h55m", ClockStart::Disruption), &Hours::always());
    let spare_seconds = 0;
    assert_eq!(exact, Ok(Some(Verdict::Met { spare_seconds })));
}

#[test]
fn what_is_not_stamped_or_healed_by_itself_has_no_figure() {
    let unfinished = Stamps {
        verified: None,
        available: Some(at("06:00")),
        ..night()
    };
    assert_eq!(unfinished.achieved_seconds(ClockStart::Disruption), None);
    let healed = Stamps {
        verified: Some(at("03:00")),
        ..night()
    };
    assert_eq!(healed.achieved_seconds(ClockStart::Invocation), None);
    let rto = rto("4h", ClockStart::Invocation);
    assert_eq!(healed.verdict(&rto, &Hours::always()), Ok(None));
}

#[test]
fn a_target_in_service_hours_is_judged_by_its_calendar() {
    let never = hours("Europe/Berlin", &[], &[]);
    let within = Rto {
        clock: Clock::ServiceHours,
        ..rto("4h", ClockStart::Disruption)
    };
    assert!(night().verdict(&within, &never).is_err());
    let thursday = hours("UTC", &[("thu", "05:00-09:00")], &[]);
    let verdict = night().verdict(&within, &thursday);
    let spare_seconds = 115 * 60;
    assert_eq!(verdict, Ok(Some(Verdict::Met { spare_seconds })));
}

#[test]
fn the_age_of_a_recovery_point_counts_from_the_earlier_of_loss_and_corruption() {
    let age = |corrupt| night().recovery_point_age_seconds(at("01:00"), corrupt);
    assert_eq!(age(None), Some(70 * 60));
    assert_eq!(age(Some(at("01:30"))), Some(30 * 60));
    assert_eq!(age(Some(at("02:30"))), Some(70 * 60));
    assert_eq!(age(Some(at("00:30"))), Some(-30 * 60));
    let nothing = Stamps::default();
    assert_eq!(nothing.recovery_point_age_seconds(at("01:00"), None), None);
}
