//! Many records at once in the browser, without script: files and tables are shown with what they
//! would change and break, and what is written is exactly what was shown.

use continuity::access::Function::{Administrator, Reader};
use serde_json::Value;

use crate::forms::{fields, havensund, page, post, sent, with};
use crate::served::{Served, Store};

const IMPORT: &str = "/records/import";
const GRID: &str = "/records/services/grid";

fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    with(&[], fields)
}

async fn head(server: &Served) -> Value {
    let head = server.get(Administrator, "/api/v1/journal/head").await;
    head.json()["seq"].clone()
}

#[tokio::test]
async fn what_an_import_showed_is_what_is_written() {
    let server = havensund().await;
    let before = head(&server).await;
    let text = "kind: service\nid: booking\nname: Booking\ntargets: {rto: 1h, rpo: 15m}\n---\n\
                kind: service\nid: parcels\nname: Parcels\nrequires: [nowhere]\n";
    let pasted = owned(&[("format", "mainstay"), ("text", text)]);
    let shown = post(&server, Administrator, IMPORT, &pasted).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    for says in [
        "1 service is new; 1 service is changed",
        "</b> new, <b class=\"sign\">~</b> changed",
        "<del>4 h</del> → <ins>1 h</ins>",
        "Parcels names <code>nowhere</code>",
        "It would break",
    ] {
        assert!(shown.text.contains(says), "{says}: {}", shown.text);
    }
    assert_eq!(head(&server).await, before, "nothing is written yet");
    let consent = fields(&shown.text, "<form class=\"actions\"");
    let other = post(&server, Reader, IMPORT, &consent).await;
    assert_eq!(other.status, 403, "{}", other.text);
    for _press in 0..2 {
        let written = sent(&server, IMPORT, &consent, &[]).await;
        assert!(written.contains("Written, as it was shown"), "{written}");
    }
    let read = server
        .get(Administrator, "/api/v1/services/booking")
        .await
        .json();
    assert_eq!(read["record"]["targets"]["rto"], "1h");
    assert_eq!(
        read["record"]["owner"], "role/head-of-ferries",
        "what the file does not say stays"
    );
    let after = head(&server).await.as_u64().expect("a number");
    assert_eq!(
        after,
        before.as_u64().expect("a number") + 2,
        "the second press did nothing"
    );
}

#[tokio::test]
async fn an_import_is_shown_anew_when_the_journal_went_on() {
    let server = havensund().await;
    let text = "kind: site\nid: annex\nname: Annex\n";
    let pasted = owned(&[("format", "mainstay"), ("text", text)]);
    let shown = post(&server, Administrator, IMPORT, &pasted).await;
    let consent = fields(&shown.text, "<form class=\"actions\"");
    let site = owned(&[("name", "Boat house"), ("_then", "draft")]);
    sent(&server, "/records/sites/new", &site, &[]).await;
    let again = post(&server, Administrator, IMPORT, &consent).await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert!(again.text.contains("the journal went on"), "{}", again.text);
    let consent = fields(&again.text, "<form class=\"actions\"");
    let written = sent(&server, IMPORT, &consent, &[]).await;
    assert!(written.contains("Written, as it was shown"), "{written}");
    let gone = [("apply", "00000000-0000-4000-8000-000000000000")];
    let gone = post(&server, Administrator, IMPORT, &with(&consent, &gone)).await;
    assert_eq!(gone.status, 409, "{}", gone.text);
}

#[tokio::test]
async fn a_file_with_faults_says_where_and_writes_nothing() {
    let server = havensund().await;
    let before = head(&server).await;
    let text = "kind: service\nid: parcels\ntargets: {rto: soon}\ncolour: blue\n";
    let pasted = owned(&[("format", "mainstay"), ("text", text)]);
    let told = post(&server, Administrator, IMPORT, &pasted).await;
    assert_eq!(told.status, 422, "{}", told.text);
    for says in [
        "2 faults",
        "pasted.yaml:3:",
        "targets.rto",
        "pasted.yaml:4:1",
    ] {
        assert!(told.text.contains(says), "{says}: {}", told.text);
    }
    assert_eq!(head(&server).await, before);
}

#[tokio::test]
async fn files_are_sent_by_a_form_with_parts() {
    let server = havensund().await;
    let file = |name: &str, text: &str| {
        format!(
            "--edge\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n\
             {text}\r\n"
        )
    };
    let format = "--edge\r\ncontent-disposition: form-data; name=\"format\"\r\n\r\ncsv\r\n";
    let body = [
        format.to_owned(),
        file("sites.csv", "kind,id,name\nsite,annex,Annex\n"),
        file("teams.csv", "kind,id,name\nteam,night,Night shift\n"),
        "--edge--\r\n".to_owned(),
    ];
    let request = server.ask(Some(Administrator), "POST", IMPORT);
    let request = request.header("content-type", "multipart/form-data; boundary=edge");
    let told = crate::served::told(request.body(body.concat())).await;
    assert_eq!(told.status, 200, "{}", told.text);
    assert!(
        told.text.contains("1 site and 1 team are new"),
        "{}",
        told.text
    );
}

