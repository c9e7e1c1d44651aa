//! One thread through all five stages, by the forms of the pages alone and without script: a rule,
//! a scope, a service with its target by impact, a plan of five steps, an exercise carried out tick
//! by tick. The claim rises, the home page says so; a change to a dependency lowers it again, and
//! the page names the change. Every later step of the product widens this path.

use continuity::access::Function::{self, Administrator, ExerciseDirector, RecoveryTeam};

use crate::forms::{fields, post, with};
use crate::served::{Served, Store, Told};

/// The last entry, so that a page shows at least what was just done.
async fn head(server: &Served) -> String {
    let head = server.get(Administrator, "/api/v1/journal/head").await;
    head.json()["seq"].to_string()
}

/// A page as it is after all that was done.
async fn page(server: &Served, who: Function, path: &str) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    let path = format!("{path}{joint}after={}", head(server).await);
    let told = server.get(who, &path).await;
    assert_eq!(told.status, 200, "{path}: {}", told.text);
    told.text
}

/// What stands in the main part of a page, without tags, so that words are found as one reads them.
fn words(page: &str) -> String {
    let main = page.find("<main").map_or(page, |at| &page[at..]);
    let mut out = String::new();
    let mut rest = main;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Sends the form of a page whose beginning is given, with some fields filled in.
async fn send(
    server: &Served,
    who: Function,
    path: &str,
    form: &str,
    to: &str,
    filled: &[(&str, &str)],
) -> Told {
    let shown = page(server, who, path).await;
    post(server, who, to, &with(&fields(&shown, form), filled)).await
}

/// Files a record by its form and puts it in force.
async fn file(server: &Served, plural: &str, filled: &[(&str, &str)]) {
    let path = format!("/records/{plural}/new");
    let mut filled = filled.to_vec();
    filled.push(("_then", "in-force"));
    let told = send(
        server,
        Administrator,
        &path,
        "<form class=\"record\"",
        &path,
        &filled,
    )
    .await;
    assert_eq!(told.status, 303, "{plural}: {}", words(&told.text));
}

/// The organisation before anything was shown.
async fn founded() -> Served {
    let server = Served::start(Store::Sqlite).await;
    file(
        &server,
        "policies",
        &[
            ("id", "continuity"),
            ("rules.0.id", "tier-1-owned"),
            (
                "rules.0.says",
                "Every tier 1 service has an owner and a deputy.",
            ),
            ("rules.0.applies.kind", "service"),
            ("rules.0.applies.tier", "1"),
            ("rules.0.requires", "owner-and-deputy"),
            ("impact-scale.levels.0", "none"),
            ("impact-scale.levels.1", "low"),
            ("impact-scale.levels.2", "serious"),
            ("impact-scale.intolerable", "2"),
        ],
    )
    .await;
    file(
        &server,
        "components",
        &[("id", "orders-db"), ("recovery.takes", "90m")],
    )
    .await;
    file(
        &server,
        "services",
        &[
            ("id", "gateway"),
            ("name", "Payment gateway"),
            ("tier", "1"),
            ("recovery.takes", "20m"),
            ("requires.0", "orders-db"),
        ],
    )
    .await;
    file(
        &server,
        "scopes",
        &[("id", "all"), ("includes.0", "service/gateway")],
    )
    .await;
    file(
        &server,
        "activities",
        &[("id", "payments"), ("requires.0", "gateway")],
    )
    .await;
    file(
        &server,
        "impacts",
        &[
            ("id", "payments-2026"),
            ("activity", "payments"),
            ("after", "1h, 4h, 8h"),
            ("levels.0.key", "financial"),
            ("levels.0.value", "0, 1, 2"),
        ],
    )
    .await;
    server
}

async fn plan(server: &Served) {
    file(
        server,
        "plans",
        &[
            ("id", "restore"),
            ("name", "Bring payments back"),
            ("covers.0", "service/gateway"),
            ("steps.0.id", "call"),
            ("steps.0.title", "Open the bridge"),
            ("steps.0.takes", "10m"),
            ("steps.1.id", "volumes"),
            ("steps.1.title", "Attach the volumes"),
            ("steps.1.takes", "20m"),
            ("steps.1.after.0", "call"),
            ("steps.2.id", "orders"),
            ("steps.2.title", "Restore the orders"),
            ("steps.2.takes", "60m"),
            ("steps.2.after.0", "volumes"),
            ("steps.2.restores", "orders-db"),
            ("steps.3.id", "start"),
            ("steps.3.title", "Start the gateway"),
            ("steps.3.takes", "10m"),
            ("steps.3.after.0", "orders"),
            ("steps.3.restores", "service/gateway"),
            ("steps.4.id", "tell"),
            ("steps.4.title", "Tell the customers"),
            ("steps.4.takes", "5m"),
            ("steps.4.after.0", "start"),
        ],
    )
    .await;
    file(
        server,
        "exercises",
        &[
            ("id", "autumn"),
            ("name", "Autumn exercise"),
            ("type", "parallel"),
            ("plans.0", "restore"),
            ("pass-criteria.0", "ten payments are settled"),
        ],
    )
    .await;
}

/// Starts the exercise on its page; gives back the address of the run.
async fn started(server: &Served) -> String {
    let path = "/operation/plans/restore";
    let to = "/operation/plans/restore/start";
    let form = "<form method=\"post\" action=\"/operation/plans/restore/start\"";
    let told = send(
        server,
        ExerciseDirector,
        path,
        form,
        to,
        &[("exercise", "autumn")],
    )
    .await;
    assert_eq!(told.status, 303, "{}", words(&told.text));
    let to = told.header("location");
    to.split('?').next().unwrap_or(to).to_string()
}

/// Presses a button of a step.
async fn tick(server: &Served, run: &str, step: &str, what: &str) -> Told {
    let to = format!("{run}/steps/{step}");
    let form = format!("action=\"{to}\"");
    send(server, RecoveryTeam, run, &form, &to, &[("what", what)]).await
}

#[tokio::test]
async fn one_thread_through_all_five_stages() {
    let server = founded().await;
    let home = words(&page(&server, Administrator, "/").await);
    let sentence = "Required of 1. By calculation 1 would be back in time. Shown by a run: 0.";
    assert!(home.contains(sentence), "{home}");
    assert!(home.contains("Write a plan"), "{home}");
    plan(&server).await;
    let home = words(&page(&server, Administrator, "/").await);
    assert!(home.contains("Exercise it"), "{home}");

    let run = started(&server).await;
    let shown = page(&server, RecoveryTeam, &run).await;
    assert!(words(&shown).contains("This is an exercise."), "{shown}");
    assert!(
        shown.contains("class=\"mode exercise\""),
        "the frame says so, too"
    );
    let early = tick_by_hand(&server, &run, "volumes", "done").await;
    assert_eq!(early.status, 409);
    assert!(
        words(&early.text).contains("waits with volumes for call"),
        "{}",
        early.text
    );
    for step in ["call", "volumes", "orders", "start", "tell"] {
        for what in ["start", "done"] {
            let told = tick(&server, &run, step, what).await;
            assert_eq!(told.status, 303, "{step} {what}: {}", words(&told.text));
        }
    }
    let shown = words(&page(&server, RecoveryTeam, &run).await);
    assert!(shown.contains("5 of 5 past"), "{shown}");
    let home = words(&page(&server, Administrator, "/").await);
    assert!(
        home.contains("Shown by a run: 0."),
        "nothing is shown before it is stood down"
    );

    stood_down(&server, &run).await;
    let home = words(&page(&server, Administrator, "/").await);
    let sentence = "Required of 1. By calculation 1 would be back in time. Shown by a run: 1.";
    assert!(home.contains(sentence), "{home}");
    let arithmetic = words(&page(&server, Administrator, "/readiness?of=shown").await);
    assert!(
        arithmetic.contains("tested, with measured time"),
        "{arithmetic}"
    );

    a_change_lowers_it(&server).await;
}

/// A tick that no button offers, as someone may send it all the same.
async fn tick_by_hand(server: &Served, run: &str, step: &str, what: &str) -> Told {
    let fields = [("what".to_string(), what.to_string())];
    post(
        server,
        RecoveryTeam,
        &format!("{run}/steps/{step}"),
        &fields,
    )
    .await
}

async fn stood_down(server: &Served, run: &str) {
    let to = format!("{run}/stand-down");
    let form = format!("action=\"{to}\"");
    let unanswered = [("outcome", "passed"), ("met-0", "no")];
    let told = send(server, ExerciseDirector, run, &form, &to, &unanswered).await;
    assert_eq!(told.status, 422, "{}", told.text);
    assert!(
        words(&told.text).contains("not every criterion was met"),
        "{}",
        told.text
    );
    let answered = [
        ("outcome", "passed"),
        ("met-0", "yes"),
        ("minimum-by", "Head of payments"),
    ];
    let told = send(server, ExerciseDirector, run, &form, &to, &answered).await;
    assert_eq!(told.status, 303, "{}", words(&told.text));
    let to = format!("{run}/verify");
    let yes = [("confirmed".to_string(), "yes".to_string())];
    let own = post(server, RecoveryTeam, &to, &yes).await;
    assert_eq!(own.status, 403, "{}", own.text);
    let form = format!("action=\"{to}\"");
    let told = send(
        server,
        ExerciseDirector,
        run,
        &form,
        &to,
        &[("confirmed", "yes")],
    )
    .await;
    assert_eq!(told.status, 303, "{}", words(&told.text));
    let shown = words(&page(server, Administrator, run).await);
    assert!(shown.contains("It was as it says"), "{shown}");
}

/// A change to what the claim rests on lowers it at once, and the page says which and by whom; a
/// change of name does not.
async fn a_change_lowers_it(server: &Served) {
    let edit = "/records/components/orders-db/edit";
    for (field, value, shown) in [
        ("name", "Orders database", 1),
        ("class", "another engine", 0),
    ] {
        let filled = [(field, value), ("_then", "in-force")];
        let told = send(
            server,
            Administrator,
            edit,
            "<form class=\"record\"",
            edit,
            &filled,
        )
        .await;
        assert_eq!(told.status, 303, "{}", words(&told.text));
        let home = words(&page(server, Administrator, "/").await);
        let sentence = format!("Shown by a run: {shown}.");
        assert!(home.contains(&sentence), "after {field}: {home}");
    }
    let home = words(&page(server, Administrator, "/").await);
    assert!(
        home.contains("Orders database changed after it (class)."),
        "{home}"
    );
    assert!(home.contains("by administrator"), "{home}");
    assert!(home.contains("Exercise it again"), "{home}");
}

#[tokio::test]
async fn in_earnest_needs_the_name_typed_by_one_who_may() {
    let server = founded().await;
    plan(&server).await;
    let path = "/operation/plans/restore";
    let director = page(&server, ExerciseDirector, path).await;
    assert!(!director.contains("Start it in earnest"), "{director}");
    let crisis = page(&server, Function::Crisis, path).await;
    assert!(crisis.contains("Start it in earnest"), "{crisis}");
    let to = format!("{path}/start");
    let live = |typed: &str| -> Vec<(String, String)> {
        [
            ("mode", "live"),
            ("reason", "the site is dark"),
            ("typed", typed),
        ]
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .to_vec()
    };
    let told = post(&server, Function::Crisis, &to, &live("payments")).await;
    assert_eq!(told.status, 422, "{}", told.text);
    assert!(
        told.text.contains("the site is dark"),
        "what was typed is kept"
    );
    assert!(
        words(&told.text).contains("this is no exercise: type"),
        "{}",
        told.text
    );
    let told = post(&server, Function::Crisis, &to, &live("Bring payments back")).await;
    assert_eq!(told.status, 303, "{}", told.text);
    let run = told.header("location").to_string();
    let shown = words(
        &page(
            &server,
            Function::Crisis,
            run.split('?').next().unwrap_or(&run),
        )
        .await,
    );
    assert!(shown.contains("This is no exercise."), "{shown}");
}
