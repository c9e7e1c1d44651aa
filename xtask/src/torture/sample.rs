//! What the fuzzer starts from: small sound samples of every format, and windows of real files
//! where a folder of them is given.

use std::io::Read as _;
use std::path::Path;

use anyhow::Context as _;
use exchange::write::{tables, xlsx};
use record::kinds::Registers;

/// Most bytes of a window cut out of a real file.
const WINDOW_BYTES: u64 = 16_000;
/// Most windows for one reader.
const WINDOWS_MAX: usize = 400;

/// A sound file: its name and its bytes.
pub type Sample = (String, Vec<u8>);

const MAINSTAY: &str = include_str!("sample/estate.yaml");
const LINES: &str = r#"{"kind":"service","id":"a","name":"A","targets":{"rto":"4h"},"requires":["b",{"any":1,"of":["c","d"],"switch":"2m"}]}
{"kind":"component","id":"b","recovery":{"takes":{"best":"1h","likely":"90m","worst":"3h"},"by":"team/x"}}
"#;
const LIST: &str = r#"[ {"kind": "site", "id": "a", "name": "caf\u00e9"},
  {"kind": "team", "id": "x", "capacity": 2} ]"#;
const BACKSTAGE: &str = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: web\n  annotations: { a: b }\nspec:\n  type: service\n  owner: group:default/shop\n  dependsOn: [ 'resource:db', 'component:api' ]\n---\napiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata: { name: db }\nspec: { type: database, owner: shop }\n";
const COMPOSE: &str = "x-env: &env\n  DB: postgres://db:5432/x\nservices:\n  web:\n    image: web:1\n    environment: { <<: *env, API_ADDR: 'api:80' }\n    depends_on:\n      api: { condition: service_started }\n  api: { image: 'api:1', depends_on: [ db ] }\n  db: { image: 'postgres:16' }\n";
const KUBERNETES: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  replicas: 2\n  template:\n    spec:\n      containers:\n        - name: web\n          env:\n            - { name: API_ADDR, value: 'api:80' }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: api }\nspec: { selector: { app: api }, ports: [ { port: 80 } ] }\n";
const GITLAB: &str = "services:\n  - name: web\n    label: Web\n    owner: shop\n    teams: [ shop ]\n    technical:\n      dependencies: [ { service: api } ]\n  - name: api\n    technical: { dependencies: [ { service: redis } ] }\n";
const CSV: &str = "Name;Owner;RTO;RPO;Depends on\nWeb shop;Shop;4h;15 min;\"Oracle, host-1\"\nOracle;DBA;2 h;;host-1\n";
const ITEMS: &str = "name,sys_id,sys_class_name,location\nWeb,aa1,cmdb_ci_service,Tallinn\nhost-1,aa2,cmdb_ci_linux_server,Tallinn\n";
const RELATIONS: &str =
    "parent,child,type\nWeb,host-1,Runs on::Runs\nhost-1,aa1,Used by::Depends on\n";
const NETBOX: &str = r#"[{"model":"dcim.site","pk":1,"fields":{"name":"S1","slug":"s1"}},
{"model":"dcim.device","pk":1,"fields":{"name":"d1","site":1,"rack":1}},
{"model":"dcim.rack","pk":1,"fields":{"name":"r1","site":1}}]"#;
const ALERTMANAGER: &str = r#"{"version":"4","groupKey":"g","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"Down","service":"web","severity":"critical"},"startsAt":"2026-06-01T00:00:00Z","fingerprint":"f1"}]}"#;
const PAGERDUTY: &str = r#"{"routing_key":"k","event_action":"trigger","dedup_key":"d1","payload":{"summary":"web is down","source":"web","severity":"critical","timestamp":"2026-06-01T00:00:00Z"}}"#;
const READINESS: &str = r#"{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"},"spec":{"replicas":2},"status":{"readyReplicas":1}}]}"#;
const PROTECTION: &str = r#"{"dataset":"orders","at":"site/b","job":"nightly","result":"ok","newest-point":"2026-06-01T00:00:00Z","took":"58m","heard":"2026-06-01T01:00:00Z"}"#;
const FEMA: &str = "disasterNumber,declarationDate,disasterName,incidentBeginDate,incidentEndDate,stateCode,stateName,incidentType\n1,2001-01-05T00:00:00.000Z,ICE,2001-01-01T00:00:00.000Z,2001-01-03T00:00:00.000Z,SC,South Carolina,Severe Ice Storm\n";
const QUAKES: &str = "Date,Latitude,Longitude,Magnitude\n01/02/1965,33.2,-80.0,6.0\n1975-02-23T02:58:41.000Z,1,2,5.5\n";
const STORMS: &str = "name,year,month,day,hour,lat,long,wind\nHugo,1989,9,22,6,33.2,-80.0,120\nHugo,1989,9,22,12,34.2,-81.0,85\n";
const INCIDENTS: &str = "id,start,end,zone,hazard,site,title,loss,hit,duration\ni-1,2024-03-01 22:10,2024-03-02 01:10,CET,Power outage,SC,Feed B tripped,12000 EUR,service/shop,\n";
const REPORT: &str = "---\nuuid: a-1\ntitle: \"A: cut\"\ncategories:\n- cloud\nstart_time: 2012-07-30T02:33:00Z\nend_time: 2012-07-30T05:33:00Z\n---\nWords.\n";

