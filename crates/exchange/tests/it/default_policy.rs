//! The policy that ships: an ordinary record that names every finding as it is, and that changes
//! nothing where it is the only one.

use std::collections::BTreeMap;

use continuity::finding::{self, Finding, Judge, check};
use continuity::rule::with::finding_keys;
use continuity::rule::{DEFAULT_POLICY, DEFAULT_POLICY_ID};
use continuity::standpoint::Standpoint;
use record::complaint::Complaints;
use record::initiation::Policy;
use record::kind::Filed;
use record::kinds::{Record, Registers};

const TODAY: &str = "2026-05-15T12:00:00Z";

fn filed(text: &str) -> Registers {
    let mut registers = Registers::default();
    for document in text.split("\n---\n") {
        let reading = exchange::read::yaml::read(document, 1);
        assert!(reading.faults.is_empty(), "{:?}", reading.faults);
        let node = reading.node.expect("the document holds a record");
        let mut complaints = Complaints::new();
        let record = Record::read(&node, 0, &mut complaints);
        let record = record.unwrap_or_else(|| panic!("{:?}", complaints.all));
        registers.file(record).expect("ids are unique");
    }
    registers
}

fn shipped() -> Filed<Policy> {
    let registers = filed(DEFAULT_POLICY);
    assert_eq!(registers.len(), 1);
    let policy = registers
        .policies
        .get(DEFAULT_POLICY_ID)
        .expect("it has this id");
    policy.clone()
}

fn findings(registers: &Registers) -> Vec<Finding> {
    let at = TODAY.parse().expect("an instant");
    check(&Judge::new(Standpoint::new(registers, at)))
}

#[test]
fn it_names_every_finding_as_grave_as_it_is() {
    let policy = shipped();
    assert!(policy.is_approved());
    let mut rules: BTreeMap<&str, _> = BTreeMap::new();
    for rule in &policy.own.rules {
        assert_eq!(rule.id, rule.requires);
        assert!(rule.says.is_some() && rule.why.is_some(), "{}", rule.id);
        assert!(
            rule.applies.is_none() && rule.grace.is_none(),
            "{}",
            rule.id
        );
        rules.insert(&rule.requires, rule);
    }
    for about in finding::ALL {
        let rule = rules.remove(about.code);
        let rule = rule.unwrap_or_else(|| panic!("{} stands in no rule", about.code));
        assert_eq!(rule.severity, Some(about.severity), "{}", about.code);
        let takes = finding_keys(about.code).iter().map(|key| key.name);
        let set = rule.with.keys().map(String::as_str);
        assert!(
            takes.eq(set),
            "{}: every threshold stands in the file",
            about.code
        );
    }
    let others: Vec<&&str> = rules.keys().collect();
    assert!(others.is_empty(), "{others:?} are no findings");
}

#[test]
fn it_lays_down_a_scale_and_thresholds_only() {
    let policy = shipped();
    assert!(policy.lead.is_none() && policy.margin.is_none() && policy.dwell.is_none());
    assert!(policy.answer_within.is_none());
    let scale = policy.impact_scale.as_ref().expect("it has a scale");
    assert!(
        scale.intolerable_loss.is_none(),
        "money is each organisation's own"
    );
}

/// Much that is wrong, and facts at both sides of every threshold.
const ESTATE: &str = "
{ kind: site, id: a, location: { lat: 52.4, lon: 4.9 }, grid: west }
---
{ kind: site, id: b, location: { lat: 52.3, lon: 4.8 }, grid: west }
---
{ kind: team, id: dba, members: [ ann ] }
---
{ kind: person, id: ann, contact-verified: 2025-11-15 }
---
{ kind: person, id: bob, contact-verified: 2025-11-16 }
---
{ kind: role, id: lead, authority: { invoke: [ any ] } }
---
{ kind: assignment, id: l1, role: lead, person: ann }
---
{ kind: assignment, id: l2, role: lead, person: bob, rank: 2 }
---
{ kind: activity, id: pay, owner: role/lead, tier: 1, requires: [ shop ], targets: { wrt: 2h } }
---
{ kind: impact, id: i, status: approved, activity: pay, after: [ 1h, 4h, 8h ],
  levels: { money: [ 1, 2, 3 ] } }
---
{ kind: service, id: shop, tier: 1, targets: { rto: 4h, rpo: 15m }, requires: [ db ],
  recovery: { takes: 1h, by: dba } }
---
{ kind: service, id: late, tier: 1, targets: { rto: 1h }, recovery: { takes: 3h } }
---
{ kind: service, id: third, tier: 1, targets: { rto: 100h }, requires: [ gone ] }
---
{ kind: service, id: low, tier: 3, targets: { rto: 4h }, recovery: { takes: 1h } }
---
{ kind: service, id: fits, tier: 0, targets: { rto: 4h }, recovery: { takes: 1h } }
---
{ kind: service, id: last, tier: 1, requires: [ { item: last } ] }
---
{ kind: component, id: db, site: a, admin-domain: prod, recovery: { takes: 2h, by: dba },
  holds: [ orders ] }
---
{ kind: dataset, id: orders, protection: [ { method: backup, at: site/b, every: 24h,
  admin-domain: prod } ] }
