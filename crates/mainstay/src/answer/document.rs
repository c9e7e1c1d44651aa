//! Documents to be printed or edited: which there are, what each is written from, and the bytes of
//! each format. The content's digest is worked out here, once for all formats.

mod impact_report;

use clap::ValueEnum;
use continuity::finding::Finding;
use continuity::initiation::programme_status::programme_status;
use continuity::operation::evidence::{Evidence, Proofs};
use continuity::operation::readiness::readiness_by;
use continuity::requirements::recovery_targets::{ItemTarget, recovery_targets};
use continuity::state::State;
use exchange::document::Document;
use exchange::document::call_list::{call_list, contact_card};
use exchange::document::ground::Ground;
use exchange::document::management_review::management_review;
use exchange::document::plan_book::plan_book;
use exchange::document::policy_paper::{charter, policy_paper};
use exchange::document::risk_register::risk_register;
use exchange::document::role_card::role_card;
use exchange::document::strategy_paper::strategy_paper;
use exchange::write::{docx, html, markdown, workbook};
use jiff::Timestamp;
use record::kind::{Filed, RecordKind};
use record::register::Register;
use ring::digest::{SHA256, digest};

use super::{Given, Wrong, check, simulate, strategy, targets};

/// A sort of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// A plan as a book, with a first page that suffices to begin.
    PlanBook,
    /// A policy with all that belongs to it.
    Policy,
    /// All that is agreed: policies, scope, roles, steering, programme.
    Charter,
    /// The impact analysis: method, each activity, the whole ranked.
    BiaReport,
    /// The register of risks in numbers.
    RiskRegister,
    /// How each service comes back, decided or open; with `--of` the options of one item.
    StrategyPaper,
    /// Who decides, who is called, where teams meet.
    CallList,
    /// The same as a card for a wallet.
    ContactCard,
    /// A role's card for three in the morning, on one page.
    RoleCard,
    /// The pack for the management review.
    ManagementReview,
}

/// What a document is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For print: tagged, its fonts inside.
    Pdf,
    /// One file for browser and printer.
    Html,
    /// For Word and its kin.
    Docx,
    /// Markdown.
    Md,
    /// A workbook, a sheet for each table.
    Xlsx,
    /// For programs.
    Json,
}

/// What is known beside the records.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The present of a journal; nothing where the records stand in files.
    pub state: Option<&'a State>,
    /// The entry of the journal after which it held.
    pub entry: Option<u64>,
    /// When the document is made.
    pub made: Timestamp,
    /// Where the live pages are, without a last `/`.
    pub address: Option<&'a str>,
    /// Whether amounts are shown.
    pub money: bool,
}

impl Sort {
    /// The word of it, in addresses and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Sort::PlanBook => "plan-book",
            Sort::Policy => "policy",
            Sort::Charter => "charter",
            Sort::BiaReport => "bia-report",
            Sort::RiskRegister => "risk-register",
            Sort::StrategyPaper => "strategy-paper",
            Sort::CallList => "call-list",
            Sort::ContactCard => "contact-card",
            Sort::RoleCard => "role-card",
            Sort::ManagementReview => "management-review",
        }
    }

    /// The sort of a word.
    pub fn of(word: &str) -> Option<Sort> {
        sorts().find(|sort| sort.word() == word)
    }
}

/// Every sort of document.
pub fn sorts() -> impl Iterator<Item = Sort> {
    Sort::value_variants().iter().copied()
}

impl Form {
    /// The end of the file's name, which is also its word.
    pub fn word(self) -> &'static str {
        match self {
            Form::Pdf => "pdf",
            Form::Html => "html",
            Form::Docx => "docx",
            Form::Md => "md",
            Form::Xlsx => "xlsx",
            Form::Json => "json",
        }
    }

    /// The form of a word.
    pub fn of(word: &str) -> Option<Form> {
        let all = Form::value_variants().iter();
        all.copied().find(|form| form.word() == word)
    }

    /// Its media type.
    pub fn media(self) -> &'static str {
        match self {
            Form::Pdf => "application/pdf",
            Form::Html => "text/html; charset=utf-8",
            Form::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Form::Md => "text/markdown; charset=utf-8",
            Form::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Form::Json => "application/json",
        }
    }

    /// Whether a terminal can show it.
    pub fn is_text(self) -> bool {
        matches!(self, Form::Html | Form::Md | Form::Json)
    }
}

