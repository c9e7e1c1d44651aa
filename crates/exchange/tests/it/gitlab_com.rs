//! The check numbers of the GitLab.com estate: of the real files where they are at hand, and of
//! the example that holds the same facts in our format, where they are not.

use std::collections::{BTreeMap, BTreeSet};

use continuity::estate::own_time::From;
use continuity::finding::{Finding, Judge, check};
use continuity::requirements::recovery_targets::{Verdict, recovery_targets};
use continuity::requirements::unknown::{WORK, unknown_disasters};
use exchange::import::change::change;
use exchange::import::gitlab_catalog;
use record::kinds::Registers;

use crate::estate::{at_noon, filed, lose, read, services_hit};
use crate::real;

const SET: &str = "gitlab-estate-2024";
const FILES: [&str; 3] = [
    "service-catalog.yml",
    "teams.yml",
    "derived/metrics-catalog-dependencies.csv",
];
const EXAMPLE: &str = "../../examples/gitlab-com";

/// What hangs on whom in the combined graph.
const HIT: [(&str, usize); 6] = [
    ("consul", 25),
    ("redis", 22),
    ("patroni", 21),
    ("pgbouncer", 20),
    ("gitaly", 20),
    ("google-cloud-storage", 20),
];

fn imported(files: &[&str]) -> Option<Registers> {
    let import = real::import(SET, files, gitlab_catalog::import)?;
    assert_eq!(import.complaints, []);
    Some(filed(import.records))
}

/// From and to of every need among services, by id.
fn edges(registers: &Registers) -> Vec<(&str, &str)> {
    let mut edges = Vec::new();
    for service in registers.services.iter() {
        for need in &service.item.requires {
            assert_eq!(
                (need.of.len(), need.any),
                (1, 1),
                "the catalogue knows no groups"
            );
            let to = need.of[0].text.strip_prefix("service/");
            edges.push((
                &*service.id,
                to.expect("the catalogue's needs are services"),
            ));
        }
    }
    edges
}

/// The numbers that hold of every form of the catalogue, whatever edges it has.
fn catalogue_holds(registers: &Registers) {
    let services: Vec<_> = registers.services.iter().collect();
    assert_eq!((services.len(), registers.teams.len()), (104, 86));
    let mut tiers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    let mut weights: BTreeMap<&str, f64> = BTreeMap::new();
    let mut teams: Vec<Vec<&str>> = Vec::new();
    for service in &services {
        let tier = service.item.class.as_deref().expect("each has a tier");
        *tiers.entry(tier).or_default() += 1;
        let owner = service.envelope.owner.as_ref().expect("each has an owner");
        *owners.entry(&owner.text).or_default() += 1;
        weights.extend(service.sla_weight.map(|weight| (&*service.id, weight)));
        let listed = service
            .envelope
            .tags
            .iter()
            .filter_map(|tag| tag.strip_prefix("team:"));
        teams.push(listed.collect());
    }
    let tiers: Vec<_> = tiers.into_iter().collect();
    assert_eq!(
        tiers,
        [("db", 25), ("inf", 37), ("lb", 3), ("stor", 1), ("sv", 38)]
    );
    assert_eq!((owners.len(), owners["team/reliability_unowned"]), (28, 19));
    let known = |team: &str| {
        registers
            .teams
            .iter()
            .any(|known| &*known.id == team || known.title() == team)
    };
    assert!(
        owners.keys().all(|owner| known(&owner["team/".len()..])),
        "none is missing"
    );
    assert_eq!(teams.iter().filter(|teams| !teams.is_empty()).count(), 19);
    let strangers: BTreeSet<&str> = teams
        .into_iter()
        .flatten()
        .filter(|team| !known(team))
        .collect();
    assert_eq!(
        Vec::from_iter(strangers),
        ["Secure Composition Analysis", "fulfillment"]
    );
    let weights: Vec<_> = weights.into_iter().collect();
    assert_eq!(
        weights,
        [
            ("api", 5.0),
            ("ci-runners", 0.0),
            ("git", 5.0),
            ("internal-api", 5.0),
            ("registry", 1.0),
            ("sidekiq", 0.0),
            ("web", 5.0),
            ("web-pages", 0.0),
        ]
    );
}

