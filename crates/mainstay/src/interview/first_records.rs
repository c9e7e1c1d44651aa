//! The first records, made from the answers to the twelve questions. A record that rests on a
//! default says so.

use exchange::write::yaml;
use jiff::ToSpan;
use jiff::civil::Date;
use record::link::to_id;
use record::node::{Entry, Node, Place, Value};

use super::questions::{Answers, Ask, hours, role_and_money};

/// One file to be written.
pub struct FirstFile {
    /// Its name in the folder.
    pub name: &'static str,
    /// What it holds, for people.
    pub about: &'static str,
    records: Vec<Node>,
}

impl FirstFile {
    /// The text of the file.
    pub fn text(&self) -> String {
        let assumed = self
            .records
            .iter()
            .any(|node| node.get("assumption").is_some());
        let mut text = format!("# {}.\n", self.about);
        if assumed {
            text.push_str(
                "# `assumption: true` marks a default that nobody agreed to yet: change what is \
                 wrong,\n# and take the mark away when it is agreed.\n",
            );
        }
        text + &yaml::documents(&self.records)
    }

    /// The records as they are written.
    pub fn records(&self) -> &[Node] {
        &self.records
    }

    /// Kind and id of the records.
    pub fn holds(&self) -> Vec<(String, String)> {
        let word = |node: &Node, key: &str| {
            let text = node.get(key).and_then(Node::as_text);
            text.unwrap_or_default().to_string()
        };
        let each = |node: &Node| (word(node, "kind"), word(node, "id"));
        self.records.iter().map(each).collect()
    }
}

/// The files, in the order of the kinds.
pub fn files(answers: &Answers, today: Date) -> Vec<FirstFile> {
    let mut files = vec![
        FirstFile {
            name: "policies.yaml",
            about: "The first policy: what is intolerable, and rules that are checked each time",
            records: vec![policy(answers, today)],
        },
        FirstFile {
            name: "scopes.yaml",
            about: "What is in and what is out",
            records: vec![scope(answers)],
        },
        FirstFile {
            name: "bodies.yaml",
            about: "The steering body: who reports to whom",
            records: vec![body(answers)],
        },
        FirstFile {
            name: "roles.yaml",
            about: "Who may declare, and who decides on money",
            records: roles(answers),
        },
        FirstFile {
            name: "calendars.yaml",
            about: "When services are promised",
            records: vec![calendar(answers)],
        },
    ];
    files.push(FirstFile {
        name: "programmes.yaml",
        about: "How continuity is built up, and what counts as done",
        records: vec![programme(answers, today)],
    });
    if let Some(activity) = activity(answers) {
        files.push(FirstFile {
            name: "activities.yaml",
            about: "The activity that hurts first",
            records: vec![activity],
        });
    }
    files
}

/// A record with its head, and the mark of an assumption where one of `asks` was not answered.
fn record(
    answers: &Answers,
    (kind, id, name): (&str, &str, &str),
    asks: &[Ask],
    rest: Vec<(&str, Node)>,
) -> Node {
    let mut entries = vec![
        ("kind", Node::text(kind)),
        ("id", Node::text(id)),
        ("name", Node::text(name)),
    ];
    if answers.is_assumed(asks) {
        entries.push(("assumption", Node::bare(true)));
    }
    entries.extend(rest);
    Node::map(entries)
}

fn texts<'a>(words: impl IntoIterator<Item = &'a str>) -> Node {
    Node::list(words.into_iter().map(Node::text))
}

fn spender(answers: &Answers) -> (&str, Option<&str>) {
    let text = answers.get(Ask::Spends);
    role_and_money(text).unwrap_or((text, None))
}

fn declarer_id(answers: &Answers) -> String {
    to_id(answers.get(Ask::Declares))
}

fn spender_id(answers: &Answers) -> String {
    to_id(spender(answers).0)
}

fn days_after(today: Date, days: i64) -> Node {
    let day = today.checked_add(days.days()).unwrap_or(today);
    Node::text(day.to_string())
}