/// Forty services as they are copied out of a spreadsheet.
fn forty() -> String {
    let mut text = String::from("Name\tOwner\tBack within (RTO)\trpo\tTakes\tNeeds\n");
    for number in 1..=40 {
        let needs = if number == 1 { "" } else { "service-1" };
        let takes = if number == 1 { "8h" } else { "30m" };
        text.push_str(&format!(
            "Service {number}\tThe desk\t4h\t1h\t{takes}\t{needs}\n"
        ));
    }
    text
}

/// The subjects of the findings of a code.
async fn found(server: &Served, code: &str) -> usize {
    let found = server.get(Administrator, "/api/v1/check").await.json();
    let findings = found["findings"].as_array().expect("a list").clone();
    findings.iter().filter(|it| it["code"] == code).count()
}

#[tokio::test]
async fn forty_services_are_pasted_and_the_first_finding_is_mended() {
    let server = Served::start(Store::Sqlite).await;
    let role = owned(&[("id", "desk"), ("name", "The desk"), ("_then", "in-force")]);
    sent(&server, "/records/roles/new", &role, &[]).await;
    let form = fields(&page(&server, GRID).await, "<form class=\"grid\"");
    let shown = post(
        &server,
        Administrator,
        GRID,
        &with(&form, &[("_paste", &forty())]),
    )
    .await;
    assert!(
        shown.text.contains("40 services are new."),
        "{}",
        shown.text
    );
    let consent = fields(&shown.text, "<form class=\"actions\"");
    let saved = sent(&server, GRID, &consent, &[("_then", "save")]).await;
    assert!(saved.contains("Saved, all of it."), "{saved}");
    let read = server
        .get(Administrator, "/api/v1/services/service-7")
        .await
        .json();
    assert_eq!(read["record"]["owner"], "role/desk", "{read}");
    assert_eq!(read["record"]["requires"][0], "service-1", "{read}");
    let late = found(&server, "target-missed").await;
    assert!(late > 0, "the one that takes eight hours is late");

    // One cell mends it: the first service, in the table that was just saved.
    let form = fields(&saved, "<form class=\"grid\"");
    let name = form
        .iter()
        .find(|(name, value)| name.ends_with("._id") && value == "service-1");
    let row = name
        .expect("it is in the table")
        .0
        .trim_end_matches("_id")
        .to_owned();
    let cell = format!("{row}recovery.takes");
    let mended = post(
        &server,
        Administrator,
        GRID,
        &with(&form, &[(&cell, "30m")]),
    )
    .await;
    assert!(
        mended
            .text
            .contains("1 service is changed; 39 services are as before."),
        "{}",
        mended.text
    );
    assert!(mended.text.contains("It would mend"), "{}", mended.text);
    let consent = fields(&mended.text, "<form class=\"actions\"");
    sent(&server, GRID, &consent, &[("_then", "save")]).await;
    assert!(found(&server, "target-missed").await < late);
}

#[tokio::test]
async fn a_cell_that_cannot_be_read_keeps_all_rows_and_saves_none() {
    let server = havensund().await;
    let before = head(&server).await;
    let form = fields(&page(&server, GRID).await, "<form class=\"grid\"");
    let cell = |id: &str, path: &str| {
        let row = form
            .iter()
            .find(|(name, value)| name.ends_with("._id") && value == id);
        row.expect("it is shown").0.replace("_id", path)
    };
    let (wrong, right) = (cell("booking", "targets.rto"), cell("dns", "targets.rto"));
    let typed = [(&*wrong, "soon"), (&*right, "2h")];
    let told = post(&server, Administrator, GRID, &with(&form, &typed)).await;
    assert_eq!(told.status, 422, "{}", told.text);
    assert_eq!(
        told.text.matches("aria-invalid").count(),
        1,
        "{}",
        told.text
    );
    let again = fields(&told.text, "<form class=\"grid\"");
    for (name, value) in typed {
        assert!(
            again.contains(&(name.to_owned(), value.to_owned())),
            "{name}"
        );
    }
    let mended = post(
        &server,
        Administrator,
        GRID,
        &with(&again, &[(&wrong, "3h")]),
    )
    .await;
    assert!(
        mended.text.contains("2 services are changed"),
        "{}",
        mended.text
    );
    assert_eq!(head(&server).await, before);

    // Someone else is quicker with one of the two: nothing of both is saved unseen.
    let edit = "/records/services/dns/edit";
    let other = fields(&page(&server, edit).await, "<form class=\"record\"");
    sent(
        &server,
        edit,
        &other,
        &[("targets.rto", "1h"), ("_then", "in-force")],
    )
    .await;
    let consent = fields(&mended.text, "<form class=\"actions\"");
    let late = post(
        &server,
        Administrator,
        GRID,
        &with(&consent, &[("_then", "save")]),
    )
    .await;
    assert_eq!(late.status, 422, "{}", late.text);
    assert!(late.text.contains("changed it meanwhile"), "{}", late.text);
    let read = server
        .get(Administrator, "/api/v1/services/booking")
        .await
        .json();
    assert_eq!(read["record"]["targets"]["rto"], "4h");
}