/// A document with its digest. Errors: a record that is not there, or none named where one must
/// be.
pub fn document(
    given: &Given<'_>,
    known: &Known<'_>,
    sort: Sort,
    of: Option<&str>,
) -> Result<Document, Wrong> {
    let standpoint = given.standpoint();
    let all = targets::Asked {
        hours: false,
        of: Vec::new(),
    };
    let rows: Vec<ItemTarget> = targets::targets(given, &all)?.items;
    let findings: Vec<Finding> = check::findings(given);
    let nothing = State::new();
    let figures = recovery_targets(&standpoint);
    let proofs = Proofs::new(known.state.unwrap_or(&nothing), &standpoint, &figures);
    let items = standpoint.estate.graph.items();
    let evidence: Vec<Evidence> = items.map(|item| proofs.of(item)).collect();
    let ground = Ground {
        registers: given.registers,
        standpoint: &standpoint,
        rows: &rows,
        findings: &findings,
        evidence: &evidence,
        state: known.state,
        entry: known.entry,
        made: known.made,
        address: known.address,
        money: known.money,
    };
    let registers = given.registers;
    let document = match sort {
        Sort::PlanBook => plan_book(&ground, record(&registers.plans, sort, of)?),
        Sort::Policy => policy_paper(&ground, record(&registers.policies, sort, of)?),
        Sort::Charter => charter(&ground),
        Sort::BiaReport => impact_report::paper(given, &ground, of)?,
        Sort::RiskRegister => {
            let years = simulate::year(given, &simulate::Asked::default())?;
            risk_register(&ground, &years.register, &years.loss)
        }
        Sort::StrategyPaper => strategy(given, &ground, of)?,
        Sort::CallList => call_list(&ground),
        Sort::ContactCard => contact_card(&ground),
        Sort::RoleCard => role_card(&ground, record(&registers.roles, sort, of)?),
        Sort::ManagementReview => {
            let status = programme_status(&given.judge(), &findings, known.state);
            let readiness = readiness_by(&proofs, &standpoint, &figures);
            management_review(&ground, &status, &readiness)
        }
    };
    let mut document = document.made_plain();
    document.front.digest = hex(&document.content());
    Ok(document)
}

/// The paper on strategy: of all services, or of one item in every mode that stops it.
fn strategy(given: &Given<'_>, ground: &Ground<'_>, of: Option<&str>) -> Result<Document, Wrong> {
    let overview = strategy::overview(given);
    let mut compared = Vec::new();
    if let Some(of) = of {
        compared.push(strategy::compare(given, &strategy::Asked::of(of))?);
    }
    Ok(strategy_paper(ground, &overview, &compared))
}

/// The record that a document is about.
fn record<'r, K: RecordKind>(
    register: &'r Register<K>,
    sort: Sort,
    of: Option<&str>,
) -> Result<&'r Filed<K>, Wrong> {
    let word = sort.word();
    let Some(of) = of else {
        let kind = K::NAME;
        return Err(Wrong(format!("a {word} is about one {kind}: say which")));
    };
    let (kind, id) = record::link::split(of);
    let found = register
        .get(id)
        .filter(|_| kind.is_none_or(|kind| kind == K::NAME));
    found.ok_or_else(|| {
        let named = record::node::shorten(of);
        let ids = register.iter().map(|it| &*it.id);
        let hint = record::complaint::suggestion(id, ids);
        Wrong(format!("no {} is called `{named}`{hint}", K::NAME))
    })
}

fn hex(bytes: &[u8]) -> String {
    let sum = digest(&SHA256, bytes);
    sum.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A document in a format. Errors: one that is too long for it, or a format that this program was
/// built without.
pub fn written(document: &Document, form: Form) -> Result<Vec<u8>, Wrong> {
    match form {
        Form::Pdf => pdf(document),
        Form::Html => Ok(html::page(document).into_bytes()),
        Form::Docx => docx::file(document).map_err(Wrong),
        Form::Md => Ok(markdown::text(document).into_bytes()),
        Form::Xlsx => workbook::book(document).map_err(Wrong),
        Form::Json => Ok(document.json()),
    }
}

#[cfg(feature = "pdf")]
fn pdf(document: &Document) -> Result<Vec<u8>, Wrong> {
    paper::pdf(document).map_err(|why| Wrong(why.to_string()))
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Document) -> Result<Vec<u8>, Wrong> {
    let text = "this program was built without `pdf`: take html and print it from a browser";
    Err(Wrong(text.into()))
}

/// The name of the file.
pub fn file_name(sort: Sort, of: Option<&str>, form: Form) -> String {
    let id = of.map(|of| record::link::split(of).1);
    let id = id.filter(|id| record::link::is_id(id));
    match id {
        Some(id) => format!("{}-{id}.{}", sort.word(), form.word()),
        None => format!("{}.{}", sort.word(), form.word()),
    }
}
