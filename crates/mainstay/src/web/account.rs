//! The page of one's own account: what I may do, where I am signed in, what the journal holds, and
//! whether all is well.

use maud::{Markup, html};

/// What the page shows.
#[derive(Debug)]
pub struct Account {
    /// The name of whoever is signed in.
    pub name: String,
    /// The account's id.
    pub account: String,
    /// What it may do, by function.
    pub functions: Vec<String>,
    /// The last entry.
    pub head: u64,
    /// When the last entry was made.
    pub head_at: Option<String>,
    /// Records of the present.
    pub records: usize,
    /// What is watched: name, whether it is well, and words.
    pub health: Vec<(String, Health, String)>,
    /// What every administrator must see.
    pub alarms: Vec<String>,
    /// Recovery codes that are left, where that is known.
    pub codes_left: Option<usize>,
    /// Sessions of this account, newest first: since, seen, how, agent, this one.
    pub sessions: Vec<Session>,
}

/// A session as its owner sees it.
#[derive(Debug)]
pub struct Session {
    /// When it began.
    pub since: String,
    /// When it was last used.
    pub seen: String,
    /// How it was opened.
    pub how: String,
    /// With what.
    pub agent: String,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// Whether something watched is well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It is.
    Good,
    /// It will not be for long.
    Warn,
    /// It is not.
    Bad,
}

/// The page.
pub fn account(view: &Account) -> Markup {
    html! {
        @for alarm in &view.alarms {
            div.banner.bad role="alert" { p { (alarm) } }
        }
        h1 { (view.name) }
        form method="post" action="/sign-out" {
            p { button.plain type="submit" { "Sign out" } }
        }
        section.sheet aria-labelledby="now" {
            h2 #now { "Now" }
            dl.facts {
                dt { "Entries" }
                dd { (view.head) @if let Some(at) = &view.head_at { " " span.quiet { "last at " (at) } } }
                dt { "Records" } dd { (view.records) }
                @for (name, health, words) in &view.health {
                    dt { (name) }
                    dd { span class=(class(*health)) { (words) } }
                }
            }
        }
        section.sheet aria-labelledby="you" {
            h2 #you { "You" }
            dl.facts {
                dt { "Account" } dd { code { (view.account) } }
                dt { "Functions" }
                dd { @if view.functions.is_empty() { "none yet" } @else { (view.functions.join(", ")) } }
                @if let Some(left) = view.codes_left {
                    dt { "Recovery codes" }
                    dd { (left) " left" @if left < 3 { " " span.warn { "make new ones soon" } } }
                }
            }
            h2 { "Where you are signed in" }
            div.scroll { table {
                thead { tr { th { "Since" } th { "Last used" } th { "How" } th { "With" } } }
                tbody { @for session in &view.sessions { tr {
                    td { (session.since) @if session.this { " " strong { "(this one)" } } }
                    td { (session.seen) } td { (session.how) } td { (session.agent) }
                } } }
            } }
        }
        section.sheet aria-labelledby="programs" {
            h2 #programs { "For programs" }
            p { a href="/api" { "What the API offers" } ", as a page; "
                a href="/api/v1/openapi.json" { "the same for programs" } "." }
        }
        section.sheet.script-only aria-labelledby="keys" {
            h2 #keys { "Keys" }
            p { label.check {
                input type="checkbox" data-do="keys"; " Single keys do something: "
                kbd { "/" } " search, " kbd { "g" } " then a letter goes somewhere, " kbd { "?" } " help"
            } }
            p.quiet { "Kept in this browser only. " kbd { "Ctrl" } "+" kbd { "K" } " works in any case." }
        }
    }
}

fn class(health: Health) -> &'static str {
    match health {
        Health::Good => "good",
        Health::Warn => "warn",
        Health::Bad => "bad-word",
    }
}
