//! What was decided: the rules of the policies in force, the choices and the measures approved;
//! and which pieces of practice realise each, by their own word or because they cover what it is
//! about and are of a sort that can.

use std::collections::{BTreeMap, BTreeSet};

use record::initiation::Policy;
use record::initiation::policy::{Rule, Severity};
use record::kind::Filed;
use record::link::split;
use record::requirements::Choice;
use record::requirements::option::Recovery;
use record::requirements::scenario::Mode;
use serde::Serialize;

use super::need::Need;
use super::piece::{Cost, How, Pieces, Sort, party};
use super::suits::suits;
use crate::finding::{Finding, Judge};
use crate::rule::{self, DEFAULT_POLICY_ID};

/// The sort of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A rule of a policy in force.
    Rule,
    /// An option that was chosen.
    Choice,
    /// An approved measure.
    Measure,
}

/// A piece that realises a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Realiser {
    /// The piece.
    pub piece: usize,
    /// Whether its record says so.
    pub stated: bool,
    /// The records in which both meet, `kind/id`.
    pub about: Vec<String>,
}

/// Something a decision asks for that is not so yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The record, `kind/id`.
    pub subject: String,
    /// What is missing, in a sentence.
    pub text: String,
    /// The finding that says it; none where a piece is simply not there yet.
    pub finding: Option<String>,
    /// The waiver that accepts it for now.
    pub waived_by: Option<String>,
    /// How grave it is.
    pub severity: Severity,
    /// The pieces that would close it, whether they are there or not.
    pub pieces: Vec<usize>,
    /// Whether it closes once a fact is stated: no practice is asked for.
    pub is_fact: bool,
}

impl Gap {
    /// Whether nothing on record, usable or not, realises it: not where it is waived, closes once a
    /// fact is stated, or is only worth knowing.
    pub fn is_realised_by_nothing(&self) -> bool {
        let counts = self.waived_by.is_none() && self.severity >= Severity::Warning;
        counts && self.pieces.is_empty() && !self.is_fact
    }
}

/// Something that was decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// `policy/id#rule`, `choice/id` or `measure/id`.
    pub id: String,
    /// Its sort.
    pub what: What,
    /// What it says.
    pub name: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What it costs, as decided.
    pub cost: Vec<Cost>,
    /// Of a rule, what it requires.
    pub requires: Option<String>,
    /// Of a rule with a scope, how many records it applies to.
    pub applies_to: Option<usize>,
    /// What realises it.
    pub realisers: Vec<Realiser>,
    /// What is not so yet.
    pub gaps: Vec<Gap>,
    /// What is knowingly left as it is, in words.
    pub accepted: Option<String>,
}

/// Everything that was decided. The policy that ships is no decision of the organisation, and is
/// left out. `findings` are those of the estate at the same instant, with waivers and rules in
/// them; none where only what realises what is asked. Cost: for each rule the records that its
/// condition can be asked about, and what the pieces cover.
pub fn decided<'r>(judge: &Judge<'r>, pieces: &Pieces<'r>, findings: &[Finding]) -> Vec<Decided> {
    let ground = Ground {
        judge,
        pieces,
        broken: broken(findings),
        stated: stated(pieces),
    };
    let registers = judge.registers();
    let own = registers.policies.approved();
    let own = own.filter(|policy| &*policy.id != DEFAULT_POLICY_ID);
    let mut all: Vec<Decided> = Vec::new();
    for policy in own {
        let rules = policy.own.rules.iter();
        all.extend(rules.map(|rule| ground.rule(policy, rule)));
    }
    all.extend(registers.choices.approved().map(|it| ground.choice(it)));
    let measures = pieces.of(Sort::Measure);
    let approved = measures.filter(|(_, piece)| {
        let found = registers.measures.get(split(&piece.id).1);
        found.is_some_and(Filed::is_approved)
    });
    all.extend(approved.map(|(place, _)| ground.measure(place)));
    all
}

