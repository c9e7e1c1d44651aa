//! The catalogue of GitLab's runbooks: the real one by its check numbers, a small one for every
//! rule.

use exchange::import::{File, Import, gitlab_catalog};
use record::kind::Filed;
use record::kinds::Record;
use record::requirements::Service;

use crate::{mutate, real};

const SET: &str = "gitlab-estate-2024";
const CATALOG: &str = "service-catalog.yml";
const TEAMS: &str = "teams.yml";
const EXTRA: &str = "derived/metrics-catalog-dependencies.csv";

fn services(import: &Import) -> Vec<&Filed<Service>> {
    let mut services = Vec::new();
    for record in &import.records {
        if let Record::Service(service) = record {
            services.push(service);
        }
    }
    services
}

/// From and to of every need, by id.
fn edges(import: &Import) -> Vec<(String, String)> {
    let mut edges = Vec::new();
    for service in services(import) {
        for need in &service.item.requires {
            assert_eq!(need.of.len(), 1);
            let to = need.of[0]
                .text
                .strip_prefix("service/")
                .expect("a service is needed");
            edges.push((service.id.to_string(), to.to_string()));
        }
    }
    edges
}

fn resolvable(import: &Import) -> usize {
    let ids: Vec<&str> = services(import)
        .iter()
        .map(|service| &*service.id)
        .collect();
    edges(import)
        .iter()
        .filter(|(_, to)| ids.contains(&to.as_str()))
        .count()
}

#[test]
fn the_catalogue_of_gitlab_has_its_check_numbers() {
    let Some(import) = real::import(SET, &[TEAMS, CATALOG], gitlab_catalog::import) else {
        return;
    };
    assert_eq!(import.complaints, []);
    let services = services(&import);
    assert_eq!((services.len(), import.records.len()), (104, 104 + 86));
    let of_tier = |tier: &str| {
        services
            .iter()
            .filter(|s| s.item.class.as_deref() == Some(tier))
            .count()
    };
    assert_eq!(
        ["sv", "inf", "db", "lb", "stor"].map(of_tier),
        [38, 37, 25, 3, 1]
    );
    let owners: Vec<&str> = services
        .iter()
        .filter_map(|s| s.envelope.owner.as_ref())
        .map(|owner| &*owner.text)
        .collect();
    let mut distinct = owners.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!((owners.len(), distinct.len()), (104, 28));
    let teams: Vec<String> = import
        .records
        .iter()
        .filter(|r| r.kind() == "team")
        .map(Record::reference)
        .collect();
    assert!(
        distinct
            .iter()
            .all(|owner| teams.iter().any(|team| team == owner))
    );
    assert_eq!(
        owners
            .iter()
            .filter(|owner| **owner == "team/reliability_unowned")
            .count(),
        19
    );
    assert_eq!(
        services
            .iter()
            .filter(|s| !s.envelope.tags.is_empty())
            .count(),
        19
    );
    assert_eq!(
        services.iter().filter(|s| s.sla_weight.is_some()).count(),
        8
    );
    let weights = |weight| {
        services
            .iter()
            .filter(|s| s.sla_weight == Some(weight))
            .count()
    };
    assert_eq!((weights(5.0), weights(1.0), weights(0.0)), (4, 1, 3));
    insta::assert_snapshot!(import.remarks.join("\n"));
}

#[test]
fn empty_entries_of_the_catalogue_are_no_edges_and_unresolved_ones_stay() {
    let Some(import) = real::import(SET, &[CATALOG, TEAMS], gitlab_catalog::import) else {
        return;
    };
    assert_eq!((edges(&import).len(), resolvable(&import)), (50, 35));
    let to = |name: &str| edges(&import).iter().filter(|(_, to)| to == name).count();
    assert_eq!(
        ["postgres", "prometheus", "elasticsearch", "haproxy"].map(to),
        [10, 2, 2, 1]
    );
    let selves: Vec<_> = edges(&import)
        .into_iter()
        .filter(|(from, to)| from == to)
        .collect();
    assert_eq!(selves, [("gitaly".into(), "gitaly".into())]);
}