---
{ kind: supplier, id: cloud }
---
{ kind: contract, id: near, supplier: cloud, end: 2026-08-13 }
---
{ kind: contract, id: far, supplier: cloud, end: 2026-08-14 }
---
{ kind: plan, id: fresh, status: approved, reviewed: 2025-05-15, covers: [ shop ],
  steps: [ { id: one, restores: db, takes: 1h, by: dba } ] }
---
{ kind: plan, id: stale, status: approved, reviewed: 2025-05-14, covers: [ late ],
  steps: [ { id: one, restores: late } ] }
---
{ kind: waiver, id: w, finding: no-owner, subject: service/shop, approver: role/lead,
  expires: 2026-05-01 }
";

#[test]
fn a_small_estate_is_judged_the_same_with_it_and_without_it() {
    let mut registers = filed(ESTATE);
    let without = findings(&registers);
    registers.replace(Record::Policy(shipped()));
    let with = findings(&registers);
    assert!(
        without.len() > 20,
        "the estate shows too little: {}",
        without.len()
    );
    for finding in &with {
        let rule = format!("policy/{DEFAULT_POLICY_ID}#{}", finding.code);
        assert_eq!(finding.rules, [rule]);
    }
    let plain = |mut finding: Finding| {
        finding.rules.clear();
        finding
    };
    assert_eq!(with.into_iter().map(plain).collect::<Vec<_>>(), without);
    let has = |code: &str, subject: &str| {
        without
            .iter()
            .any(|finding| finding.code == code && finding.subject == subject)
    };
    // The thresholds of the file are those of the findings.
    assert!(has("contract-expiring", "contract/near") && !has("contract-expiring", "contract/far"));
    assert!(has("plan-stale", "plan/stale") && !has("plan-stale", "plan/fresh"));
    assert!(has("contact-unverified", "person/ann"));
    assert!(!has("contact-unverified", "person/bob"));
    assert!(has("everything-critical", "activity/pay"));
    assert!(has("tier-contradicts-target", "service/low"));
    assert!(!has("tier-contradicts-target", "service/fits"));
}

#[test]
fn it_gives_way_to_the_scale_of_another_policy() {
    let own = "
kind: policy
id: ours
impact-scale: { levels: [ none, low, high, very-high, worst ], intolerable: 4 }
";
    let mut registers = filed(&format!("{ESTATE}---{own}"));
    registers.replace(Record::Policy(shipped()));
    let standpoint = Standpoint::new(&registers, TODAY.parse().expect("an instant"));
    assert_eq!(standpoint.policy.intolerable_level(), 4);
    let bands = standpoint.policy.tier_bands_seconds.as_ref();
    let by = bands.map(|bands| bands.by.as_str());
    assert_eq!(
        by,
        Some("policy/mainstay-default"),
        "where no other says it, it counts"
    );
}

/// What is ours to judge stands in the policy that ships, for all to see and to replace; it says
/// what holds without it.
#[test]
fn our_judgements_are_declared_in_it_as_they_are() {
    use continuity::initiation::policy_in_force::{
        CERTAINTY_DEFAULT, SIGNALS_STALE_SECONDS_DEFAULT, policy_in_force,
    };
    use continuity::requirements::drift::What;
    let laid = policy_in_force(&filed(DEFAULT_POLICY));
    assert_eq!(
        laid.signals_stale_seconds.map(|it| it.value),
        Some(SIGNALS_STALE_SECONDS_DEFAULT)
    );
    let certainty = laid.certainty.map(|it| it.map(|it| it.value));
    assert_eq!(certainty, CERTAINTY_DEFAULT.map(Some));
    let declared: BTreeMap<&str, u32> = laid
        .mend_days
        .iter()
        .map(|(sort, days)| (sort.as_str(), days.value))
        .collect();
    let known = What::ALL.iter().map(|it| (it.as_str(), it.mend_days()));
    assert_eq!(declared, known.collect::<BTreeMap<_, _>>());
    let mended: Vec<&str> = What::ALL.iter().map(|it| it.as_str()).collect();
    assert_eq!(mended, record::initiation::policy::MENDED);
}

#[test]
fn a_policy_of_ones_own_replaces_them_one_by_one() {
    let own = "kind: policy\nid: own\nstatus: approved\nsignals-stale-after: 2h\n\
               certainty: { possible: 60% }\nmend-times: { certificate: 20d }\n";
    let laid = continuity::initiation::policy_in_force::policy_in_force(&filed(&format!(
        "{DEFAULT_POLICY}\n---\n{own}"
    )));
    assert_eq!(laid.stale_seconds(), 7_200);
    let days = |sort: &str| {
        laid.mend_days
            .get(sort)
            .map(|it| (it.value, it.by.as_str()))
    };
    assert_eq!(days("certificate"), Some((20, "policy/own")));
    assert_eq!(days("licence"), Some((30, "policy/mainstay-default")));
    let values: Vec<Option<f64>> = laid
        .certainty
        .iter()
        .map(|it| it.as_ref().map(|it| it.value))
        .collect();
    assert_eq!(values, [Some(0.95), Some(0.7), Some(0.6), Some(0.02)]);
    let wrong = "kind: policy\nid: own\nmend-times: { certificat: 20d }\n";
    let file = exchange::import::File {
        name: "own.yaml",
        bytes: wrong.as_bytes(),
    };
    let import = exchange::import::mainstay::import(&[file]);
    assert!(
        import.complaints[0]
            .1
            .text
            .contains("did you mean `certificate`?")
    );
}
