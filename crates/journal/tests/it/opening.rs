//! Opening: what is made, what is refused, and with which words.

use journal::Journal;
use journal::failure::Failure;
use journal::options::Options;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use crate::databases;
use crate::drafts::drafts;

async fn refused(url: &str, options: &Options) -> Failure {
    match Journal::open(url, options).await {
        Err(failure) => failure,
        Ok(journal) => panic!("{journal:?} was opened at {url}"),
    }
}

async fn on_file(url: &str, statement: &str) {
    let mut link = SqliteConnection::connect(&format!("{url}?mode=rwc"))
        .await
        .unwrap();
    let statement = AssertSqlSafe(statement.to_owned());
    sqlx::raw_sql(statement).execute(&mut link).await.unwrap();
    link.close().await.unwrap();
}

async fn on_server(url: &str, statement: &str) -> u64 {
    let mut link = PgConnection::connect(url).await.unwrap();
    let statement = AssertSqlSafe(statement.to_owned());
    sqlx::raw_sql(statement)
        .execute(&mut link)
        .await
        .unwrap()
        .rows_affected()
}

#[tokio::test]
async fn a_file_is_made_for_its_owner() {
    let place = databases::sqlite();
    let journal = Journal::open(&place.url, &Options::default())
        .await
        .unwrap();
    journal.append(0, drafts(1..2), Vec::new()).await.unwrap();
    #[cfg(unix)]
    for suffix in ["", "-wal", ".reserve"] {
        use std::os::unix::fs::PermissionsExt as _;
        let path = format!("{}{suffix}", place.path().display());
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{suffix}: {mode:o}");
    }
    // What was closed is opened again by whoever uses it.
    journal.close().await;
    assert!(!std::path::Path::new(&format!("{}-wal", place.path().display())).exists());
    journal.append(1, drafts(2..3), Vec::new()).await.unwrap();
    assert_eq!(journal.head().await.unwrap().seq, 2);
}

#[tokio::test]
async fn what_is_no_journal_is_refused() {
    let place = databases::sqlite();
    let options = Options::default();
    let reading = Options {
        read_only: true,
        ..Options::default()
    };
    let mut told = Vec::new();
    for url in [
        "mysql://x",
        "journal.db",
        "postgres://:port",
        "sqlite:/no/such/folder/j.db",
    ] {
        told.push(refused(url, &options).await);
    }
    told.push(refused(&place.url, &reading).await);
    assert!(!place.path().exists());
    std::fs::write(
        place.path(),
        "a text that somebody wrote, long enough to be a page".repeat(99),
    )
    .unwrap();
    told.push(refused(&place.url, &options).await);
    std::fs::remove_file(place.path()).unwrap();
    on_file(&place.url, "CREATE TABLE invoice (id INTEGER)").await;
    told.push(refused(&place.url, &options).await);
    on_file(&place.url, "CREATE TABLE journal (id INTEGER)").await;
    told.push(refused(&place.url, &options).await);
    for failure in &told {
        assert!(matches!(failure, Failure::NoJournal { .. }), "{failure:?}");
    }
    let told: Vec<String> = told
        .iter()
        .map(|failure| {
            failure
                .to_string()
                .replace(place.path().to_str().unwrap(), "FILE")
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[tokio::test]
async fn a_journal_from_the_future_is_refused() {
    let place = databases::sqlite();
    Journal::open(&place.url, &Options::default())
        .await
        .unwrap()
        .close()
        .await;
    on_file(&place.url, "UPDATE journal SET version = 7").await;
    let failure = refused(&place.url, &Options::default()).await;
    assert!(
        matches!(failure, Failure::Newer { found: 7, known: 1 }),
        "{failure:?}"
    );
}

#[tokio::test]
async fn a_server_that_is_away_or_holds_something_else() {
    let away = "postgres://nobody:secret@127.0.0.1:1/none";
    let failure = refused(away, &Options::default()).await;
    assert!(matches!(failure, Failure::Away { .. }), "{failure:?}");
    assert!(
        !format!("{failure:?} {failure}").contains("secret"),
        "{failure:?}"
    );
    let place = databases::postgres().await;
    let reading = Options {
        read_only: true,
        ..Options::default()
    };
    let failure = refused(&place.url, &reading).await;
    assert!(matches!(failure, Failure::NoJournal { .. }), "{failure:?}");
    on_server(&place.url, "CREATE TABLE invoice (id BIGINT)").await;
    let failure = refused(&place.url, &Options::default()).await;
    assert!(matches!(failure, Failure::NoJournal { .. }), "{failure:?}");
}

/// Many who open an empty database at once make one journal.
#[tokio::test]
async fn many_make_one_journal() {
    for place in [databases::sqlite(), databases::postgres().await] {
        let options = Options::default();
        let open = || Journal::open(&place.url, &options);
        let opened = tokio::join!(open(), open(), open(), open());
        let journals = [opened.0, opened.1, opened.2, opened.3].map(Result::unwrap);
        for journal in &journals {
            assert_eq!(journal.origin(), journals[0].origin());
        }
    }
}

/// What a hostile administrator changes on a server is found as well.
#[tokio::test]
async fn changes_on_a_server_are_found() {
    let changes = [
        (
            "UPDATE entry SET body = body || ' ' WHERE seq = 77",
            Some(77),
        ),
        ("DELETE FROM entry WHERE seq = 300", Some(300)),
        (
            "UPDATE tree SET hash = decode(repeat('00', 32), 'hex')",
            Some(1),
        ),
        ("DELETE FROM entry WHERE seq > 290", Some(291)),
        ("ALTER TABLE entry ADD COLUMN other BIGINT", None),
        ("CREATE TABLE other (id BIGINT)", None),
    ];
    for (change, first) in changes {
        let place = databases::postgres().await;
        let journal = Journal::open(&place.url, &Options::default())
            .await
            .unwrap();
        journal.append(0, drafts(1..301), Vec::new()).await.unwrap();
        assert!(journal.verify(&[], &[]).await.unwrap().is_whole());
        on_server(&place.url, change).await;
        let report = journal.verify(&[], &[]).await.unwrap();
        assert!(!report.is_whole(), "{change}");
        assert_eq!(report.first_bad(), first, "{change}: {:?}", report.faults);
    }
}
