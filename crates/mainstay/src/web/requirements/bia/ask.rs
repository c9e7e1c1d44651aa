//! The fields of each question: what is known stands in them, what was typed stays in them.

use continuity::estate::Estate;
use continuity::requirements::questionnaire::peers::{Far, Peers, Spread};
use continuity::requirements::questionnaire::turn::says_nothing;
use continuity::requirements::questionnaire::{Answers, Topic};
use maud::{Markup, html};
use record::item::MtpdEnds;
use record::kind::Filed;
use record::kinds::Registers;
use record::requirements::Impact;
use record::requirements::activity::Peak;

use super::grid::Grid;
use crate::http::fields::Fields;
use crate::web::form::{Ask, Faults, area, field, id, typed};
use crate::web::link::{self, escaped};
use crate::web::when;

/// How many empty rows stand below the peaks that are known.
const SPARE_PEAKS: usize = 2;

/// What a form shows: the answers that are known, what was typed before a fault, and the faults.
pub struct Shown<'a> {
    /// The records.
    pub registers: &'a Registers,
    /// The latest answers.
    pub answers: &'a Answers,
    /// The answers of last time.
    pub before: Option<&'a Answers>,
    /// What was typed; nothing where the form is fresh.
    pub typed: Option<&'a Fields>,
    /// What is wrong with it.
    pub faults: &'a Faults,
    /// What similar activities answered.
    pub peers: &'a Peers,
    /// Whether the caller may see money.
    pub sees_money: bool,
    /// Whether the question was answered in this campaign already.
    pub answered: bool,
    /// Whether the caller may say who answered.
    pub names_themself: bool,
}

impl Shown<'_> {
    /// What stands in a field: what was typed, else what is known.
    fn value(&self, name: &str, known: Option<String>) -> String {
        match self.typed {
            Some(typed) => typed.text(name).to_string(),
            None => known.unwrap_or_default(),
        }
    }

    /// A labelled line with its hint.
    pub fn line(&self, name: &str, label: &str, hint: &str, known: Option<String>) -> Markup {
        let ask = Ask::new(name, label, hint);
        field(ask, &self.value(name, known), self.faults)
    }
}

/// The fields of a question.
pub fn fields(topic: Topic, shown: &Shown<'_>) -> Markup {
    match topic {
        Topic::Impact => impact(shown),
        Topic::Loss => super::loss::rows(shown),
        Topic::Peaks => peaks(shown),
        Topic::Targets => targets(shown),
        Topic::Minimum => minimum(shown),
        Topic::Workaround => workaround(shown),
        Topic::Backlog => backlog(shown),
        Topic::Needs => needs(shown),
        Topic::Confidence => confidence(shown),
    }
}

fn impact(shown: &Shown<'_>) -> Markup {
    let mut grid = Grid::of(shown.registers, shown.answers);
    if let Some(typed) = shown.typed {
        if let Some(times) = super::taken::times(typed, &mut Faults::default()) {
            grid.times = times;
        }
        let more = typed.all("category").chain(typed.filled("more"));
        for category in more {
            if !grid.categories.iter().any(|it| it == category) {
                grid.categories.push(category.to_string());
            }
        }
    }
    let times: Vec<String> = grid.times.iter().map(|it| it.to_string()).collect();
    html! {
        p { "How bad is it if this stops, and stays stopped? Judge each row from left to right; harm "
            "never shrinks with time. " span.quiet { "\u{25B2} marks what is intolerable here." } }
        @if let Some(fault) = shown.faults.at("level") { p.fault { (fault) } }
        div.scroll { table.stack.grid {
            thead { tr { th scope="col" { "Harm to" }
                @for time in &grid.times { th scope="col" { "after " (when::span(time.0)) } } } }
            tbody { @for category in &grid.categories { (row(shown, &grid, category)) } }
        } }
        (scale(shown, &grid))
        details open[shown.faults.at("times").is_some()] {
            summary { "Other times or categories" }
            (shown.line("times", "Judged after", "Growing times with commas between them.", Some(times.join(", "))))
            (shown.line("more", "Another category", "One word or two: reputation, environment.", None))
            button.plain type="submit" name="do" value="grid" formnovalidate { "Show the grid so" }
        }
    }
}