#[test]
fn further_edges_join_the_catalogue_in_any_order_of_files() {
    let Some(import) = real::import(SET, &[EXTRA, CATALOG, TEAMS], gitlab_catalog::import) else {
        return;
    };
    assert_eq!(import.complaints, []);
    assert_eq!((edges(&import).len(), resolvable(&import)), (141, 126));
    let selves: Vec<String> = edges(&import)
        .into_iter()
        .filter(|(from, to)| from == to)
        .map(|(from, _)| from)
        .collect();
    assert_eq!(selves, ["gitaly", "kas"]);
    for edge in [("api", "kas"), ("kas", "api")] {
        assert!(edges(&import).contains(&(edge.0.into(), edge.1.into())));
    }
    let mut touched: Vec<String> = Vec::new();
    let ids: Vec<String> = services(&import).iter().map(|s| s.id.to_string()).collect();
    for (from, to) in edges(&import)
        .into_iter()
        .filter(|(_, to)| ids.contains(to))
    {
        touched.extend([from, to]);
    }
    touched.sort();
    touched.dedup();
    assert_eq!(touched.len(), 60);
    let again = real::import(SET, &[TEAMS, EXTRA, CATALOG], gitlab_catalog::import);
    let again = again.expect("the set is there");
    assert_eq!(edges(&again), edges(&import));
}

const SMALL: &str = "\
services:
  - name: web
    friendly_name: Web
    tier: sv
    owner: ops:web
    teams: [ops:web, Nobody]
    business: { SLA: { overall_sla_weighting: 0 } }
    technical:
      dependencies:
        - service: db
        - service: db
        - service:
        - service: postgres
        - service: web
  - name: db
    friendly_name: Postgres (main)
    owner: data
    technical: { logging: [ { name: Postgres } ] }
  - name: Mail Room
    friendly_name: Mail
  - name: mail-room
  - name: db
";
const SMALL_TEAMS: &str = "teams:\n- name: ops:web\n  url: https://example.org/ops\n- name: data\n";
const SMALL_EDGES: &str =
    "service,depends_on,source_file\nweb,db,a.txt\ndb,Mail Room,b.txt\nghost,db,c.txt\ndb,,d\n";

fn small(files: &[(&str, &str)]) -> Import {
    let files: Vec<File<'_>> = files
        .iter()
        .map(|(name, text)| File {
            name,
            bytes: text.as_bytes(),
        })
        .collect();
    gitlab_catalog::import(&files)
}

#[test]
fn nothing_is_invented_and_nothing_is_lost() {
    let import = small(&[
        ("c.yml", SMALL),
        ("t.yml", SMALL_TEAMS),
        ("e.csv", SMALL_EDGES),
        ("R.md", "# hello"),
    ]);
    assert_eq!(import.complaints, []);
    let nodes: Vec<_> = import.records.iter().map(Record::write).collect();
    let written = exchange::write::yaml::documents(&nodes);
    insta::assert_snapshot!(format!("{}\n\n{written}", import.remarks.join("\n")));
}

#[test]
fn what_is_no_catalogue_is_said_of_every_file() {
    let import = small(&[("a.yml", "a: 1"), ("b.txt", "hello")]);
    assert_eq!(import.complaints.len(), 2);
    let import = small(&[(
        "a.yml",
        "services: [5, {name: }, {name: x, business: {SLA: {overall_sla_weighting: much}}}]",
    )]);
    assert_eq!(import.complaints.len(), 3, "{:?}", import.complaints);
    let import = small(&[("a.yml", "services: [")]);
    assert_eq!(import.complaints.len(), 1);
}

#[test]
fn hostile_catalogues_never_panic() {
    let samples = [
        ("c.yml", SMALL.as_bytes()),
        ("t.yml", SMALL_TEAMS.as_bytes()),
        ("e.csv", SMALL_EDGES.as_bytes()),
    ];
    mutate::never_panics(&samples, gitlab_catalog::import);
}

#[test]
fn bombs_are_refused() {
    mutate::bombs_are_refused("c.yml", gitlab_catalog::import);
}