fn policy(answers: &Answers, today: Date) -> Node {
    let name = format!("Continuity policy of {}", answers.get(Ask::Organisation));
    let scale = Node::map([
        (
            "levels",
            texts(["none", "low", "noticeable", "serious", "existential"]),
        ),
        ("intolerable", Node::bare(3)),
        ("intolerable-loss", Node::text(answers.get(Ask::Loss))),
    ]);
    let tested = Node::map([("within", Node::text(answers.get(Ask::Tested)))]);
    let kind = |word: &str| Node::map([("kind", Node::text(word))]);
    let rule = |id: &str, says: &str, on: &str, requires: &str| {
        vec![
            ("id", Node::text(id)),
            ("says", Node::text(says)),
            ("applies", kind(on)),
            ("requires", Node::text(requires)),
            ("severity", Node::text("warning")),
        ]
    };
    let mut plans = rule(
        "plans-are-tested",
        "Every plan is tested as often as we agreed.",
        "plan",
        "plan-tested-within",
    );
    plans.insert(4, ("with", tested));
    let rules = [
        rule(
            "activities-have-targets",
            "Every activity says by when it must be back.",
            "activity",
            "target-set",
        ),
        rule(
            "services-are-owned",
            "Every service has an owner and a deputy.",
            "service",
            "owner-and-deputy",
        ),
        plans,
    ];
    let rest = vec![
        ("owner", Node::text(format!("role/{}", spender_id(answers)))),
        ("review-due", days_after(today, 365)),
        ("impact-scale", scale),
        ("answer-within", Node::text("15m")),
        ("tier-bands", texts(["4h", "1d", "3d"])),
        ("acknowledged-share", Node::text("80%")),
        ("principles", texts(PRINCIPLES)),
        ("rules", Node::list(rules.map(Node::map))),
    ];
    let asks = [Ask::Organisation, Ask::Loss, Ask::Tested, Ask::Spends];
    record(answers, ("policy", "continuity", &name), &asks, rest)
}

const PRINCIPLES: [&str; 3] = [
    "People come first.",
    "Whoever may declare is never blamed for declaring too early.",
    "What was not tested does not count as able to come back.",
];

fn scope(answers: &Answers) -> Node {
    let mut about = format!("In: {}.", answers.get(Ask::Inside).trim_end_matches('.'));
    if let Some(out) = answers.some(Ask::Outside) {
        about.push_str(&format!(" Out: {}.", out.trim_end_matches('.')));
    }
    let name = format!(
        "What the programme of {} covers",
        answers.get(Ask::Organisation)
    );
    let rest = vec![
        ("owner", Node::text(format!("role/{}", spender_id(answers)))),
        ("description", Node::text(about)),
    ];
    let asks = [Ask::Inside, Ask::Outside];
    record(answers, ("scope", "programme", &name), &asks, rest)
}

fn body(answers: &Answers) -> Node {
    let (spender, declarer) = (spender_id(answers), declarer_id(answers));
    let party = |id: &str| format!("role/{id}");
    let mut sits = vec![party(&spender), party(&declarer)];
    sits.dedup();
    let mut reports = vec![party(&declarer), party(&spender)];
    reports.dedup();
    let mut rest = vec![
        ("chair", Node::text(party(&spender))),
        ("members", texts(sits.iter().map(String::as_str))),
        (
            "decides",
            texts(["policy and scope", "targets", "money and waivers"]),
        ),
        ("meets-every", Node::text(answers.get(Ask::Meets))),
    ];
    if let Some(money) = self::spender(answers).1 {
        rest.push(("escalate-above", Node::text(money)));
    }
    rest.push(("escalate-after", Node::text("14d")));
    rest.push(("escalate-risk-above", Node::text(answers.get(Ask::Loss))));
    rest.push(("reports", texts(reports.iter().map(String::as_str))));
    let asks = [Ask::Meets, Ask::Spends, Ask::Declares, Ask::Loss];
    record(answers, ("body", "steering", "Steering body"), &asks, rest)
}

/// Who declares and commands, who decides on money, who speaks, and who owns the programme. One
/// role may be several of these, where the answers name the same.
fn roles(answers: &Answers) -> Vec<Node> {
    let (spender, money) = spender(answers);
    let declarer = answers.get(Ask::Declares);
    let mut spends = Vec::new();
    spends.extend(money.map(|money| ("spend", Node::text(money))));
    spends.push((
        "approve",
        texts(["policy", "scope", "programme", "body", "budget"]),
    ));
    spends.push(("accept-risk", Node::bare(true)));
    let declares = vec![("invoke", texts(["any"]))];
    let speaks = vec![("speak-to", texts(["staff", "customers", "regulator"]))];
    let role = |name: &str, asks: &[Ask], level: &str, duties: &[&str], may: Vec<(&str, Node)>| {
        let mut rest = vec![
            ("level", Node::text(level)),
            ("duties", texts(duties.iter().copied())),
        ];
        if !may.is_empty() {
            rest.push(("authority", Node::map(may)));
        }
        record(answers, ("role", &to_id(name), name), asks, rest)
    };
    let (declaring, deciding) = (
        "declare a disruption, invoke plans and lead on the day",
        "decide on money and accept risks on the day",
    );
    let asks = [Ask::Declares, Ask::Spends];
    let mut all = match to_id(declarer) == to_id(spender) {
        true => {
            let may = [declares, spends].concat();
            vec![role(declarer, &asks, "silver", &[declaring, deciding], may)]
        }
        false => vec![
            role(declarer, &asks[..1], "silver", &[declaring], declares),
            role(spender, &asks[1..], "gold", &[deciding], spends),
        ],
    };
    let known: Vec<String> = [declarer, spender].map(to_id).to_vec();
    // Nobody was asked about these two, so that they are defaults whatever was answered.
    let more = [
        (
            SPEAKER,
            "bronze",
            "speak for the organisation on the day",
            speaks,
        ),
        (
            KEEPER,
            "standing",
            "own the programme: plan, method, reviews",
            Vec::new(),
        ),
    ];
    for (name, level, duty, may) in more {
        if !known.contains(&to_id(name)) {
            let made = role(name, &[], level, &[duty], may);
            all.push(assumed(made));
        }
    }
    all
}