fn row(shown: &Shown<'_>, grid: &Grid, category: &str) -> Markup {
    let of = |impact: Option<&Filed<Impact>>, at: usize| {
        let levels = impact?.own.levels.get(category)?;
        levels.get(at).copied()
    };
    let own = |answers: &Answers, at: usize| of(answers.impact.as_ref(), at);
    // What is begun is prefilled; it is kept once it is saved.
    let pattern = shown.answers.pattern();
    let name = format!("level.{category}");
    html! {
        tr #(id(&name)) {
            th scope="row" { (category) input type="hidden" name="category" value=(category);
                @if let Some(fault) = shown.faults.at(&name) { p.fault { (fault) } } }
            @for (at, time) in grid.times.iter().enumerate() {
                @let cell = format!("{name}.{at}");
                @let known = own(shown.answers, at).or_else(|| of(pattern, at));
                @let known = known.map(|level| level.to_string());
                @let value = shown.value(&cell, known);
                @let last = shown.before.and_then(|before| own(before, at));
                td data-label={ "After " (when::span(time.0)) } {
                    select name=(cell) aria-label={ (category) " after " (when::span(time.0)) }
                        aria-invalid=[shown.faults.at(&name).map(|_| "true")] {
                        option value="" { "not judged" }
                        @for level in 0..grid.levels.len() {
                            option value=(level) selected[value == level.to_string()] {
                                (grid.level(level))
                            }
                        }
                    }
                    @if let Some(last) = last.filter(|last| value != last.to_string()) {
                        small { "last time " (grid.level(last as usize)) }
                    }
                }
            }
        }
    }
}

/// The scale in the words of the organisation, with what others of it judged so.
fn scale(shown: &Shown<'_>, grid: &Grid) -> Markup {
    let examples = grid.examples(shown.registers, &shown.answers.activity.id);
    html! {
        details { summary { "What the levels mean here" }
            dl.facts { @for (level, example) in examples.iter().enumerate() {
                dt { (grid.level(level)) }
                dd { @match example {
                    Some(example) => { "as judged for " (example) }
                    None => span.quiet { "nothing is judged so yet" },
                } }
            } }
        }
    }
}

fn peaks(shown: &Shown<'_>) -> Markup {
    let known = &shown.answers.activity.own.peaks;
    let rows = known.len() + SPARE_PEAKS;
    html! {
        p { "Month-end, a season, a day of the week: when does the same stop hurt more? Leave it empty "
            "where every day is like the other." }
        @for at in 0..rows {
            @let peak = known.get(at);
            @let name = |part: &str| format!("peaks.{at}.{part}");
            @let mtpd = peak.and_then(|it| it.mtpd).map(|it| it.to_string());
            @let multiplier = peak.and_then(|it| it.multiplier).map(|it| it.to_string());
            @let reaches = peak.and_then(|it| it.workaround).map(|it| it.to_string());
            fieldset.sheet {
                legend { @match peak { Some(peak) => (peak.name), None => "Another peak" } }
                div.row {
                    (shown.line(&name("name"), "Name", "month-end", peak.map(|it| it.name.clone())))
                    (shown.line(&name("days"), "Days", "last-3-working, first-2-working, mon, 12-24", peak.and_then(|it| it.days.clone())))
                }
                div.row {
                    (shown.line(&name("mtpd"), "Intolerable after, then", "4 hours", mtpd))
                    (shown.line(&name("multiplier"), "So many times the harm", "2.5", multiplier))
                    (shown.line(&name("workaround"), "A workaround then reaches", "40%", reaches))
                }
                @if let Some(peak) = peak { (judged_apart(shown, peak)) }
            }
        }
    }
}

/// Whether a peak is judged by itself, and where.
fn judged_apart(shown: &Shown<'_>, peak: &Peak) -> Markup {
    let activity = escaped(&shown.answers.activity.id);
    let place = format!(
        "/requirements/bia/{activity}/1?when={}",
        escaped(&peak.name)
    );
    html! {
        p.quiet { @match shown.answers.first_in(&peak.name) {
            Some(_) => { "Judged by itself: " a href=(place) { "how bad it is at " (peak.name) } "." }
            None => { "Not judged by itself: " a href=(place) { "judge " (peak.name) } " in a grid of its own." }
        } }
    }
}

fn targets(shown: &Shown<'_>) -> Markup {
    let targets = shown.answers.activity.own.item.targets.as_ref();
    let mtpd = targets.and_then(|it| it.mtpd);
    let rto = targets.and_then(|it| it.rto);
    let rpo = targets.and_then(|it| it.rpo);
    let clock = rto.filter(|rto| *rto != record::item::Rto::plain(rto.within));
    let peers = shown.peers;
    html! {
        (shown.line("rto", "Back within (RTO)", "From the disruption on: 4 hours, 2 days.", rto.map(|it| it.within.to_string())))
        @if let Some(rto) = clock {
            p.quiet { "As agreed: counted from " (rto.from.as_str()) ", in " (rto.clock.as_str().replace('-', " "))
                @if rto.by_opening { ", by the next opening" } "." }
        }
        (beside(peers.rto.as_ref(), peers, rto.map(|it| it.within.0)))
        (shown.line("rpo", "May lose data of at most (RPO)", "15 minutes; empty where no data matters.", rpo.map(|it| it.to_string())))
        (beside(peers.rpo.as_ref(), peers, rpo.map(|it| it.0)))
        (shown.line("mtpd", "Intolerable after (MTPD), if you know better", "Leave it empty: then the harm you judged decides.", mtpd.map(|it| it.to_string())))
        (beside(peers.mtpd.as_ref(), peers, mtpd.map(|it| it.0)))
    }
}

