//! Forms of pages as a browser without script fills and sends them, and a server with the records
//! of Havensund to try them on.

use std::path::Path;

use continuity::access::Function::{self, Administrator};
use serde_json::json;

use crate::served::{Served, Store, Told, told};

/// The fields of the form of a page, in order, as a browser would send them.
pub fn fields(page: &str, form: &str) -> Vec<(String, String)> {
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
pub fn with(fields: &[(String, String)], other: &[(&str, &str)]) -> Vec<(String, String)> {
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

pub async fn post(server: &Served, who: Function, path: &str, fields: &[(String, String)]) -> Told {
    let body = fields.iter();
    let body = body.map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    let request = server.ask(Some(who), "POST", path);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    told(request.body(body.collect::<Vec<_>>().join("&"))).await
}

pub async fn page(server: &Served, path: &str) -> String {
    let told = server.get(Administrator, path).await;
    assert_eq!(told.status, 200, "{path}: {}", told.text);
    told.text
}

/// Goes where a form sent one to, and reads that page.
pub async fn follow(server: &Served, told: &Told) -> String {
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
pub async fn havensund() -> Served {
    let server = Served::start(Store::Sqlite).await;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/havensund");
    let mut files = Vec::new();
    yaml(&root, &root, &mut files);
    let body = json!({ "files": files });
    let path = "/api/v1/import/mainstay";
    let told = server.send(Administrator, "POST", path, &[], &body).await;
    assert_eq!(told.status, 200, "{}", told.text);
    server
}

/// Sends the fields of a form with others in place of some, and goes where that leads.
pub async fn sent(
    server: &Served,
    path: &str,
    form: &[(String, String)],
    other: &[(&str, &str)],
) -> String {
    let told = post(server, Administrator, path, &with(form, other)).await;
    follow(server, &told).await
}
