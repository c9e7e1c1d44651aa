//! Findings about who answers, decides and works.

use super::{Case, the};

pub const CASES: &[Case] = &[
    Case {
        code: "no-owner",
        subject: "service/s",
        found: "service s name: S",
        quiet: "service s owner: role/r\nrole r name: R",
    },
    Case {
        code: "no-deputy",
        subject: "role/r",
        found: "service s owner: role/r\nrole r name: R\nperson ann name: Ann\nperson bob name: Bob
                assignment x role: r, person: ann\nassignment y role: r, person: bob, rank: 2, to: 2026-06-14",
        quiet: "service s owner: role/r\nrole r name: R\nperson ann name: Ann\nperson bob name: Bob
                assignment x role: r, person: ann\nassignment y role: r, person: bob, rank: 2, to: 2026-06-15",
    },
    Case {
        code: "capacity-unknown",
        subject: "team/t",
        found: "team t name: T\ncomponent c recovery: {by: t}",
        quiet: "team t members: [ann]\nperson ann name: Ann\ncomponent c recovery: {by: t}",
    },
    Case {
        code: "key-held-by-one",
        subject: "procedure/p",
        found: "procedure p credentials-at: person/ann\nperson ann name: Ann",
        quiet: "procedure p credentials-at: component/safe\ncomponent safe name: Safe",
    },
    Case {
        code: "key-held-by-one",
        subject: "team/t",
        found: "team t capacity: 1\ncomponent c recovery: {by: t}",
        quiet: "team t capacity: 1, deputy: u\nteam u capacity: 3\ncomponent c recovery: {by: t}",
    },
    Case {
        code: "authority-gap",
        subject: "role/ic",
        found: "role ic authority: {invoke: [any]}",
        quiet: "
                role ic authority: {invoke: [any]}
                assignment x role: ic, person: ann
                person ann name: Ann",
    },
    Case {
        code: "authority-gap",
        subject: "role/ic",
        found: "role ic authority: {invoke: [any]}\nperson ann name: Ann
                calendar day zone: UTC, windows: [{days: [mon, tue, wed, thu, fri, sat, sun], from: 08:00, to: 20:00}]
                assignment x role: ic, person: ann, hours: day",
        quiet: "role ic authority: {invoke: [any]}\nperson ann name: Ann
                calendar day zone: UTC, windows: [{days: [mon, tue, wed, thu, fri, sat, sun], from: 08:00, to: 20:00}]
                calendar night zone: UTC, windows: [{days: [mon, tue, wed, thu, fri, sat, sun], from: 20:00, to: 08:00}]
                assignment x role: ic, person: ann, hours: day\nassignment y role: ic, person: ann, hours: night",
    },
    Case {
        code: "one-person-two-roles",
        subject: "person/ann",
        found: "role gold level: gold\nrole silver level: silver\nperson ann name: Ann
                assignment x role: gold, person: ann\nassignment y role: silver, person: ann, rank: 1",
        quiet: "role gold level: gold\nrole silver level: silver\nperson ann name: Ann
                assignment x role: gold, person: ann\nassignment y role: silver, person: ann, rank: 2
                assignment z role: silver, person: bob, rank: 1\nperson bob name: Bob",
    },
    Case {
        code: "one-person-two-roles",
        subject: "person/ann",
        found: "role gold level: gold\nrole silver level: silver
                person ann name: Ann\nperson bob name: Bob
                calendar day zone: UTC, windows: [{days: [mon, tue, wed, thu, fri, sat, sun], from: 08:00, to: 20:00}]
                assignment x role: gold, person: ann\nassignment y role: silver, person: ann, rank: 2
                assignment z role: silver, person: bob, rank: 1, hours: day",
        quiet: "role gold level: gold\nrole silver level: silver
                person ann name: Ann\nperson bob name: Bob
                calendar day zone: UTC, windows: [{days: [mon, tue, wed, thu, fri, sat, sun], from: 08:00, to: 20:00}]
                calendar night zone: UTC, windows: [{days: [mon, tue, wed, thu, fri, sat, sun], from: 20:00, to: 08:00}]
                assignment x role: gold, person: ann, hours: day
                assignment y role: silver, person: ann, hours: night
                assignment v role: gold, person: bob, hours: night
                assignment z role: silver, person: bob, hours: day",
    },
    Case {
        code: "authority-gap",
        subject: "role/cfo",
        found: "role cfo authority: {spend: 1000 EUR}\nperson ann name: Ann
                calendar day zone: UTC, windows: [{days: [mon, tue, wed, thu, fri, sat, sun], from: 08:00, to: 20:00}]
                assignment x role: cfo, person: ann, hours: day",
        quiet: "role cfo authority: {spend: 1000 EUR}
                role ceo authority: {spend: 9000 EUR}\nperson ann name: Ann
                calendar day zone: UTC, windows: [{days: [mon, tue, wed, thu, fri, sat, sun], from: 08:00, to: 20:00}]
                assignment x role: cfo, person: ann, hours: day\nassignment y role: ceo, person: ann",
    },
    Case {
        code: "accountable-missing",
        subject: "role/lead",
        found: "role lead name: Lead\nservice s owner: role/lead\nperson ann leaves: 2026-08-01
                assignment x role: lead, person: ann",
        quiet: "role lead name: Lead\nservice s owner: role/lead\nperson ann leaves: 2026-08-01
                assignment x role: lead, person: ann\nassignment y role: lead, person: bob, rank: 2\nperson bob name: Bob",
    },
    Case {
        code: "contact-unverified",
        subject: "person/ann",
        found: "
                role r name: R
                assignment x role: r, person: ann
                person ann contact-verified: 2025-11-01",
        quiet: "
                role r name: R
                assignment x role: r, person: ann
                person ann contact-verified: 2026-05-01",
    },
    Case {
        code: "call-without-stand-in",
        subject: "call-tree/t",
        found: "call-tree t calls: [{to: person/ann}]\nperson ann name: Ann",
        quiet: "
                call-tree t calls: [{to: person/ann, otherwise: role/r}, {to: role/r}]
                person ann name: Ann
                role r name: R",
    },
    Case {
        code: "meeting-without-decisions",
        subject: "body/b",
        found: "body b meetings: [{at: 2026-01-10, decisions: [go on]}, {at: 2026-05-10}]",
        quiet: "
                body b meetings: [{at: 2026-01-10}, {at: 2026-05-10, decisions: [go on]}, {at: 2026-09-10}]",
    },
];

#[test]
fn a_gap_in_authority_is_named_by_its_first_hour() {
    let mut cases = CASES.iter();
    let case = cases.rfind(|case| (case.code, case.subject) == ("authority-gap", "role/ic"));
    let finding = the(case.unwrap().found, "authority-gap", "role/ic");
    assert!(
        finding.text.contains("Mon 2026-06-15 20:00"),
        "{}",
        finding.text
    );
}