/// The pieces that realise a decision, or that one that does stands on; and the tests of these.
pub fn serving(pieces: &Pieces<'_>, needs: &[Need], decided: &[Decided]) -> Vec<bool> {
    let mut serves = vec![false; pieces.all.len()];
    let mut before: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut tests: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for need in needs {
        before.entry(need.after).or_default().push(need.before);
        if pieces.all[need.after].sort == Sort::Exercise {
            tests.entry(need.before).or_default().push(need.after);
        }
    }
    let realisers = decided.iter().flat_map(|it| &it.realisers);
    let mut open: Vec<usize> = realisers.map(|it| it.piece).collect();
    while let Some(piece) = open.pop() {
        if !std::mem::replace(&mut serves[piece], true) {
            open.extend(before.get(&piece).into_iter().flatten());
            open.extend(tests.get(&piece).into_iter().flatten());
        }
    }
    serves
}

struct Ground<'g, 'r> {
    judge: &'g Judge<'r>,
    pieces: &'g Pieces<'r>,
    /// What each rule finds broken.
    broken: BTreeMap<&'g str, Vec<&'g Finding>>,
    /// The pieces that say that they realise something, by what.
    stated: BTreeMap<&'g str, Vec<usize>>,
}

fn broken(findings: &[Finding]) -> BTreeMap<&str, Vec<&Finding>> {
    let mut broken: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        for rule in &finding.rules {
            broken.entry(rule).or_default().push(finding);
        }
    }
    broken
}

fn stated<'g>(pieces: &'g Pieces<'_>) -> BTreeMap<&'g str, Vec<usize>> {
    let mut stated: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, piece) in pieces.all.iter().enumerate() {
        for decision in piece.realises {
            stated.entry(&decision.text).or_default().push(place);
        }
    }
    stated
}

impl Ground<'_, '_> {
    fn stated(&self, id: &str) -> Vec<Realiser> {
        let places = self.stated.get(id).into_iter().flatten();
        let made = places.map(|&piece| Realiser {
            piece,
            stated: true,
            about: Vec::new(),
        });
        made.collect()
    }

    fn rule(&self, policy: &Filed<Policy>, rule: &Rule) -> Decided {
        let id = format!("{}#{}", policy.reference(), rule.id);
        let broken = self.broken.get(&*id).map_or(&[][..], Vec::as_slice);
        let subjects: BTreeSet<&str> = broken.iter().map(|it| &*it.subject).collect();
        let (of_owners, applies_to) = self.reached(rule);
        let mut realisers = self.stated(&id);
        for (place, piece) in self.pieces.all.iter().enumerate() {
            let said = realisers.iter_mut().find(|it| it.piece == place);
            let fits = suits(&rule.requires).contains(&piece.sort);
            if !fits && said.is_none() {
                continue;
            }
            let meets = |it: &&String| {
                subjects.contains(&***it) || (rule.applies.is_some() && self.applies(rule, it))
            };
            let mut about: Vec<String> = piece.covers.iter().filter(meets).cloned().collect();
            about.extend(of_owners.get(&*piece.id).into_iter().flatten().cloned());
            match said {
                Some(said) => said.about = about,
                None if about.is_empty() => {}
                None => realisers.push(Realiser {
                    piece: place,
                    stated: false,
                    about,
                }),
            }
        }
        let is_fact = suits(&rule.requires).is_empty();
        let gaps = broken.iter().map(|finding| Gap {
            is_fact,
            ..gap(finding, &realisers, &subjects)
        });
        Decided {
            what: What::Rule,
            name: rule.says.clone().unwrap_or_else(|| rule.id.clone()),
            owner: self.owner(policy.envelope.owner.as_ref()),
            cost: Vec::new(),
            requires: Some(rule.requires.clone()),
            applies_to,
            gaps: gaps.collect(),
            realisers,
            accepted: None,
            id,
        }
    }

