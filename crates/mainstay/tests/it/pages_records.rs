//! Records in the browser, without script: each form is read out of its page and sent back as a
//! browser would. All kinds are walked through; no kind is named here, so that one that is added
//! is walked through too. (That its form, faults and words follow from its fields alone is shown
//! beside the form itself, with a kind declared in that test.)

use std::collections::BTreeMap;

use continuity::access::Function::{Administrator, ContinuityManager, Reader};
use record::kinds::ALL;
use serde_json::json;

use crate::forms::{fields, havensund, page, post, sent, with};
use crate::served::{Served, Store};

/// The ids of the records of a kind.
async fn ids(server: &Served, plural: &str) -> Vec<String> {
    let listed = server
        .get(Administrator, &format!("/api/v1/{plural}?limit=500"))
        .await;
    let listed = listed.json();
    let items = listed["items"].as_array().expect("a list").clone();
    let id = |item: &serde_json::Value| item["record"]["id"].as_str().map(str::to_owned);
    items.iter().filter_map(id).collect()
}

#[tokio::test]
async fn every_kind_has_its_list_its_form_its_history_and_its_steps() {
    let server = havensund().await;
    let all = page(&server, "/records").await;
    for about in ALL {
        let (kind, plural) = (about.name, about.plural);
        assert!(
            all.contains(&format!("href=\"/records/{plural}\"")),
            "{kind}"
        );
        let id = ids(&server, plural).await.first().cloned();
        let id = id.unwrap_or_else(|| panic!("Havensund has no {kind}"));
        let path = format!("/records/{plural}/{id}");
        let list = page(&server, &format!("/records/{plural}")).await;
        assert!(list.contains(&format!("href=\"{path}\"")), "{kind}: {list}");
        walk(&server, plural, &id, &path).await;
    }
}

/// One record's life: shown, unchanged by its own form, changed, undone, compared, copied, sent
/// through its steps, retired.
async fn walk(server: &Served, plural: &str, id: &str, path: &str) {
    let shown = page(server, path).await;
    assert!(shown.contains("What it says"), "{path}");
    let status = match shown.contains("who writes it") {
        true => "draft",
        false => "in-force",
    };
    let form = form_of(server, &format!("{path}/edit")).await;
    let edit = format!("{path}/edit");
    let same = sent(server, &edit, &form, &[("_then", status)]).await;
    assert!(
        same.contains("says that already"),
        "{path}: its form changes it: {same}"
    );
    changed_and_undone(server, path, &form, status).await;
    let copy = copied(server, plural, id).await;
    steps(server, &copy).await;
}

/// The fields of a record's form.
async fn form_of(server: &Served, path: &str) -> Vec<(String, String)> {
    fields(&page(server, path).await, "<form class=\"record\"")
}

/// What of a form belongs to the record.
fn own(form: &[(String, String)]) -> BTreeMap<String, String> {
    let own = |(name, _): &&(String, String)| !name.starts_with('_') && name != "request";
    form.iter().filter(own).cloned().collect()
}

async fn changed_and_undone(server: &Served, path: &str, form: &[(String, String)], status: &str) {
    let edit = format!("{path}/edit");
    let other = [("name", "Called otherwise"), ("_then", status)];
    let changed = sent(server, &edit, form, &other).await;
    assert!(
        changed.contains("<h1>Called otherwise</h1>"),
        "{path}: {changed}"
    );
    let history = page(server, &format!("{path}/history")).await;
    let told = ["became Called otherwise", "Name: Called otherwise"];
    assert!(
        told.iter().any(|told| history.contains(told)),
        "{path}: {history}"
    );
    let compared = page(server, &format!("{path}/compare?from=1&to=2")).await;
    assert!(
        compared.contains("<ins>Called otherwise</ins>"),
        "{path}: {compared}"
    );
    let undo = fields(&changed, &format!("action=\"{path}/undo\""));
    let undone = sent(server, &format!("{path}/undo"), &undo, &[]).await;
    assert!(
        !undone.contains("<h1>Called otherwise</h1>"),
        "{path}: {undone}"
    );
    let now = form_of(server, &edit).await;
    assert_eq!(own(&now), own(form), "{path} after the undo");
}

