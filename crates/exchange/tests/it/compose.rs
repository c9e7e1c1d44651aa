//! Compose files: real ones by their check numbers, small ones for every rule.

use exchange::import::{File, Import, compose};
use record::kinds::Record;

use crate::{mutate, real};

const BASE: &str = "\
x-log: &log { logging: { driver: json-file }, depends_on: [ collector ] }
services:
  web:
    <<: *log
    image: nginx:1.27
    links: [ \"api:backend\" ]
  api:
    depends_on:
      db: { condition: service_healthy }
      migrate: { condition: service_completed_successfully }
      mail: { condition: service_started, required: false }
    volumes: [ \"uploads:/srv\", \"./here:/there\", { type: volume, source: cache, target: /c } ]
  db:
    image: ${REGISTRY}/postgres
    volumes: [ \"pg:/var/lib/postgresql\" ]
  migrate: { depends_on: [ db, db, Ghost ] }
  mail:
  flow:
    command: [
      start,
      --uri
    ]
    labels: {
      a: b,
      c: [
        d
  ]
    }
    depends_on: [ db ]
  sidecar: { network_mode: \"service:web\", volumes_from: [ \"api:ro\", \"container:old\" ] }
  collector: { image: collector }
volumes: { uploads: , pg: , unused: }
";
const OVERLAY: &str =
    "services:\n  web: { depends_on: [ queue ] }\n  queue: { image: !reset kafka }\n";

fn small(files: &[(&str, &str)]) -> Import {
    let files: Vec<File<'_>> = files
        .iter()
        .map(|(name, text)| File {
            name,
            bytes: text.as_bytes(),
        })
        .collect();
    compose::import(&files)
}

fn edges(import: &Import) -> (usize, usize) {
    let mut edges = 0;
    let mut services = 0;
    for record in &import.records {
        if let Record::Service(service) = record {
            services += 1;
            edges += service.item.requires.len();
        }
    }
    (services, edges)
}

#[test]
fn a_real_project_has_its_check_numbers() {
    let set = "otel-demo-compose";
    let Some(import) = real::import(set, &["compose.yaml"], compose::import) else {
        return;
    };
    assert_eq!(import.complaints, []);
    assert_eq!(edges(&import), (20, 46));
    assert_eq!(
        import.remarks,
        ["20 services, 46 dependencies declared between them"]
    );
    let all = [
        "compose.yaml",
        "compose.full.yaml",
        "compose.observability.yaml",
    ];
    let whole = real::import(set, &all, compose::import).expect("the set is there");
    assert_eq!(whole.complaints, []);
    assert_eq!(edges(&whole), (20 + 3 + 5, 46 + 5 + 7));
}

#[test]
fn a_real_project_that_declares_next_to_nothing_says_so() {
    let paths = ["docker-compose/quickstart-docker-compose.yml"];
    let Some(import) = real::import("train-ticket-k8s", &paths, compose::import) else {
        return;
    };
    assert_eq!(import.complaints, []);
    assert_eq!(edges(&import), (68, 1));
    assert_eq!(
        import.remarks,
        ["68 services, 1 dependency declared between them"]
    );
}

#[test]
fn every_way_to_need_a_service_is_read() {
    let import = small(&[
        ("compose.yaml", BASE),
        ("compose.more.yaml", OVERLAY),
        ("x.md", "hello"),
    ]);
    assert_eq!(import.complaints, []);
    let nodes: Vec<_> = import.records.iter().map(Record::write).collect();
    let written = exchange::write::yaml::documents(&nodes);
    insta::assert_snapshot!(format!("{}\n\n{written}", import.remarks.join("\n")));
}

#[test]
fn what_is_wrong_is_said() {
    assert_eq!(small(&[("compose.yaml", "a: 1")]).complaints.len(), 1);
    let wrong = "services: { a: 5, b: { depends_on: [ [c] ] } }";
    assert_eq!(small(&[("compose.yaml", wrong)]).complaints.len(), 2);
}

#[test]
fn hostile_files_never_panic() {
    let samples = [
        ("compose.yaml", BASE.as_bytes()),
        ("compose.more.yaml", OVERLAY.as_bytes()),
    ];
    mutate::never_panics(&samples, compose::import);
}

#[test]
fn bombs_are_refused() {
    mutate::bombs_are_refused("compose.yaml", compose::import);
}
