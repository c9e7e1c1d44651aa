//! Forecasts are kept on their day, by those who may, once; what is kept comes back as it was.

use jiff::ToSpan;

use super::story::{Story, account, operator};
use crate::access::Function::{Reader, RiskOwner};
use crate::actor::Actor;
use crate::command::Command;
use crate::event::Event;
use crate::requirements::kept_forecast::Statement;

fn flood(story: &Story, days: i64, probability: f64) -> Statement {
    let from = story.now + (24 * days).hours();
    Statement {
        key: "hazard/flood@site/ams1".into(),
        subject: "site/ams1".into(),
        what: "flood at ams1".into(),
        from,
        until: from + (24 * 30).hours(),
        probability,
        base: Some(0.01),
        by: "2 events in 40 years".into(),
    }
}

fn keep(statements: Vec<Statement>) -> Command {
    Command::KeepForecasts { statements }
}

#[test]
fn a_forecast_is_kept_once_and_by_those_who_may() {
    let mut story = Story::with(&[Reader, RiskOwner]);
    let said = flood(&story, 0, 0.02);
    let refused = story.tell(&account("reader"), keep(vec![said.clone()]));
    assert!(refused.starts_with("not-allowed"), "{refused}");
    let twice = vec![said.clone(), said.clone()];
    assert_eq!(
        story.tell(&account("risk-owner"), keep(twice)),
        "forecasts-made"
    );
    assert_eq!(
        story.tell(&Actor::Server, keep(vec![said.clone()])),
        "nothing to do"
    );
    let kept: Vec<_> = story.state.forecasts().collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].statements, [said]);
    story.now += 24.hours();
    let next = flood(&story, 0, 0.03);
    assert_eq!(
        story.tell(&Actor::Server, keep(vec![next])),
        "forecasts-made"
    );
    assert_eq!(story.state.forecasts().count(), 2);
}

#[test]
fn none_is_kept_after_the_fact_or_beyond_sense() {
    let mut story = Story::new();
    let bad = [
        flood(&story, -3, 0.5),
        flood(&story, 3, 0.5),
        flood(&story, 0, 1.1),
        flood(&story, 0, f64::NAN),
    ];
    for statement in bad {
        let told = story.tell(&operator(), keep(vec![statement]));
        assert!(told.starts_with("invalid"), "{told}");
    }
    let mut backwards = flood(&story, 0, 0.5);
    backwards.until = backwards.from;
    let told = story.tell(&operator(), keep(vec![backwards]));
    assert!(told.starts_with("invalid"), "{told}");
    assert_eq!(story.tell(&operator(), keep(Vec::new())), "nothing to do");
}

#[test]
fn what_was_kept_reads_back_as_it_was_written() {
    let mut story = Story::new();
    let said = keep(vec![flood(&story, 0, 0.1)]);
    let events = story.ask(&operator(), said).expect("it is sound");
    let mut complaints = record::complaint::Complaints::new();
    let again = Event::read("forecasts-made", &events[0].write(), &mut complaints);
    assert_eq!(again.as_ref(), Some(&events[0]));
}