/// What similar activities answered, and a hint where an answer is far from theirs.
fn beside(spread: Option<&Spread>, peers: &Peers, seconds: Option<i64>) -> Markup {
    let whom = match peers.all_others {
        true => "other",
        false => "similar",
    };
    let far = spread.zip(seconds).and_then(|(spread, it)| spread.far(it));
    let how = far.map(|far| match far {
        Far::Longer => "longer",
        Far::Shorter => "shorter",
    });
    html! {
        @if let Some(spread) = spread {
            p.quiet { (spread.count) " " (whom) " activities answered " (when::span(spread.least_seconds))
                " to " (when::span(spread.most_seconds)) ", the middle one "
                (when::span(spread.middle_seconds)) "."
                @if let Some(how) = how {
                    " " strong { "Yours is much " (how) "." }
                    " It may well be right: a word on why helps whoever approves it."
                } }
        }
    }
}

fn minimum(shown: &Shown<'_>) -> Markup {
    let activity = &shown.answers.activity.own;
    let mbco = activity.item.targets.as_ref().and_then(|it| it.mbco);
    html! {
        (shown.line("mbco", "The least that is of any use (MBCO)", "As a share of normal: 60%.", mbco.map(|it| it.to_string())))
        div.row {
            (shown.line("people", "People, normally", "A number.", activity.people.map(|it| it.to_string())))
            (shown.line("people-minimum", "People, at the least", "A number.", activity.people_minimum.map(|it| it.to_string())))
        }
        (super::people::rows(shown))
    }
}

fn workaround(shown: &Shown<'_>) -> Markup {
    let own = shown.answers.workaround.as_ref().map(|it| &it.own);
    html! {
        p { "Paper, phone, another site: how does the work go on while systems are down? Leave it empty "
            "where it does not." }
        @if let Some(known) = &shown.answers.workaround {
            p { @if says_nothing(known) { span.state.warn { "to be retired" } ": nothing is said of "
                    (link::record(&known.reference(), known.title())) " any more. It " }
                @else { "If it goes on no longer, empty all fields and save: "
                    (link::record(&known.reference(), known.title())) " then " }
                @if shown.before.is_some_and(|it| it.workaround.is_some()) {
                    "is retired once the answers are approved, and counts until then." }
                @else { "is retired at once: it was never in force." } }
        }
        div.row {
            (shown.line("start-within", "Works after", "From the disruption: 1 hour.", own.and_then(|it| it.start_within).map(|it| it.to_string())))
            (shown.line("sustain-for", "Can be kept up for", "12 hours, 3 days.", own.and_then(|it| it.sustain_for).map(|it| it.to_string())))
            (shown.line("capacity", "Reaches of normal", "60%; empty: all of it.", own.and_then(|it| it.capacity).map(|it| it.to_string())))
        }
        div.row {
            (shown.line("rekey", "To enter it all again takes", "4 hours.", own.and_then(|it| it.rekey).map(|it| it.to_string())))
            (shown.line("forms", "Where its forms are", "A place, a shelf, an address.", own.and_then(|it| it.forms.clone())))
        }
        (typed("date", Ask::new("tried", "Last tried on", ""), &shown.value("tried", own.and_then(|it| it.tried).map(|it| it.0.to_string())), shown.faults))
    }
}

fn backlog(shown: &Shown<'_>) -> Markup {
    let activity = &shown.answers.activity.own;
    let wrt = activity.item.targets.as_ref().and_then(|it| it.wrt);
    let flow = |of: Option<f64>| of.map(|it| it.to_string());
    html! {
        p { "Systems are back, but the work that waited is not done yet. Say how long that takes, or how "
            "fast work arrives and is cleared." }
        (shown.line("wrt", "To catch up takes (WRT)", "2 hours.", wrt.map(|it| it.to_string())))
        p.or { "or" }
        div.row {
            (shown.line("arrives", "Arrives, an hour", "100", flow(activity.backlog.as_ref().map(|it| it.arrives.0))))
            (shown.line("clears", "Is cleared, an hour", "130", flow(activity.backlog.as_ref().map(|it| it.clears.0))))
        }
        (ends(shown, activity.item.targets.as_ref().and_then(|it| it.mtpd_ends)))
    }
}