/// Names that nothing answers to, and how often each is needed.
fn unresolved(registers: &Registers) -> Vec<(&str, usize)> {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, to) in edges(registers) {
        if registers.services.get(to).is_none() {
            *names.entry(to).or_default() += 1;
        }
    }
    names.into_iter().collect()
}

const UNRESOLVED: [(&str, usize); 4] = [
    ("elasticsearch", 2),
    ("haproxy", 1),
    ("postgres", 10),
    ("prometheus", 2),
];

/// Services that name themselves, and the greater circles among services.
fn circles(registers: &Registers) -> (Vec<String>, Vec<Vec<String>>) {
    let estate = &at_noon(registers).estate;
    let components = &estate.components;
    let selves = estate
        .graph
        .items()
        .filter(|&item| components.names_itself(item));
    let groups = components
        .cyclic()
        .map(|at| estate.references(components.members(at)));
    (estate.references(&Vec::from_iter(selves)), groups.collect())
}

fn combined_holds(registers: &Registers) {
    catalogue_holds(registers);
    let edges = edges(registers);
    assert_eq!(unresolved(registers), UNRESOLVED);
    let resolvable = |(_, to): &&(&str, &str)| registers.services.get(to).is_some();
    let resolved: Vec<_> = edges.iter().filter(resolvable).collect();
    assert_eq!((edges.len(), resolved.len()), (141, 126));
    assert!(
        edges.iter().all(|(_, to)| !["", "null", "~"].contains(to)),
        "empty is no edge"
    );
    let touched: BTreeSet<&str> = resolved.iter().flat_map(|edge| [edge.0, edge.1]).collect();
    assert_eq!(touched.len(), 60);
    // Gitaly names itself in the catalogue; api and kas need each other, so kas is in a circle.
    assert_eq!(edges.iter().filter(|(from, to)| from == to).count(), 2);
    assert!(edges.contains(&("gitaly", "gitaly")) && edges.contains(&("kas", "kas")));
    let (selves, groups) = circles(registers);
    assert_eq!(selves, ["service/gitaly"]);
    assert_eq!(groups, [["service/api", "service/kas"]]);
    let standpoint = at_noon(registers);
    for (service, hit) in HIT {
        assert_eq!(services_hit(&standpoint, service), hit, "{service}");
    }
    nobody_set_a_target(registers);
    check_says_so(registers);
    stories_say_what_stops(registers);
}

/// Where no target stands, stories are told of what stops: those that the most others need hit as
/// many as their loss does, and none of it is said to be late.
fn stories_say_what_stops(registers: &Registers) {
    let standpoint = at_noon(registers);
    let targets = recovery_targets(&standpoint);
    let found = unknown_disasters(&standpoint, &targets, 2, WORK);
    assert!(found.stops_only && found.complete);
    assert!(found.stories.iter().all(|it| it.due_seconds.is_none()));
    let sets = || found.stories.iter().flat_map(|it| &it.sets);
    for (service, hit) in HIT {
        let members = [format!("service/{service}")];
        let set = sets()
            .find(|it| it.members == members)
            .expect("it is a story");
        assert_eq!(set.activities.len(), hit, "{service}");
        assert!(
            set.activities
                .iter()
                .all(|it| it.required_seconds.is_none())
        );
    }
}

