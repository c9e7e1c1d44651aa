//! Records in the browser, without script: each form is read out of its page and sent back as a
//! browser would. All kinds are walked through; no kind is named here, so that one that is added
//! is walked through too. (That its form, faults and words follow from its fields alone is shown
//! beside the form itself, with a kind declared in that test.)

use std::collections::BTreeMap;
use std::path::Path;

use continuity::access::Function::{self, ContinuityManager, Reader, ServiceOwner};
use record::kinds::ALL;
use serde_json::json;

use crate::served::{Served, Store, Told, told};

/// The fields of the form of a page, in order, as a browser would send them.
fn fields(page: &str, form: &str) -> Vec<(String, String)> {
    let start = page
        .find(form)
        .unwrap_or_else(|| panic!("no {form} in {page}"));
    let form = &page[start..];
    let form = &form[..form.find("</form>").expect("a form ends")];
    let (mut all, mut rest) = (Vec::new(), form);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let tag = &rest[..rest.find('>').expect("a tag ends")];
        let inside = &rest[tag.len() + 1..];
        let name = attribute(tag, "name");
        let word = tag.split(' ').next().unwrap_or_default();
        match (word, name) {
            ("input", Some(name)) => {
                let checkbox = attribute(tag, "type").as_deref() == Some("checkbox");
                if !checkbox || tag.contains(" checked") {
                    all.push((name, attribute(tag, "value").unwrap_or_default()));
                }
            }
            ("textarea", Some(name)) => {
                let text = &inside[..inside.find("</textarea>").expect("it ends")];
                all.push((name, decoded(text.strip_prefix('\n').unwrap_or(text))));
            }
            ("select", Some(name)) => {
                let options = &inside[..inside.find("</select>").expect("it ends")];
                let chosen = options.split("<option").find(|it| it.contains(" selected"));
                let value = chosen.and_then(|it| attribute(&it[..it.find('>')?], "value"));
                all.push((name, value.unwrap_or_default()));
            }
            _ => {}
        }
    }
    all
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let begin = format!(" {name}=\"");
    let at = tag.find(&begin)? + begin.len();
    Some(decoded(&tag[at..at + tag[at..].find('"')?]))
}

fn decoded(text: &str) -> String {
    let text = text.replace("&quot;", "\"").replace("&lt;", "<");
    text.replace("&gt;", ">").replace("&amp;", "&")
}

/// The same fields with others in place of some.
fn with(fields: &[(String, String)], other: &[(&str, &str)]) -> Vec<(String, String)> {
    let replaced = |name: &str| other.iter().any(|(known, _)| *known == name);
    let kept = fields.iter().filter(|(name, _)| !replaced(name)).cloned();
    let other = other.iter();
    kept.chain(other.map(|(name, value)| (name.to_string(), value.to_string())))
        .collect()
}

fn escaped(text: &str) -> String {
    let byte = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

async fn post(server: &Served, who: Function, path: &str, fields: &[(String, String)]) -> Told {
    let body = fields.iter();
    let body = body.map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    let request = server.ask(Some(who), "POST", path);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    told(request.body(body.collect::<Vec<_>>().join("&"))).await
}

async fn page(server: &Served, path: &str) -> String {
    let told = server.get(ContinuityManager, path).await;
    assert_eq!(told.status, 200, "{path}: {}", told.text);
    told.text
}

/// Goes where a form sent one to, and reads that page.
async fn follow(server: &Served, told: &Told) -> String {
    assert_eq!(told.status, 303, "{}", told.text);
    page(server, told.header("location")).await
}

fn yaml(folder: &Path, root: &Path, all: &mut Vec<serde_json::Value>) {
    for entry in std::fs::read_dir(folder).expect("the example is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            yaml(&path, root, all);
        } else if path.extension().is_some_and(|it| it == "yaml") {
            let name = path
                .strip_prefix(root)
                .expect("inside")
                .display()
                .to_string();
            let text = std::fs::read_to_string(&path).expect("a text");
            all.push(json!({ "name": name, "text": text }));
        }
    }
}