/// Who speaks, and who owns the programme.
const SPEAKER: &str = "Communications lead";
const KEEPER: &str = "Continuity manager";

/// The same, marked as a default.
fn assumed(record: Node) -> Node {
    let Value::Map(mut entries) = record.value else {
        return record;
    };
    let mark = Entry {
        key: "assumption".into(),
        at: Place::default(),
        value: Node::bare(true),
    };
    entries.insert(entries.len().min(3), mark);
    Node::made(Value::Map(entries))
}

/// How continuity is built up: three tranches, each deliverable with what makes it good enough.
/// Nobody was asked about it: all of it is a default.
fn programme(answers: &Answers, today: Date) -> Node {
    let (chief, keeper) = (spender_id(answers), to_id(KEEPER));
    let deliverable = |(title, tranche, accepted, owner, due): Planned<'_>| {
        Node::map([
            ("title", Node::text(title)),
            ("tranche", Node::text(tranche)),
            ("accepted-when", Node::text(accepted)),
            ("owner", Node::text(format!("role/{owner}"))),
            ("due", days_after(today, due)),
        ])
    };
    let rest = vec![
        ("owner", Node::text(format!("role/{keeper}"))),
        (
            "objectives",
            texts([
                "Every activity in scope is back before its loss is intolerable, as shown by a run.",
            ]),
        ),
        (
            "deliverables",
            Node::list(planned(&chief, &keeper).map(deliverable)),
        ),
    ];
    let head = ("programme", "first-year", "The first year of continuity");
    assumed(record(answers, head, &[], rest))
}

/// Title, tranche, what makes it good enough, who owns it, and due after how many days.
type Planned<'a> = (&'a str, &'a str, &'a str, &'a str, i64);

fn planned<'a>(chief: &'a str, keeper: &'a str) -> [Planned<'a>; 7] {
    let (begin, analyse, show) = ("1 Begin", "2 Analyse", "3 Plan and show");
    [
        (
            "Policy, scope and roles",
            begin,
            "approved, and every role held",
            chief,
            30,
        ),
        (
            "Staff know the policy",
            begin,
            "the agreed share has acknowledged it",
            keeper,
            60,
        ),
        (
            "Impact analysis",
            analyse,
            "every activity in scope is signed",
            keeper,
            90,
        ),
        (
            "Dependencies and recovery times",
            analyse,
            "no target is unknown",
            keeper,
            120,
        ),
        (
            "Risks and strategy",
            analyse,
            "every risk and service is decided",
            chief,
            180,
        ),
        (
            "Plans",
            show,
            "every service in scope has an approved plan",
            keeper,
            240,
        ),
        (
            "First exercises",
            show,
            "every tier 1 plan ran with its time taken",
            keeper,
            330,
        ),
    ]
}

fn calendar(answers: &Answers) -> Node {
    let all = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].to_vec();
    // The answer was checked when it was taken; `always` opens and closes at midnight.
    let (days, from, to) = hours(answers.get(Ask::Hours)).ok().flatten().unwrap_or((
        all,
        "00:00".into(),
        "00:00".into(),
    ));
    let window = Node::map([
        ("days", texts(days)),
        ("from", Node::text(from)),
        ("to", Node::text(to)),
    ]);
    let rest = vec![
        ("zone", Node::text(answers.get(Ask::Zone))),
        ("windows", Node::list([window])),
    ];
    let asks = [Ask::Zone, Ask::Hours];
    record(
        answers,
        ("calendar", "service-hours", "Hours of service"),
        &asks,
        rest,
    )
}

fn activity(answers: &Answers) -> Option<Node> {
    let name = answers.some(Ask::Activity)?;
    let targets = Node::map([("mtpd", Node::text(answers.get(Ask::Tolerable)))]);
    let rest = vec![
        ("owner", Node::text(format!("role/{}", spender_id(answers)))),
        ("targets", targets),
    ];
    let asks = [Ask::Activity, Ask::Tolerable, Ask::Spends];
    Some(record(
        answers,
        ("activity", &to_id(name), name),
        &asks,
        rest,
    ))
}
