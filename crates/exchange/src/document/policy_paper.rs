//! What management agreed, on paper: one policy with all that belongs to it, and the charter of
//! the whole programme.

mod parts;

use record::initiation::Policy;
use record::kind::Filed;

use super::ground::{Ground, listed, span};
use super::{Block, Document, Fact, Table};

/// The identity of the policy that ships, which nobody of the organisation agreed to.
const SHIPPED: &str = "default";

/// One policy.
pub fn policy_paper(ground: &Ground<'_>, policy: &Filed<Policy>) -> Document {
    let mut front = ground.front("Continuity policy", policy);
    front.address = ground
        .address
        .map(|site| format!("{site}/initiation/policies/{}", policy.id));
    let mut blocks = Vec::new();
    lays_down(ground, policy, &mut blocks);
    parts::scope(ground, &mut blocks);
    parts::roles(ground, &mut blocks);
    parts::exceptions(ground, &mut blocks);
    parts::legal_basis(ground, &mut blocks);
    Document { front, blocks }
}

/// The charter: policies, scope, roles, steering and programme, all that is in force.
pub fn charter(ground: &Ground<'_>) -> Document {
    let mut front = ground.front_of_all("Continuity charter");
    front.address = ground
        .address
        .map(|site| format!("{site}/initiation/charter"));
    let signatures = ground
        .state
        .into_iter()
        .flat_map(|it| it.signatures("charter"));
    let signed = signatures.last().map(|it| {
        let (by, at, entry) = (ground.actor(&it.by), ground.instant(it.at), it.entry);
        format!("last by {by} on {at}, of entry {entry}")
    });
    let signed = signed.unwrap_or_else(|| "by nobody yet".into());
    front.facts.push(Fact::new("Signed", signed));
    let mut blocks = Vec::new();
    let policies = ground.registers.policies.approved();
    for policy in policies.filter(|it| &*it.id != SHIPPED) {
        blocks.push(Block::heading(1, format!("Policy: {}", policy.title())));
        lays_down(ground, policy, &mut blocks);
    }
    parts::scope(ground, &mut blocks);
    parts::roles(ground, &mut blocks);
    parts::steering(ground, &mut blocks);
    parts::programme(ground, &mut blocks);
    parts::exceptions(ground, &mut blocks);
    parts::signature(&mut blocks);
    Document { front, blocks }
}

/// Purpose, principles, scale, times and rules of one policy.
fn lays_down(ground: &Ground<'_>, policy: &Filed<Policy>, out: &mut Vec<Block>) {
    let own = &policy.own;
    out.push(Block::heading(2, "Purpose"));
    let purpose = policy.envelope.description.as_deref();
    out.push(Block::paragraph(
        purpose.unwrap_or("It is not written down."),
    ));
    if !own.principles.is_empty() {
        out.push(Block::heading(2, "Principles"));
        out.push(Block::List {
            numbered: false,
            items: own.principles.clone(),
        });
    }
    scale(own, out);
    times(own, out);
    out.push(Block::heading(2, "Rules"));
    let mut table = Table::new(
        "Rules",
        &[
            ("No.", 1),
            ("What it demands", 9),
            ("A breach counts as", 3),
            ("Why", 6),
        ],
    );
    for (at, rule) in own.rules.iter().enumerate() {
        use record::initiation::policy::Why;
        let why = match &rule.why {
            Some(Why::Record(obligation)) => ground.name(&obligation.text).to_string(),
            Some(Why::Words(words)) => words.clone(),
            None => "nobody wrote it down".into(),
        };
        table.rows.push(vec![
            (at + 1).to_string().into(),
            rule.says.as_deref().unwrap_or(&rule.requires).into(),
            rule.severity
                .map_or("its usual weight", |it| it.as_str())
                .into(),
            why.into(),
        ]);
    }
    out.push(match table.rows.is_empty() {
        true => Block::paragraph("It has none."),
        false => Block::Table(table),
    });
}

fn scale(policy: &Policy, out: &mut Vec<Block>) {
    let Some(scale) = &policy.impact_scale else {
        return;
    };
    out.push(Block::heading(2, "Scale of harm"));
    let mut table = Table::new("Scale of harm", &[("Level", 1), ("Word", 4), ("Borne", 3)]);
    for (at, word) in scale.levels.iter().enumerate() {
        let borne = match scale.intolerable {
            Some(level) if at as u32 >= level => "not to be borne",
            Some(_) => "can be borne",
            None => "not stated",
        };
        table.rows.push(vec![
            at.to_string().into(),
            word.as_str().into(),
            borne.into(),
        ]);
    }
    out.push(Block::Table(table));
    let loss = scale.intolerable_loss.as_ref().map(|it| it.to_string());
    out.push(Block::Facts {
        rows: vec![
            Fact::new(
                "Loss not to be borne",
                loss.unwrap_or_else(|| "not stated".into()),
            ),
            Fact::new(
                "Harm to life",
                listed(&scale.life_safety, "no category is named"),
            ),
        ],
    });
}

fn times(policy: &Policy, out: &mut Vec<Block>) {
    let mut rows = Vec::new();
    if !policy.tier_bands.is_empty() {
        let bands = policy.tier_bands.iter().enumerate();
        let bands = bands.map(|(at, it)| format!("tier {}: {}", at + 1, span(it.0)));
        rows.push(Fact::new("Back within, by tier", listed(bands, "")));
    }
    let times = [
        ("A duty passes on after", policy.answer_within),
        (
            "A monitor's word is stale after",
            policy.signals_stale_after,
        ),
        ("An intruder may sit unseen", policy.dwell),
    ];
    for (label, time) in times {
        rows.extend(time.map(|it| Fact::new(label, span(it.0))));
    }
    if let Some(share) = policy.acknowledged_share {
        rows.push(Fact::new(
            "Staff who are to have read it",
            share.to_string(),
        ));
    }
    if !rows.is_empty() {
        out.push(Block::heading(2, "Times"));
        out.push(Block::Facts { rows });
    }
}