/// Small sound files of a reader's format; changed one at a time, imported together.
pub fn own(reader: &str) -> anyhow::Result<Vec<Sample>> {
    let texts: &[(&str, &str)] = match reader {
        "mainstay" => &[("a.yaml", MAINSTAY), ("b.jsonl", LINES), ("c.json", LIST)],
        "backstage" => &[("catalog-info.yaml", BACKSTAGE)],
        "compose" => &[("compose.yaml", COMPOSE)],
        "kubernetes" => &[("all.yaml", KUBERNETES)],
        "gitlab-catalog" => &[("service-catalog.yml", GITLAB)],
        "csv" => &[("services.csv", CSV)],
        "servicenow" => &[("cmdb_ci.csv", ITEMS), ("cmdb_rel_ci.csv", RELATIONS)],
        "netbox" => &[("netbox.json", NETBOX)],
        "alertmanager" => &[("alerts.json", ALERTMANAGER)],
        "pagerduty" => &[("event.json", PAGERDUTY)],
        "kubernetes-readiness" => &[("deployments.json", READINESS)],
        "protection-results" => &[("results.json", PROTECTION)],
        "fema" => &[("declarations.csv", FEMA)],
        "usgs-quakes" => &[("quakes.csv", QUAKES)],
        "storm-tracks" => &[("storms.csv", STORMS)],
        "incidents" => &[("incidents.csv", INCIDENTS)],
        "postmortems" => &[("report.md", REPORT)],
        "xlsx" => return Ok(vec![("estate.xlsx".into(), book()?)]),
        _ => anyhow::bail!("no sample is known for the format {reader}"),
    };
    let sample = |&(name, text): &(&str, &str)| (name.to_string(), text.as_bytes().to_vec());
    Ok(texts.iter().map(sample).collect())
}

/// A book as our own export writes it.
fn book() -> anyhow::Result<Vec<u8>> {
    let file = exchange::import::File {
        name: "a.yaml",
        bytes: MAINSTAY.as_bytes(),
    };
    let mut registers = Registers::default();
    for record in exchange::import::mainstay::import(&[file]).records {
        registers.replace(record);
    }
    xlsx::book(&tables::of(&registers)).map_err(anyhow::Error::msg)
}

/// Windows of the real files below a folder that a reader may be given.
pub fn real(reader: &str, folder: &Path) -> anyhow::Result<Vec<Sample>> {
    let endings: &[&str] = match reader {
        "csv" | "servicenow" => &["csv"],
        "xlsx" => &["xlsx"],
        "netbox" => &["json"],
        "gitlab-catalog" => &["yml", "csv"],
        _ => &["yaml", "yml", "json"],
    };
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("{} cannot be listed", folder.display()))?;
        for entry in entries.flatten() {
            let path = entry.path();
            let fits = |ending: &&str| path.extension().is_some_and(|end| end == *ending);
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(kind) if kind.is_file() && endings.iter().any(fits) => {
                    found.push(path);
                }
                _ => {}
            }
        }
    }
    found.sort();
    let step = found.len().div_ceil(WINDOWS_MAX).max(1);
    let window = |path: &std::path::PathBuf| {
        let mut bytes = Vec::new();
        let most = if reader == "xlsx" {
            u64::MAX
        } else {
            WINDOW_BYTES
        };
        std::fs::File::open(path)?
            .take(most)
            .read_to_end(&mut bytes)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok((name.into_owned(), bytes))
    };
    found.iter().step_by(step).map(window).collect()
}
