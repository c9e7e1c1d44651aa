//! `margin-lost`: because of what is down now, one more loss would stop a service that it would not
//! have stopped before.

use record::initiation::policy::Severity;

use super::wording::several;
use super::{About, Finding, Found, Judge};
use crate::requirements::margin::{Left, NextLoss, ServiceMargin};

/// What it is.
pub const ABOUT: About = About {
    code: "margin-lost",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Something is said to be down, and because of it one more loss would stop this service \
            or activity, or leave it late; with nothing down it would not.",
    matters: "What was built to survive one loss no longer does. The next disturbance, however \
              small, is a disaster.",
    mend: "Bring back what is down before anything else is touched, put off planned work on what \
           is named, and have whoever would decide at hand.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let Some(margin) = judge.margin() else { return };
    for service in margin.services.iter().filter(|it| it.margin == Left::None) {
        if let Some(first) = service.next_losses.first() {
            found.add(finding(service, first));
        }
    }
}

fn finding(service: &ServiceMargin, first: &NextLoss) -> Finding {
    let late = match first.breaches {
        Some(true) => " and is not back in time",
        _ => "",
    };
    let more = match service.because_of_signal_count {
        0 | 1 => String::new(),
        2 => " One other loss would do the same.".into(),
        count => format!(" {} other losses would do the same.", count - 1),
    };
    let down = match first.instead_of.is_empty() {
        true => "what its return waits for is down".to_string(),
        false => format!("{} is down already", several(&first.instead_of)),
    };
    let text = format!(
        "If {} is lost now, {} stops{late}: {down}.{more}",
        first.name, service.name
    );
    let mut because = first.why.clone();
    because.extend(first.instead_of.iter().cloned());
    Finding::new(&service.id, text).because(because)
}