/// What nothing answers to, the circle and both that name themselves are findings; nothing else
/// about a service is, since nothing was promised.
fn check_says_so(registers: &Registers) {
    let findings = check(&Judge::new(at_noon(registers)));
    let about = |code: &str| -> Vec<&Finding> {
        findings
            .iter()
            .filter(|finding| finding.code == code)
            .collect()
    };
    let mut unresolved: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in about("unresolved-reference") {
        let name = finding.because.last().expect("it names what is missing");
        let name = name.strip_prefix("service/").expect("a service is missing");
        *unresolved.entry(name).or_default() += 1;
    }
    assert_eq!(unresolved.into_iter().collect::<Vec<_>>(), UNRESOLVED);
    let circles = about("dependency-cycle");
    assert_eq!(circles.len(), 1, "{circles:#?}");
    for part in [
        "service/api and service/kas need each other",
        "service/kas names itself",
    ] {
        assert!(circles[0].text.contains(part), "{}", circles[0].text);
    }
    let selves: Vec<&str> = about("self-dependency")
        .iter()
        .map(|it| &*it.subject)
        .collect();
    assert_eq!(selves, ["service/gitaly"]);
    let known = [
        "unresolved-reference",
        "dependency-cycle",
        "self-dependency",
    ];
    let service = |it: &&Finding| it.subject.starts_with("service/");
    let rest = findings
        .iter()
        .filter(service)
        .filter(|it| !known.contains(&&*it.code));
    assert_eq!(rest.collect::<Vec<_>>(), Vec::<&Finding>::new());
}

/// No target and no recovery time stands in this estate: nothing is made up for them.
fn nobody_set_a_target(registers: &Registers) {
    let standpoint = at_noon(registers);
    let targets = recovery_targets(&standpoint);
    for item in standpoint.estate.graph.items() {
        let reference = standpoint.estate.reference(item);
        if reference.starts_with("service/") {
            assert_eq!(targets.verdict(item), Verdict::NoTarget, "{reference}");
            assert_eq!(targets.times.seconds(item), None, "{reference}");
            assert_eq!(
                standpoint.estate.own_times[item as usize].from,
                From::Nowhere
            );
        }
    }
    for (service, _) in HIT {
        assert_eq!(lose(&standpoint, &[service]).breaches.len(), 0);
    }
}

#[test]
fn the_real_catalogue_alone_holds_its_numbers() {
    let Some(registers) = imported(&FILES[..2]) else {
        return;
    };
    catalogue_holds(&registers);
    assert_eq!(edges(&registers).len(), 50);
    assert_eq!(unresolved(&registers), UNRESOLVED);
    let (selves, groups) = circles(&registers);
    assert_eq!(
        (selves, groups.len()),
        (vec!["service/gitaly".to_string()], 0)
    );
    let standpoint = at_noon(&registers);
    for (service, hit) in [("redis", 11), ("consul", 11), ("gitaly", 9)] {
        assert_eq!(services_hit(&standpoint, service), hit, "{service}");
    }
}

#[test]
fn the_real_catalogue_with_its_further_edges_holds_its_numbers() {
    if let Some(registers) = imported(&FILES) {
        combined_holds(&registers);
    }
}

#[test]
fn empty_and_repeated_entries_are_counted_and_are_no_edges() {
    let Some(import) = real::import(SET, &FILES, gitlab_catalog::import) else {
        return;
    };
    for remark in [
        "24 of 74 dependency entries name nothing; they are no edges",
        "112 further edges read, 21 of them already known",
        "141 dependencies: 126 resolve, 15 name what nothing answers to",
    ] {
        assert!(import.remarks.iter().any(|said| said == remark), "{remark}");
    }
    let text = std::fs::read_to_string(real::folder(SET).expect("it is there").join(FILES[2]));
    let text = text.expect("the table can be read");
    let rows: Vec<&str> = text
        .lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .collect();
    let starts: BTreeSet<&str> = rows
        .iter()
        .filter_map(|row| row.split(',').next())
        .collect();
    assert_eq!((rows.len(), starts.len()), (112, 26));
}

#[test]
fn the_example_holds_the_same_numbers() {
    combined_holds(&read(EXAMPLE));
}

#[test]
fn importing_the_real_catalogue_again_leaves_the_example_as_it_is() {
    let Some(import) = real::import(SET, &FILES, gitlab_catalog::import) else {
        return;
    };
    let change = change(import, &read(EXAMPLE));
    assert!(change.is_empty(), "{}", change.sentence());
    assert_eq!((change.unchanged, change.unresolved.len()), (190, 15));
}

