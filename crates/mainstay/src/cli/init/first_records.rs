//! The first records, made from the answers of `init`. A record that rests on a default says so.

use exchange::write::yaml;
use record::link::to_id;
use record::node::Node;

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
pub fn files(answers: &Answers) -> Vec<FirstFile> {
    let mut files = vec![
        FirstFile {
            name: "policies.yaml",
            about: "The first policy: what is intolerable, and rules that are checked each time",
            records: vec![policy(answers)],
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

fn policy(answers: &Answers) -> Node {
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
        ("impact-scale", scale),
        ("rules", Node::list(rules.map(Node::map))),
    ];
    let asks = [Ask::Organisation, Ask::Loss, Ask::Tested, Ask::Spends];
    record(answers, ("policy", "continuity", &name), &asks, rest)
}

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
    rest.push(("reports", texts(reports.iter().map(String::as_str))));
    let asks = [Ask::Meets, Ask::Spends, Ask::Declares];
    record(answers, ("body", "steering", "Steering body"), &asks, rest)
}

fn roles(answers: &Answers) -> Vec<Node> {
    let (spender, money) = spender(answers);
    let declarer = answers.get(Ask::Declares);
    let declares = ("invoke", texts(["any"]));
    let mut spends = Vec::new();
    spends.extend(money.map(|money| ("spend", Node::text(money))));
    spends.push(("accept-risk", Node::bare(true)));
    let role = |name: &str, asks: &[Ask], duties: &[&str], may: Vec<(&str, Node)>| {
        let rest = vec![
            ("duties", texts(duties.iter().copied())),
            ("authority", Node::map(may)),
        ];
        record(answers, ("role", &to_id(name), name), asks, rest)
    };
    let (declaring, deciding) = (
        "declare a disruption and invoke plans",
        "decide on money and accept risks on the day",
    );
    let asks = [Ask::Declares, Ask::Spends];
    if to_id(declarer) == to_id(spender) {
        let may = [vec![declares], spends].concat();
        return vec![role(declarer, &asks, &[declaring, deciding], may)];
    }
    vec![
        role(declarer, &asks[..1], &[declaring], vec![declares]),
        role(spender, &asks[1..], &[deciding], spends),
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
