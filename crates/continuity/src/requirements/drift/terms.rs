//! Days that stand in the records: certificates, licences, support, contracts, standbys, waivers,
//! acceptances, trainings and reviews. Each says what ends, and what to do before it does.

use record::link::RecordRef;
use record::value::{Date, Duration};

use super::term::{self, Term};
use super::{Because, Seen, What};

/// Looks at every sort.
pub(super) fn look(seen: &mut Seen<'_, '_>) {
    components(seen);
    contracts(seen);
    standbys(seen);
    waivers(seen);
    acceptances(seen);
    trainings(seen);
    reviews(seen);
}

fn written(what: &str, last: Date, record: &str) -> Because {
    Because {
        text: format!("{what}: {last}, as it is written."),
        record: Some(record.to_string()),
    }
}

/// A term as its record writes it.
fn plain(subject: &str, last: Date, title: String, field: &str, act: &str) -> Term {
    Term {
        subject: subject.to_string(),
        last: last.0,
        title,
        verb: term::ENDS,
        mend_days: None,
        act: act.to_string(),
        because: vec![written(field, last, subject)],
    }
}

fn components(seen: &mut Seen<'_, '_>) {
    let (mut certificates, mut licences, mut support) = (Vec::new(), Vec::new(), Vec::new());
    let mut silent = Vec::new();
    for component in seen.registers().components.live() {
        let (subject, title) = (component.reference(), component.title());
        if let Some(last) = component.own.expires {
            let title = format!("The validity of {title}");
            let act = "Renew it, and put the new one in place everywhere it is used.";
            certificates.push(plain(&subject, last, title, "Valid until", act));
        } else if component.own.item.class.as_deref() == Some("certificate") {
            silent.push(subject.clone());
        }
        if let Some(last) = component.own.licence_until {
            let title = format!("The licence of {title}");
            let act = "Renew the licence, or move what runs under it.";
            licences.push(plain(&subject, last, title, "Licensed until", act));
        }
        if let Some(last) = component.own.supported_until {
            let title = format!("The maker's support of {title}");
            let act = "Replace it or bring it up to a supported version, or buy longer support.";
            support.push(plain(&subject, last, title, "Supported until", act));
        }
    }
    for subject in silent {
        let text = format!("No record says until when {subject} is valid (`expires`).");
        seen.ask(&subject, What::Certificate, text);
    }
    term::add(seen, What::Certificate, certificates);
    term::add(seen, What::Licence, licences);
    term::add(seen, What::Support, support);
}

fn contracts(seen: &mut Seen<'_, '_>) {
    let (mut terms, mut silent) = (Vec::new(), Vec::new());
    for contract in seen.registers().contracts.approved() {
        let subject = contract.reference();
        let Some(last) = contract.own.end else {
            silent.push(subject);
            continue;
        };
        let notice = contract.own.notice.map(whole_days);
        let mut term = plain(
            &subject,
            last,
            format!("The contract {}", contract.title()),
            "Last day",
            "Renew it, or give notice and move what it covers before it ends.",
        );
        term.mend_days = notice;
        term.because.push(Because {
            text: match notice {
                Some(days) => format!("Notice must be given {days} days before."),
                None => "No notice period is written.".to_string(),
            },
            record: Some(format!("supplier/{}", contract.own.supplier.id())),
        });
        terms.push(term);
    }
    for subject in silent {
        let text = format!("No record says when {subject} ends (`end`).");
        seen.ask(&subject, What::Contract, text);
    }
    term::add(seen, What::Contract, terms);
}

/// Days, a begun one counting as whole: a notice of 36 hours asks for two.
fn whole_days(duration: Duration) -> u32 {
    u32::try_from((duration.0 + 86_399) / 86_400).unwrap_or(u32::MAX)
}

fn standbys(seen: &mut Seen<'_, '_>) {
    let mut terms = Vec::new();
    for arrangement in seen.registers().arrangements.approved() {
        if let Some(last) = arrangement.own.expires {
            terms.push(plain(
                &arrangement.reference(),
                last,
                format!("The standby {}", arrangement.title()),
                "Last day",
                "Extend it, or have another standby ready before it ends.",
            ));
        }
    }
    term::add(seen, What::Standby, terms);
}

fn waivers(seen: &mut Seen<'_, '_>) {
    let mut terms = Vec::new();
    for waiver in seen.registers().waivers.approved() {
        if let Some(last) = waiver.own.expires {
            let mut term = plain(
                &waiver.reference(),
                last,
                format!(
                    "The waiver of {} for {}",
                    waiver.own.finding, waiver.own.subject.text
                ),
                "Accepted until",
                "Mend what was accepted, or have it accepted anew by who may.",
            );
            term.because
                .push(points_to("It accepts a finding about", &waiver.own.subject));
            terms.push(term);
        }
    }
    term::add(seen, What::Waiver, terms);
}

fn points_to(words: &str, reference: &RecordRef) -> Because {
    Because {
        text: format!("{words} {}.", reference.text),
        record: Some(reference.text.to_string()),
    }
}

fn acceptances(seen: &mut Seen<'_, '_>) {
    let mut terms = Vec::new();
    for risk in seen.registers().risks.approved() {
        if let Some(last) = risk.own.accepted_until {
            terms.push(plain(
                &risk.reference(),
                last,
                format!("The acceptance of the risk {}", risk.title()),
                "Accepted until",
                "Treat the risk, or have it accepted anew by who may.",
            ));
        }
    }
    for choice in seen.registers().choices.approved() {
        if let Some(last) = choice.own.expires {
            let what = match choice.own.gap_accepted {
                true => "The acceptance of the gap in",
                false => "The decision",
            };
            terms.push(plain(
                &choice.reference(),
                last,
                format!("{what} {}", choice.title()),
                "Holds until",
                "Decide anew: close the gap, or accept it again for a time.",
            ));
        }
    }
    term::add(seen, What::AcceptedRisk, terms);
}

fn trainings(seen: &mut Seen<'_, '_>) {
    let (registers, mut terms) = (seen.registers(), Vec::new());
    let act = "Have it refreshed, or name someone else for the role.";
    for person in registers.persons.live() {
        if person
            .own
            .leaves
            .is_some_and(|leaves| leaves.0 <= seen.today)
        {
            continue;
        }
        for trained in &person.own.trained {
            let Some(last) = trained.expires else {
                continue;
            };
            let role = trained.role.as_ref().map(|role| role.id());
            let of = trained.competence.as_deref().or(role);
            let of = of.unwrap_or("something that is not said");
            let title = format!("The training of {} in {of}", person.title());
            terms.push(plain(&person.reference(), last, title, "Counts until", act));
        }
    }
    for training in registers.trainings.approved() {
        let Some(last) = training.own.expires else {
            continue;
        };
        let title = format!("The training {}", training.title());
        terms.push(plain(
            &training.reference(),
            last,
            title,
            "Holds until",
            act,
        ));
    }
    term::add(seen, What::Training, terms);
}

fn reviews(seen: &mut Seen<'_, '_>) {
    let mut terms = Vec::new();
    seen.registers()
        .each_envelope(&mut |kind, id, envelope, _, status| {
            if status == record::kind::Status::Retired {
                return;
            }
            if let Some(last) = envelope.review_due {
                let subject = format!("{kind}/{id}");
                let name = envelope.name.as_deref().unwrap_or(id);
                let act = "Look it through, correct it, and set the next day.";
                let term = plain(&subject, last, name.to_string(), "Review due", act);
                terms.push(Term {
                    verb: ("is due for review", "was due for review"),
                    ..term
                });
            }
        });
    term::add(seen, What::Review, terms);
}