/// A server with the records of Havensund.
async fn havensund() -> Served {
    let server = Served::start(Store::Sqlite).await;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/havensund");
    let mut files = Vec::new();
    yaml(&root, &root, &mut files);
    let body = json!({ "files": files });
    let path = "/api/v1/import/mainstay";
    let told = server
        .send(ContinuityManager, "POST", path, &[], &body)
        .await;
    assert_eq!(told.status, 200, "{}", told.text);
    server
}

/// The ids of the records of a kind.
async fn ids(server: &Served, plural: &str) -> Vec<String> {
    let listed = server
        .get(ContinuityManager, &format!("/api/v1/{plural}?limit=500"))
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
    let edit = format!("{path}/edit");
    let form = fields(&page(server, &edit).await, "<form class=\"record\"");
    let same = post(
        server,
        ContinuityManager,
        &edit,
        &with(&form, &[("_then", "in-force")]),
    )
    .await;
    let same = follow(server, &same).await;
    assert!(
        same.contains("says that already"),
        "{path}: its form changes it: {same}"
    );

    let other = with(
        &form,
        &[("name", "Called otherwise"), ("_then", "in-force")],
    );
    let changed = post(server, ContinuityManager, &edit, &other).await;
    let changed = follow(server, &changed).await;
    assert!(
        changed.contains("<h1>Called otherwise</h1>"),
        "{path}: {changed}"
    );
    let history = page(server, &format!("{path}/history")).await;
    assert!(
        history.contains("became Called otherwise") || history.contains("Name: Called otherwise"),
        "{path}: {history}"
    );
    let compared = page(server, &format!("{path}/compare?from=1&to=2")).await;
    assert!(
        compared.contains("<ins>Called otherwise</ins>"),
        "{path}: {compared}"
    );

    let undo = fields(&changed, &format!("action=\"{path}/undo\""));
    let undone = post(server, ContinuityManager, &format!("{path}/undo"), &undo).await;
    let undone = follow(server, &undone).await;
    assert!(
        !undone.contains("<h1>Called otherwise</h1>"),
        "{path}: {undone}"
    );
    let now = fields(&page(server, &edit).await, "<form class=\"record\"");
    let plain = |fields: &[(String, String)]| {
        let own = fields
            .iter()
            .filter(|(name, _)| !name.starts_with('_') && name != "request");
        own.cloned().collect::<BTreeMap<_, _>>()
    };
    assert_eq!(plain(&now), plain(&form), "{path} after the undo");

    let new = format!("/records/{plural}/new");
    let copy = fields(
        &page(server, &format!("{new}?like={id}")).await,
        "<form class=\"record\"",
    );
    let copy = with(
        &copy,
        &[("id", "a-copy"), ("name", "A copy"), ("_then", "draft")],
    );
    let copied = post(server, ContinuityManager, &new, &copy).await;
    let copied = follow(server, &copied).await;
    let path = format!("/records/{plural}/a-copy");
    assert!(copied.contains("who writes it"), "{path}: {copied}");
    for (step, reason, says) in [
        ("submit", "", "Waits for approval"),
        ("return", "not yet", "who writes it"),
        ("approve", "", "In force"),
        ("confirm", "", "Confirmed as still right"),
        ("retire", "no longer used", "Out of use"),
    ] {
        let shown = page(server, &path).await;
        assert!(
            shown.contains(&format!("value=\"{step}\"")),
            "{path} offers no {step}: {shown}"
        );
        let taken = fields(&shown, &format!("action=\"{path}/step\""));
        let reason = [("step", step), (&*format!("reason-{step}"), reason)];
        let told = post(
            server,
            ContinuityManager,
            &format!("{path}/step"),
            &with(&taken, &reason),
        )
        .await;
        let after = follow(server, &told).await;
        assert!(after.contains(says), "{path} after {step}: {after}");
    }
}