/// What ends the time that can be borne.
fn ends(shown: &Shown<'_>, known: Option<MtpdEnds>) -> Markup {
    let chosen = shown.value("mtpd-ends", known.map(|it| it.as_str().to_string()));
    let choices = [
        ("work-recovered", "when the work that waited is done, too"),
        (
            "mbco-reached",
            "when the service is back at its minimum; catching up takes nothing of it",
        ),
        ("", "not said: counts as when the work is done"),
    ];
    html! {
        fieldset.choice #(id("mtpd-ends")) {
            legend { "You said after how long it is intolerable. When is that time over?" }
            @if let Some(fault) = shown.faults.at("mtpd-ends") { p.fault { (fault) } }
            @for (word, label) in choices {
                label.check { input type="radio" name="mtpd-ends" value=(word) checked[chosen == word]; (label) }
            }
        }
    }
}

/// What a need is of, by the kind of what is needed.
fn sort(kind: &str) -> &'static str {
    match kind {
        "team" => "People and skills",
        "site" => "Premises",
        "dataset" => "Records and data",
        "supplier" => "Suppliers",
        "activity" => "Other activities",
        _ => "IT",
    }
}

fn needs(shown: &Shown<'_>) -> Markup {
    let estate = Estate::new(shown.registers);
    let requires = &shown.answers.activity.own.item.requires;
    let row = |need: &record::item::Need| {
        let first = need.of.first().and_then(|it| estate.find(&it.text));
        let names: Vec<String> = need
            .of
            .iter()
            .map(|it| match estate.find(&it.text) {
                Some(item) => estate.listed(item).title().to_string(),
                None => format!("{} (nothing answers to this name)", it.text),
            })
            .collect();
        let joined = match need.any as usize == need.of.len() {
            true => names.join(" and "),
            false => format!("{} of {}", need.any, names.join(", ")),
        };
        let (kind, source) = match first {
            Some(item) => {
                let listed = estate.listed(item);
                (listed.kind().to_string(), listed.envelope.source.clone())
            }
            None => (String::new(), None),
        };
        (sort(&kind), joined, source)
    };
    html! {
        @if requires.is_empty() { p { "Nothing is known yet." } }
        @else { p { "Is each of these still needed?" } }
        @for (at, need) in requires.iter().enumerate() {
            @let (sort, name, source) = row(need);
            @let key = format!("need.{at}");
            @let chosen = shown.value(&key, shown.answered.then(|| "right".into()));
            fieldset.choice #(id(&key)) {
                legend { (name) " " small { (sort)
                    @if let Some(to) = need.to { ", without it " (to) " remains" }
                    @if let Some(source) = source { ", from " (source) } } }
                @if let Some(fault) = shown.faults.at(&key) { p.fault { (fault) } }
                @for (word, label) in [("right", "Still right"), ("gone", "No longer needed")] {
                    label.check {
                        input type="radio" name=(key) value=(word) checked[chosen == word];
                        (label)
                    }
                }
            }
        }
        @if requires.len() > 1 {
            p { button.plain type="submit" name="do" value="all-right" { "All of it is still right: save" } }
        }
        (area(Ask::new("more", "What else?", "People, skills, premises, records, suppliers, IT: a name a line."), &shown.value("more", None), 3, shown.faults))
        p.quiet { "Names or ids of what is known here; nothing new is made." }
    }
}

fn confidence(shown: &Shown<'_>) -> Markup {
    let own = shown.answers.impact.as_ref().map(|it| &it.own);
    let chosen = shown.value("confidence", own.and_then(|it| it.confidence.clone()));
    let words = ["sure", "fairly sure", "a guess"];
    let other =
        (!chosen.is_empty() && !words.contains(&chosen.as_str())).then_some(chosen.as_str());
    html! {
        @if shown.names_themself {
            (shown.line("respondent", "Who answered", "A name; whoever sees it otherwise has an answer of their own.", own.and_then(|it| it.respondent.clone())))
        }
        fieldset.choice #(id("confidence")) {
            legend { "How sure" }
            @if let Some(fault) = shown.faults.at("confidence") { p.fault { (fault) } }
            @for word in words.into_iter().chain(other) {
                label.check { input type="radio" name="confidence" value=(word) checked[chosen == word]; (word) }
            }
        }
    }
}