async fn copied(server: &Served, plural: &str, id: &str) -> String {
    let new = format!("/records/{plural}/new");
    let copy = form_of(server, &format!("{new}?like={id}")).await;
    let other = [("id", "a-copy"), ("name", "A copy"), ("_then", "draft")];
    let copied = sent(server, &new, &copy, &other).await;
    let path = format!("/records/{plural}/a-copy");
    assert!(copied.contains("who writes it"), "{path}: {copied}");
    path
}

async fn steps(server: &Served, path: &str) {
    for (step, reason, says) in [
        ("submit", "", "Waits for approval"),
        ("return", "not yet", "who writes it"),
        ("approve", "", "In force"),
        ("confirm", "", "Confirmed as still right"),
        ("retire", "no longer used", "Out of use"),
    ] {
        let shown = page(server, path).await;
        let offered = format!("value=\"{step}\"");
        assert!(shown.contains(&offered), "{path} offers no {step}: {shown}");
        let form = fields(&shown, &format!("action=\"{path}/step\""));
        let reason = [("step", step), (&*format!("reason-{step}"), reason)];
        let after = sent(server, &format!("{path}/step"), &form, &reason).await;
        assert!(after.contains(says), "{path} after {step}: {after}");
    }
}

/// A form of a service that is filled, for tests of one form.
const SERVICE: &[(&str, &str)] = &[
    ("name", "Ticket shop"),
    ("owner", "role/head-of-ferries"),
    ("targets.rto", "4h"),
    ("requires.0", "dns"),
];

#[tokio::test]
async fn every_fault_stands_at_its_field_at_once_and_what_was_typed_is_kept() {
    let server = havensund().await;
    let new = "/records/services/new";
    let form = with(&form_of(&server, new).await, SERVICE);
    let wrong = [
        ("targets.rto", "four hours"),
        ("tier", "first"),
        ("requires.3", "{ item: dns, efect: degrade }"),
        ("requires.5", "{ item: [ }"),
        ("description", "<b>kept</b>"),
    ];
    let told = post(&server, Administrator, new, &with(&form, &wrong)).await;
    assert_eq!(told.status, 422, "{}", told.text);
    for field in ["targets.rto", "tier", "requires.3", "requires.5"] {
        let id = field.replace('.', "-");
        let fault = format!("id=\"f-{id}-fault\"");
        assert!(told.text.contains(&fault), "{field}: {}", told.text);
        let link = format!("href=\"#f-{id}\"");
        assert!(told.text.contains(&link), "{field}: {}", told.text);
    }
    let again = fields(&told.text, "<form class=\"record\"");
    for (name, value) in wrong {
        let kept = again.iter().find(|(known, _)| known == name);
        assert_eq!(kept.map(|(_, value)| value.as_str()), Some(value), "{name}");
    }
    assert!(!told.text.contains("<b>kept"), "{}", told.text);
    assert_eq!(
        server
            .get(Administrator, "/records/services/ticket-shop")
            .await
            .status,
        404,
        "nothing was filed"
    );
    let mended = [
        ("targets.rto", "4h"),
        ("tier", "1"),
        ("requires.3", "{ item: mail, effect: degrade, to: 60% }"),
        ("requires.5", ""),
        // A name will do where only one record has it.
        ("owner", "Head of IT"),
        ("_then", "in-force"),
    ];
    let filed = sent(&server, new, &again, &mended).await;
    assert!(filed.contains("service/ticket-shop"), "{filed}");
    let read = server
        .get(Administrator, "/api/v1/services/ticket-shop")
        .await
        .json();
    assert_eq!(read["record"]["owner"], "role/head-of-it", "{read}");
    assert_eq!(read["record"]["requires"][1]["to"], "60%", "{read}");
}

#[tokio::test]
async fn who_saves_second_sees_both_and_loses_nothing() {
    let server = havensund().await;
    let edit = "/records/services/booking/edit";
    let first = form_of(&server, edit).await;
    let second = form_of(&server, edit).await;
    sent(
        &server,
        edit,
        &first,
        &[("targets.rto", "2h"), ("_then", "in-force")],
    )
    .await;
    let other = [("description", "Sells crossings."), ("_then", "in-force")];
    let told = post(&server, Administrator, edit, &with(&second, &other)).await;
    assert_eq!(told.status, 409, "{}", told.text);
    for text in [
        "someone else was quicker",
        "<del>4 h</del> → <ins>2 h</ins>",
        "<ins>Sells crossings.</ins>",
    ] {
        assert!(told.text.contains(text), "{text}: {}", told.text);
    }
    let again = fields(&told.text, "<form class=\"record\"");
    let taken = [("targets.rto", "2h"), ("_then", "in-force")];
    sent(&server, edit, &again, &taken).await;
    let read = server
        .get(Administrator, "/api/v1/services/booking")
        .await
        .json();
    assert_eq!(read["record"]["targets"]["rto"], "2h");
    assert_eq!(read["record"]["description"], "Sells crossings.");
}

