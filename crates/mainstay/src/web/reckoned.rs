//! What pages show is computed once for each entry of the journal and kept under its number. While
//! one computation runs, readers get the one before, and nobody waits but who just changed
//! something and must see it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use continuity::finding::Finding;
use continuity::finding::difference::{Difference, difference};
use continuity::homes::Homes;
use continuity::initiation::programme_status::{ProgrammeStatus, programme_status};
use continuity::operation::evidence::Evidence;
use continuity::operation::readiness::Readiness;
use continuity::requirements::drift::{Drift, WITHIN_DAYS};
use continuity::requirements::questionnaire::Answers;
use continuity::requirements::questionnaire::consequence::{Consequence, Today, consequence};
use continuity::requirements::recovery_targets::ItemTarget;
use continuity::requirements::unknown::UnknownDisasters;
use jiff::{SignedDuration, Timestamp};
use ledger::{Point, Present};
use record::kinds::Registers;

use super::frame::asked;
use super::search::Index;
use crate::answer::impact_report::{self, Ground, roll_up::RollUp};
use crate::answer::{self, Given, check, default_policy};
use crate::http::answer_api::files;
use crate::http::call::Call;
use crate::http::doors::Doors;
use crate::http::order;
use crate::http::problem::Problem;

/// How old a computation may be where nothing changed: dates run out and hours pass.
const FRESH: SignedDuration = SignedDuration::from_secs(60);
/// How many consequences are kept for one present.
const CONSEQUENCES: usize = 500;

/// What pages show of one present.
pub struct Reckoned {
    /// The snapshot it was computed from.
    pub present: Arc<Present>,
    /// The instant it holds for.
    pub at: Timestamp,
    /// Required and achievable times and points of every item, by reference.
    pub items: Vec<ItemTarget>,
    /// Every finding, worst first, with the policy that ships beside the records.
    pub findings: Vec<Finding>,
    /// How far the programme has come.
    pub status: ProgrammeStatus,
    /// Readiness: required, calculated, shown.
    pub readiness: Readiness,
    /// What speaks for each item's coming back in time, by reference.
    evidence: Vec<Evidence>,
    judged: Registers,
    files: Vec<PathBuf>,
    homes: Homes,
    index: OnceLock<Index>,
    ahead: OnceLock<Arc<Drift>>,
    /// What may make an activity late, by the most losses at once, searched for when first asked.
    pub unknown: [OnceLock<Arc<UnknownDisasters>>; answer::unknown::ORDER_MAX],
    impact: OnceLock<Arc<RollUp>>,
    consequences: Mutex<BTreeMap<String, Arc<Consequence>>>,
}

impl Reckoned {
    /// Computes it. Cost: that of a check of the whole estate.
    pub fn new(present: Arc<Present>, at: Timestamp) -> Reckoned {
        let mut judged = present.state.registers.clone();
        default_policy::add(&mut judged);
        let mut reckoned = Reckoned {
            files: files(&present),
            homes: Homes::of(&present.state),
            present,
            at,
            items: Vec::new(),
            findings: Vec::new(),
            status: ProgrammeStatus {
                sub_stages: Vec::new(),
            },
            readiness: Readiness::default(),
            evidence: Vec::new(),
            judged,
            index: OnceLock::new(),
            ahead: OnceLock::new(),
            unknown: Default::default(),
            impact: OnceLock::new(),
            consequences: Mutex::default(),
        };
        reckoned.findings = reckoned.given(check::findings);
        reckoned.status = reckoned.given(|given| {
            let state = Some(&reckoned.present.state);
            programme_status(&given.judge(), &reckoned.findings, state)
        });
        let all = answer::targets::Asked {
            hours: false,
            of: Vec::new(),
        };
        // Nothing is named, so nothing can be unknown.
        let targets = reckoned.given(|given| answer::targets::targets(given, &all));
        reckoned.items = targets.map(|targets| targets.items).unwrap_or_default();
        let state = &reckoned.present.state;
        let (readiness, evidence) = reckoned.given(|given| answer::readiness::whole(given, state));
        (reckoned.readiness, reckoned.evidence) = (readiness, evidence);
        reckoned
    }