/// Minutes measured for each component of the recovery guide; none where nothing was.
fn measured(registers: &Registers) -> BTreeMap<&str, Vec<i64>> {
    let mut measured: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    let services = registers.services.iter();
    let services = services.map(|it| (&it.envelope, &it.own.item));
    let components = registers.components.iter();
    let components = components.map(|it| (&it.envelope, &it.own.item));
    for (envelope, item) in services.chain(components) {
        let mut tags = envelope.tags.iter();
        let tag = tags.find_map(|tag| tag.strip_prefix("recovery-component:"));
        let minutes = tag.map(|tag| measured.entry(tag).or_default());
        let Some(recovery) = &item.recovery else {
            continue;
        };
        let promised = (recovery.takes, recovery.resume);
        assert_eq!(promised, (None, None), "a measurement is no promise");
        let observed = recovery.observed.iter();
        assert!(
            observed
                .clone()
                .all(|it| it.source.is_some() && it.at.is_some())
        );
        let took = observed.map(|observed| observed.took.0 / 60);
        minutes
            .expect("only what is on the list was measured")
            .extend(took);
    }
    measured
}

#[test]
fn four_of_nine_components_were_measured_and_the_rest_say_so() {
    let registers = read(EXAMPLE);
    let measured = measured(&registers);
    let none: &[i64] = &[];
    let measured: Vec<(&str, &[i64])> = measured
        .iter()
        .map(|(name, minutes)| (*name, minutes.as_slice()))
        .collect();
    assert_eq!(
        measured,
        [
            ("CI Runners", &[61][..]),
            ("CustomersDot", none),
            ("Gitaly", &[125, 98, 127, 75, 80]),
            ("HAProxy/Traffic Routing", &[90, 53]),
            // The second of Patroni has no seconds and is no figure.
            ("Patroni/PGBouncer", &[39]),
            ("Redis", none),
            ("Redis Cluster", none),
            ("Regional GKE Clusters", none),
            ("Zonal GKE Clusters", none),
        ]
    );
    let standpoint = at_noon(&registers);
    let rows = recovery_targets(&standpoint).table(&standpoint).items;
    let row = |id: &str| rows.iter().find(|row| row.id == id).expect("it is an item");
    assert_eq!(
        row("service/gitaly").observed_seconds,
        [7_500, 5_880, 7_620, 4_500, 4_800]
    );
    assert!(row("service/redis").observed_seconds.is_empty());
    assert_eq!(
        row("service/redis").rtc_seconds,
        None,
        "not measured is not zero"
    );
}

#[test]
fn places_and_copies_are_those_of_the_documents() {
    let registers = read(EXAMPLE);
    let assumed = |id: &str| {
        registers
            .sites
            .get(id)
            .is_some_and(|it| it.envelope.assumption)
    };
    assert!(
        assumed("us-east1") && assumed("us-central1"),
        "no document has coordinates"
    );
    let standpoint = at_noon(&registers);
    let region = lose(&standpoint, &["us-east1"]);
    for zone in [
        "site/us-east1-b",
        "site/us-east1-c",
        "site/us-east1-d",
        "service/gitaly",
    ] {
        assert!(
            region.lost.iter().any(|lost| lost == zone),
            "{zone} stands there"
        );
    }
    assert!(!region.stopped.iter().any(|id| id == "site/us-central1"));
    let points = recovery_targets(&standpoint).points;
    let local = |id: &str| {
        let item = standpoint.estate.ask(id).expect("it is an item");
        points.achieved[item as usize].map(|points| points.local)
    };
    use continuity::requirements::recovery_points::Point::Seconds;
    assert_eq!(local("dataset/git-repositories"), Some(Seconds(3_600)));
    assert_eq!(local("dataset/other-disks"), Some(Seconds(4 * 3_600)));
    for dataset in registers.datasets.iter() {
        let days = dataset
            .protection
            .iter()
            .map(|it| it.retention.map(|kept| kept.0 / 86_400));
        assert_eq!(Vec::from_iter(days), [Some(14)], "{}", dataset.id);
    }
}