#[tokio::test]
async fn what_was_typed_is_kept_for_its_author_alone_until_it_is_saved() {
    let server = havensund().await;
    let edit = "/records/services/booking/edit";
    let form = form_of(&server, edit).await;
    let head = server.get(Administrator, "/api/v1/journal/head").await.text;
    let typed = [("name", "Half a na"), ("tier", "what"), ("_then", "keep")];
    let kept = sent(&server, edit, &form, &typed).await;
    assert!(kept.contains("It is not saved yet"), "{kept}");
    let again = fields(&kept, "<form class=\"record\"");
    assert!(again.contains(&("tier".into(), "what".into())), "{again:?}");
    assert_eq!(
        server.get(Administrator, "/api/v1/journal/head").await.text,
        head
    );
    let shown = page(&server, "/records/services/booking").await;
    assert!(shown.contains("Go on with it"), "{shown}");
    let other = server
        .get(ContinuityManager, "/records/services/booking")
        .await;
    assert!(!other.text.contains("Go on with it"), "{}", other.text);
    let saved = [("tier", "1"), ("_then", "draft")];
    let saved = sent(&server, edit, &again, &saved).await;
    assert!(!saved.contains("Go on with it"), "{saved}");
    assert!(saved.contains("A change is proposed"), "{saved}");
}

#[tokio::test]
async fn only_what_someone_may_do_is_offered_and_money_only_to_who_may_see_it() {
    let server = havensund().await;
    let reader = server.get(Reader, "/records/services/booking").await.text;
    for word in [
        "/edit\"",
        "value=\"approve\"",
        "value=\"confirm\"",
        ">Retire<",
    ] {
        assert!(!reader.contains(word), "{word}: {reader}");
    }
    let path = "/records/budgets";
    let list = server.get(Reader, path).await.text;
    let at = list
        .find("href=\"/records/budgets/")
        .expect("there is a budget")
        + 6;
    let budget = &list[at..at + list[at..].find('"').expect("it ends")];
    let seen = server.get(Administrator, budget).await.text;
    assert!(seen.contains(" EUR"), "{seen}");
    for page in [
        budget.to_owned(),
        format!("{budget}/history"),
        format!("{budget}/edit"),
    ] {
        let hidden = server.get(Reader, &page).await.text;
        assert!(!hidden.contains(" EUR"), "{page}: {hidden}");
    }
}

#[tokio::test]
async fn what_lives_in_a_folder_is_read_only_and_its_form_makes_a_patch() {
    let server = Served::start(Store::Sqlite).await;
    let text = "kind: service\nid: shop\nname: Shop\n";
    let files = json!({ "files": [{ "name": "services/shop.yaml", "text": text }] });
    let synced = "/api/v1/homes/shop-folder";
    let synced = server
        .send(Administrator, "POST", synced, &[], &files)
        .await;
    assert_eq!(synced.status, 200, "{}", synced.text);
    let path = "/records/services/shop";
    let shown = page(&server, path).await;
    for text in ["Its home is the folder shop-folder", "services/shop.yaml:1"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    for step in ["submit", "approve", "confirm", "retire"] {
        assert!(
            !shown.contains(&format!("value=\"{step}\"")),
            "{step}: {shown}"
        );
    }
    let edit = format!("{path}/edit");
    let form = form_of(&server, &edit).await;
    let saved = with(&form, &[("name", "Store"), ("_then", "in-force")]);
    let saved = post(&server, Administrator, &edit, &saved).await;
    assert_eq!(saved.status, 409, "{}", saved.text);
    let patch = with(&form, &[("name", "Store"), ("_then", "patch")]);
    let patch = post(&server, Administrator, &edit, &patch).await;
    assert_eq!(patch.status, 200, "{}", patch.text);
    for line in ["-name: Shop", "+name: Store", "+++ b/services/shop.yaml"] {
        assert!(patch.text.contains(line), "{line}: {}", patch.text);
    }
}