    /// What a rule with a scope applies to: by owner where owners realise it, and how many.
    fn reached(&self, rule: &Rule) -> (BTreeMap<String, Vec<String>>, Option<usize>) {
        let mut of_owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let people = suits(&rule.requires).contains(&Sort::Role);
        let condition = rule::condition(&rule.requires);
        if rule.applies.is_none() {
            return (of_owners, None);
        }
        let mut count = 0;
        let kinds = condition.map_or(&[][..], |it| it.kinds);
        for subject in rule::subjects(self.judge, kinds) {
            if !self.applies(rule, &subject.reference) {
                continue;
            }
            count += 1;
            let owner = self.owner(subject.envelope.owner.as_ref());
            if let Some(owner) = owner.filter(|_| people) {
                of_owners.entry(owner).or_default().push(subject.reference);
            }
        }
        (of_owners, Some(count))
    }

    fn applies(&self, rule: &Rule, reference: &str) -> bool {
        let kind = split(reference).0.unwrap_or_default();
        let kinds = rule::condition(&rule.requires).map_or(&[][..], |it| it.kinds);
        (kinds.is_empty() || kinds.contains(&kind)) && rule::applies(self.judge, rule, reference)
    }

    fn owner(&self, owner: Option<&record::link::PartyRef>) -> Option<String> {
        let owner = owner?;
        let known = party(self.judge.registers(), &owner.text);
        Some(known.unwrap_or_else(|| owner.text.to_string()))
    }

    fn choice(&self, choice: &Filed<Choice>) -> Decided {
        let registers = self.judge.registers();
        let option = registers.options.get(choice.own.option.id());
        let nothing = option.is_some_and(|it| it.type_ == Some(Recovery::DoNothing));
        let id = choice.reference();
        let mut realisers = self.stated(&id);
        if let Some(option) = option {
            realisers.extend(self.stated(&option.reference()));
        }
        let covers = choice
            .own
            .covers
            .iter()
            .chain(option.iter().flat_map(|it| &it.covers));
        let estate = self.judge.estate();
        let items = covers.filter_map(|it| estate.find(&it.text));
        let items: BTreeSet<&str> = items.map(|item| estate.reference(item)).collect();
        let of_option = option.map_or(&[][..], |it| &it.own.builds_on);
        for (place, piece) in self.pieces.all.iter().enumerate().filter(|_| !nothing) {
            let fits = match piece.sort {
                Sort::Plan => self.is_for(&piece.id, option.and_then(|it| it.mode)),
                Sort::Arrangement => self.is_of_type(&piece.id, option.and_then(|it| it.type_)),
                Sort::Measure => of_option.iter().any(|it| it.id() == split(&piece.id).1),
                _ => false,
            };
            let covered = piece.covers.iter().filter(|it| items.contains(&***it));
            let about: Vec<String> = covered.cloned().collect();
            let fits = fits && (piece.sort == Sort::Measure || !about.is_empty());
            if fits && !realisers.iter().any(|it| it.piece == place) {
                realisers.push(Realiser {
                    piece: place,
                    stated: piece.sort == Sort::Measure,
                    about,
                });
            }
        }
        let accepted = (choice.own.gap_accepted || nothing).then(|| {
            let gap = choice.own.gap.as_deref();
            gap.unwrap_or("nothing is to be done").to_string()
        });
        let gaps = match (&accepted, realisers.is_empty()) {
            (None, true) => vec![missing(&id, "nothing on record puts it into practice")],
            _ => self.unfinished(&realisers),
        };
        Decided {
            what: What::Choice,
            name: choice.title().to_string(),
            owner: self.owner(choice.envelope.owner.as_ref()),
            cost: of_choice(choice, option),
            requires: None,
            applies_to: Some(items.len()),
            realisers,
            gaps,
            accepted,
            id,
        }
    }