    /// Asks something of the same records at the same instant.
    pub fn given<T>(&self, ask: impl FnOnce(&Given<'_>) -> T) -> T {
        ask(&Given {
            registers: &self.judged,
            files: &self.files,
            source: Path::new(""),
            at: self.at,
            homes: &self.homes,
        })
    }

    /// What would follow from some answers, computed once for each present and each content.
    pub fn consequence(&self, answers: &Answers) -> Arc<Consequence> {
        let records = answers.records();
        let written = records
            .iter()
            .map(|it| exchange::write::json::line(&it.write()));
        let key: String = written.collect();
        let kept = || {
            self.consequences
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(found) = kept().get(&key) {
            return Arc::clone(found);
        }
        let found = Arc::new(self.today(|today| consequence(today, answers)));
        let mut kept = kept();
        if kept.len() >= CONSEQUENCES {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&found));
        found
    }

    /// Asks what would follow from something, beside what is.
    pub fn today<T>(&self, ask: impl FnOnce(&Today<'_>) -> T) -> T {
        ask(&Today {
            registers: &self.judged,
            homes: &self.homes,
            rows: &self.items,
            findings: &self.findings,
            at: self.at,
        })
    }

    /// What other records would break, bring and mend, compared with these. Cost: that of a check
    /// of the whole estate.
    pub fn difference_to(&self, registers: &Registers) -> Difference {
        let mut judged = registers.clone();
        default_policy::add(&mut judged);
        let found = check::findings(&Given {
            registers: &judged,
            files: &self.files,
            source: Path::new(""),
            at: self.at,
            homes: &self.homes,
        });
        difference((&self.judged, &self.findings), (&judged, &found))
    }

    /// The records, with the policy that ships beside them.
    pub fn registers(&self) -> &Registers {
        &self.judged
    }

    /// What will be missed within a year, computed when first asked. Cost: linear in the records.
    pub fn ahead(&self) -> Arc<Drift> {
        let state = Some(&self.present.state);
        let compute = || self.given(|given| answer::drift::drift(given, state, WITHIN_DAYS));
        Arc::clone(self.ahead.get_or_init(|| Arc::new(compute())))
    }

    /// The whole of the impact analysis, computed when first asked; it holds no amounts. Cost: that
    /// of the targets of the whole estate.
    pub fn impact(&self) -> Arc<RollUp> {
        let compute = || self.given(|given| self.impact_ground(given, false).roll_up());
        Arc::clone(self.impact.get_or_init(|| Arc::new(compute())))
    }

    /// What a report of the impact analysis is made from.
    pub fn impact_ground<'a>(&'a self, given: &Given<'a>, money: bool) -> Ground<'a> {
        let known = impact_report::Reckoning {
            rows: &self.items,
            findings: &self.findings,
            state: Some(&self.present.state),
            entry: Some(self.present.seq),
            money,
        };
        Ground::new(given, &known)
    }

    /// All that can be searched for.
    pub fn index(&self) -> &Index {
        let codes = || continuity::finding::ALL.iter().map(|about| about.code);
        self.index
            .get_or_init(|| Index::new(&self.judged, &codes().collect::<Vec<_>>()))
    }

    /// The figures of an item, by `kind/id`.
    pub fn item(&self, reference: &str) -> Option<&ItemTarget> {
        let by = |item: &ItemTarget| item.id.as_str().cmp(reference);
        let place = self.items.binary_search_by(by).ok()?;
        self.items.get(place)
    }

    /// What speaks for an item's coming back in time, by `kind/id`.
    pub fn evidence(&self, reference: &str) -> Option<&Evidence> {
        let by = |it: &Evidence| it.id.as_str().cmp(reference);
        let place = self.evidence.binary_search_by(by).ok()?;
        self.evidence.get(place)
    }

    /// The findings about a record.
    pub fn findings_of<'a>(&'a self, reference: &'a str) -> impl Iterator<Item = &'a Finding> {
        let about = move |finding: &&Finding| finding.subject == reference;
        self.findings.iter().filter(about)
    }
}

/// The computation that was made last.
#[derive(Default)]
pub struct Reckoning {
    /// Readiness at the ends of past months.
    pub trend: super::home::trend::Trend,
    latest: RwLock<Option<Arc<Reckoned>>>,
    one: tokio::sync::Mutex<()>,
}

impl Reckoning {
    /// What was computed last, without waiting.
    pub fn known(&self) -> Option<Arc<Reckoned>> {
        let latest = self.latest.read().unwrap_or_else(PoisonError::into_inner);
        latest.clone()
    }

    fn keep(&self, reckoned: &Arc<Reckoned>) {
        let mut latest = self.latest.write().unwrap_or_else(PoisonError::into_inner);
        *latest = Some(Arc::clone(reckoned));
    }

    fn fitting(&self, doors: &Doors) -> Option<Arc<Reckoned>> {
        let known = self.known()?;
        let now = known.present.seq == doors.ledger.present().seq;
        let fresh = doors.now().duration_since(known.at) < FRESH;
        (now && fresh).then_some(known)
    }
}

/// What a page shows: of the present, not before the entry that `after` names, or of the point in
/// the past that `as-of` names.
pub async fn of(call: &Call) -> Result<Arc<Reckoned>, Problem> {
    if let Some(point) = asked(call, "as-of") {
        return past(call, &point).await;
    }
    let after = asked(call, "after").and_then(|text| text.parse().ok());
    let after = after.unwrap_or(0).min(call.doors.ledger.present().seq);
    let reckoning = &call.doors.reckoning;
    if let Some(fitting) = reckoning.fitting(&call.doors) {
        return Ok(fitting);
    }
    let _turn = match reckoning.one.try_lock() {
        Ok(turn) => turn,
        Err(_) => match reckoning.known() {
            Some(known) if known.present.seq >= after => return Ok(known),
            _ => reckoning.one.lock().await,
        },
    };
    if let Some(fitting) = reckoning.fitting(&call.doors) {
        return Ok(fitting);
    }
    let (present, at) = (call.doors.ledger.present(), call.doors.now());
    let compute = move || Arc::new(Reckoned::new(present, at));
    let reckoned = call.doors.compute(compute).await?;
    reckoning.keep(&reckoned);
    Ok(reckoned)
}

/// A point in the past: judged at that instant, or now where an entry is named.
async fn past(call: &Call, text: &str) -> Result<Arc<Reckoned>, Problem> {
    let instant: Option<Timestamp> = text.replace(' ', "+").parse().ok();
    let point = match (text.parse(), instant) {
        (Ok(entry), _) => Point::Entry(entry),
        (_, Some(instant)) => Point::Instant(instant),
        _ => {
            let text = "`as-of` is the number of an entry, or an instant with its offset.";
            return Err(Problem::invalid(text));
        }
    };
    let then = call.doors.ledger.as_of(point).await;
    let then = then.map_err(|failure| order::failed(&failure))?;
    if let Some(fitting) = call.doors.reckoning.fitting(&call.doors)
        && fitting.present.seq == then.seq
        && instant.is_none()
    {
        return Ok(fitting);
    }
    let at = instant.unwrap_or(call.now);
    let compute = move || Arc::new(Reckoned::new(then, at));
    call.doors.compute(compute).await
}
