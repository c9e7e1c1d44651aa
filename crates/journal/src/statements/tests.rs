//! Every statement is prepared and run on both databases, and both have the same columns.

use super::{ALL, add_entries};
use crate::databases::{postgres, sqlite};
use crate::link::{Link, Value};
use crate::options::Options;
use crate::store::Store;

#[tokio::test]
async fn every_statement_runs_on_both() {
    let (file, database) = (sqlite(), postgres().await);
    for url in [&file.url, &database.url] {
        let options = Options::default();
        let (mut link, _) = Store::of(url, &options)
            .unwrap()
            .open(&options)
            .await
            .unwrap();
        for (name, statement) in ALL {
            let done = run(&mut link, statement).await;
            // The rows that are made once are there already: a refusal for that is an answer too.
            let made = name.starts_with("MAKE_");
            assert_eq!(done.is_ok(), !made, "{name} on {url}: {done:?}");
        }
        for (rows, statement) in add_entries() {
            let mut values = Vec::new();
            let ids: Vec<String> = (0..*rows).map(|row| format!("{rows}-{row}")).collect();
            for (row, id) in ids.iter().enumerate() {
                let seq = (rows * 1000 + row) as u64;
                let entry: [Value<'_>; 6] = [
                    seq.into(),
                    1_i64.into(),
                    id.as_str().into(),
                    "".into(),
                    "".into(),
                    [0_u8; 32].as_slice().into(),
                ];
                values.extend(entry.map(owned));
            }
            let written = link.execute(statement, &values).await.unwrap();
            assert_eq!(written, *rows as u64);
        }
    }
}

#[tokio::test]
async fn both_have_the_same_columns() {
    let (file, database) = (sqlite(), postgres().await);
    let mut seen = Vec::new();
    for url in [&file.url, &database.url] {
        let options = Options::default();
        let (mut link, _) = Store::of(url, &options)
            .unwrap()
            .open(&options)
            .await
            .unwrap();
        let columns = match link {
            Link::Sqlite(_) => &crate::sqlite::COLUMNS,
            Link::Postgres(_) => &crate::postgres::COLUMNS,
        };
        let mut lines = Vec::new();
        for row in link.rows(columns, &[]).await.unwrap() {
            let sort = match row.text(2).unwrap() {
                "INTEGER" | "bigint" => "number",
                "TEXT" | "text" => "text",
                "BLOB" | "bytea" => "bytes",
                other => panic!("{other} is not in the house dialect"),
            };
            lines.push(format!(
                "{}.{} {sort}",
                row.text(0).unwrap(),
                row.text(1).unwrap()
            ));
        }
        lines.sort();
        seen.push(lines);
    }
    assert!(seen[0].len() > 30, "{:?}", seen[0]);
    assert_eq!(seen[0], seen[1]);
}

/// Runs a statement with values that mean nothing.
async fn run(
    link: &mut Link,
    statement: &super::Statement,
) -> Result<usize, crate::failure::Failure> {
    let value = |letter| match letter {
        'i' => Value::from(1_i64),
        't' => Value::from("x"),
        _ => Value::from([1_u8; 32].as_slice()),
    };
    let values: Vec<Value<'_>> = statement.takes.chars().map(value).collect();
    Ok(link.rows(statement, &values).await?.len())
}

/// A value that outlives the loop it was made in: ids live outside, the bytes are constants.
fn owned(value: Value<'_>) -> Value<'_> {
    match value {
        Value::Bytes(_) => Value::Bytes(Some(&[0; 32])),
        other => other,
    }
}