    /// Whether a plan is for a way of losing things: it brings something back, and a scenario of
    /// its own is of that sort, or none is named.
    fn is_for(&self, id: &str, mode: Option<Mode>) -> bool {
        let registers = self.judge.registers();
        let Some(plan) = registers.plans.get(split(id).1) else {
            return false;
        };
        let of_mode = |named: &record::link::Id<record::requirements::Scenario>| {
            let scenario = registers.scenarios.get(named.id());
            scenario.is_some_and(|it| mode.is_none_or(|mode| it.mode.unwrap_or(Mode::Loss) == mode))
        };
        plan.type_.as_deref() != Some("return")
            && (plan.scenarios.is_empty() || plan.scenarios.iter().any(of_mode))
    }

    fn is_of_type(&self, id: &str, wanted: Option<Recovery>) -> bool {
        let found = self.judge.registers().arrangements.get(split(id).1);
        let has = found.and_then(|it| it.type_);
        has.is_none() || wanted.is_none() || has == wanted
    }

    fn measure(&self, place: usize) -> Decided {
        let piece = &self.pieces.all[place];
        let mut realisers = vec![Realiser {
            piece: place,
            stated: true,
            about: Vec::new(),
        }];
        realisers.extend(self.stated(&piece.id));
        let own = self.judge.registers().measures.get(split(&piece.id).1);
        let plan = own.and_then(|it| it.plan.as_ref());
        if let Some(plan) = plan.and_then(|plan| self.pieces.find(&plan.text)) {
            realisers.push(Realiser {
                piece: plan,
                stated: true,
                about: Vec::new(),
            });
        }
        Decided {
            id: piece.id.clone(),
            what: What::Measure,
            name: piece.name.clone(),
            owner: piece.owner.clone(),
            cost: piece.cost.clone(),
            requires: None,
            applies_to: Some(piece.covers.len() - 1),
            gaps: self.unfinished(&realisers),
            realisers,
            accepted: None,
        }
    }

    /// What realises a decision and is not usable yet: each a gap.
    fn unfinished(&self, realisers: &[Realiser]) -> Vec<Gap> {
        let open = realisers
            .iter()
            .map(|it| (it.piece, &self.pieces.all[it.piece]));
        let open = open.filter(|(_, piece)| piece.state < How::InPlace);
        open.map(|(place, piece)| Gap {
            pieces: vec![place],
            ..missing(&piece.id, &piece.why)
        })
        .collect()
    }
}

fn missing(subject: &str, text: &str) -> Gap {
    Gap {
        subject: subject.to_string(),
        text: text.to_string(),
        finding: None,
        waived_by: None,
        severity: Severity::Warning,
        pieces: Vec::new(),
        is_fact: false,
    }
}

/// A breach of a rule as a gap, with the pieces that are about its subject; one that says that it
/// realises the rule and is about nothing that breaks it is about all of it.
fn gap(finding: &Finding, realisers: &[Realiser], broken: &BTreeSet<&str>) -> Gap {
    let about = |it: &&Realiser| {
        it.about.contains(&finding.subject)
            || (it.stated && !it.about.iter().any(|it| broken.contains(&**it)))
    };
    Gap {
        finding: Some(finding.code.clone()),
        waived_by: finding.waived_by.clone(),
        severity: finding.severity,
        pieces: realisers.iter().filter(about).map(|it| it.piece).collect(),
        ..missing(&finding.subject, &finding.text)
    }
}

fn of_choice(
    choice: &Filed<Choice>,
    option: Option<&Filed<record::requirements::StrategyOption>>,
) -> Vec<Cost> {
    let own = option.map(|it| &it.own);
    let all = [
        ("granted", choice.own.granted.as_ref()),
        ("once", own.and_then(|it| it.cost.as_ref())),
        ("a year", own.and_then(|it| it.cost_per_year.as_ref())),
    ];
    let known = all.into_iter().filter_map(|(what, amount)| {
        let (what, amount) = (what.to_string(), amount?.to_string());
        Some(Cost { what, amount })
    });
    known.collect()
}
