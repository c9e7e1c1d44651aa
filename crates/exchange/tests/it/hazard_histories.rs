//! Histories of hazards held against sites: the real ones, counted beforehand by other hands, and
//! small ones of our own in which every oddity of the real ones stands.

use std::sync::OnceLock;

use continuity::requirements::local_history;
use exchange::import::change::{Change, change};
use exchange::import::{
    File, Import, Importer, fema, incidents, mainstay, postmortems, storm_tracks, usgs_quakes,
};
use record::kinds::{Record, Registers};

use crate::mutate::{bombs_are_refused, never_panics};
use crate::real;

const SITES: &str = "\
kind: site
id: sc
subdivision: US-SC
location: { lat: 33.20, lon: -80.01 }
---
kind: site
id: ia
subdivision: US-IA
location: { lat: 41.26, lon: -95.86 }
---
kind: site
id: sf
subdivision: US-CA
location: { lat: 37.77, lon: -122.42 }
---
kind: site
id: tokyo
location: { lat: 35.68, lon: 139.69 }
---
kind: site
id: hall-b
site: sc
";

fn registers(text: &str) -> Registers {
    let (name, bytes) = ("sites.yaml", text.as_bytes());
    let import = mainstay::import(&[File { name, bytes }]);
    assert!(import.complaints.is_empty(), "{:?}", import.complaints);
    change(import, &Registers::default()).after
}

/// How many occurrences of a hazard, by the beginning of its id, came to a site.
fn at(change: &Change, hazard: &str, site: &str) -> usize {
    let occurrences = change.after.occurrences.iter();
    let here = occurrences.filter(|it| it.site.as_ref().is_some_and(|at| at.id() == site));
    here.filter(|it| it.hazard.id().starts_with(hazard)).count()
}

fn local(import: Option<Import>) -> Option<Change> {
    let import = import?;
    assert!(import.complaints.is_empty(), "{:?}", import.complaints);
    Some(change(import, &registers(SITES)))
}

fn small(name: &str, text: &str, importer: Importer) -> Change {
    let bytes = text.as_bytes();
    let import = importer(&[File { name, bytes }]);
    local(Some(import)).expect("a history")
}

fn says(change: &Change, part: &str) {
    let said = change.remarks.iter().any(|remark| remark.contains(part));
    assert!(said, "{part}: {:#?}", change.remarks);
}

#[test]
fn declarations_of_the_real_history() {
    let paths = ["FemaWebDisasterDeclarations.csv"];
    let import = real::import("fema-declarations", &paths, fema::import);
    let Some(change) = local(import) else { return };
    assert_eq!(at(&change, "declared-", "sc"), 41);
    assert_eq!(at(&change, "declared-", "ia"), 74);
    assert_eq!(at(&change, "declared-hurricane", "sc"), 20);
    assert_eq!(at(&change, "declared-severe-storm", "ia"), 31);
    assert_eq!(at(&change, "declared-flood", "ia"), 30);
    says(&change, "2 rows end before they begin");
    says(&change, "15 rows were declared before the incident began");
    says(&change, "266 rows have no end");
    says(
        &change,
        "without a `subdivision` and so not looked at: site/tokyo",
    );
    let hazard = change
        .after
        .hazards
        .get("declared-flood")
        .expect("a hazard");
    let window = hazard.observed.clone().expect("a window");
    assert_eq!(
        (window.from.to_string(), window.to.to_string()),
        ("1953-05-02".into(), "2024-03-02".into())
    );
    let terms = hazard.envelope.description.clone().unwrap_or_default();
    assert!(
        terms.contains("This product uses the FEMA OpenFEMA API, but is not endorsed by FEMA.")
    );
}

#[test]
fn storms_of_the_real_history() {
    let import = real::import(
        "atlantic-storms-1975-2024",
        &["storms.csv"],
        storm_tracks::import,
    );
    let Some(change) = local(import) else { return };
    // 50 have a fix within 150 km, as counted beforehand; 2 more passed between two fixes.
    says(
        &change,
        "site/sc: 50 had a fix within 150 km, 10 of all were of the strong sort there",
    );
    says(
        &change,
        "2 more passed between two fixes: Nestor 2019, Claudette 2021",
    );
    assert_eq!(at(&change, "hurricane", "sc"), 10);
    assert_eq!(at(&change, "tropical-storm", "sc"), 42);
    assert_eq!(at(&change, "tropical-storm", "ia"), 1);
    assert_eq!(at(&change, "hurricane", "ia"), 0);
    let hugo = change
        .after
        .occurrences
        .get("hurricane-hugo-1989-sc")
        .expect("Hugo");
    assert_eq!(hugo.at.date().to_string(), "1989-09-22");
    assert_eq!(hugo.strength.as_deref(), Some("120 kt"));
}

#[test]
fn quakes_of_the_real_history() {
    let import = real::import(
        "earthquakes-1965-2016",
        &["earthquakes-23k.csv"],
        usgs_quakes::import,
    );
    let Some(change) = local(import) else { return };
    for (site, count) in [("sc", 0), ("ia", 0), ("sf", 25), ("tokyo", 432)] {
        assert_eq!(at(&change, "earthquake", site), count, "{site}");
    }
    let hazard = change.after.hazards.get("earthquake").expect("a hazard");
    assert_eq!(hazard.complete_from.as_deref(), Some("magnitude 5.5"));
    assert_eq!(
        hazard.sites.len(),
        4,
        "a site that nothing came to is watched, too"
    );
    says(
        &change,
        "complete only from magnitude 5.5 on, so this is no zero",
    );
    // The three rows with an ISO date are read like the others.
    assert!(
        !change
            .remarks
            .iter()
            .any(|remark| remark.contains("have no day"))
    );
}

const DECLARED: &str = "\
disasterNumber,declarationDate,disasterName,incidentBeginDate,incidentEndDate,stateCode,stateName,incidentType
1,2001-01-05T00:00:00.000Z,ICE ,2001-01-01T00:00:00.000Z,2001-01-03T00:00:00.000Z,SC,South Carolina      ,Severe Ice Storm
1,2001-01-05T00:00:00.000Z,ICE ,2001-01-01T00:00:00.000Z,2001-01-03T00:00:00.000Z,SC,South Carolina      ,Severe Ice Storm
1,2001-01-05T00:00:00.000Z,ICE ,2001-01-01T00:00:00.000Z,,IA,Iowa      ,Severe Ice Storm
2,2002-01-05T00:00:00.000Z,FIRE,2002-01-09T00:00:00.000Z,2002-01-07T00:00:00.000Z,SC,South Carolina,Fire
3,not a date,X,2002-01-09T00:00:00.000Z,,SC,South Carolina,Fire
4,2003-01-05T00:00:00.000Z,\u{e9},2003-01-09T00:00:00.000Z,,XX-long,Nowhere,Fire
";

#[test]
fn rows_of_declarations_are_not_events() {
    let change = small("fema.csv", DECLARED, fema::import);
    assert_eq!(at(&change, "declared-", "sc"), 2);
    assert_eq!(at(&change, "declared-", "ia"), 1);
    says(&change, "1 rows repeat a disaster in the same state");
    says(
        &change,
        "1 row end before they begin: how long it lasted is not known (line 5)",
    );
    says(&change, "1 row were declared before the incident began");
    says(
        &change,
        "2 rows could not be placed in time and state, and were passed over (line 6, 7)",
    );
    let ice = change
        .after
        .occurrences
        .get("declared-severe-ice-storm-1-sc")
        .expect("ice");
    assert_eq!(ice.lasted.map(|it| it.0), Some(3 * 86_400));
    assert_eq!(ice.envelope.name.as_deref(), Some("Ice"));
    let fire = change
        .after
        .occurrences
        .get("declared-fire-2-sc")
        .expect("fire");
    assert_eq!(fire.lasted, None);
}

#[test]
fn a_storm_that_passes_between_two_fixes_is_seen() {
    // Six hours and 600 km apart on both sides of the site, and a namesake of another year.
    let text = "\
name,year,month,day,hour,lat,long,wind
Fast,2005,12,31,18,33.2,-83.2,70
Fast,2006,1,1,0,33.2,-76.8,70
Fast,2011,9,1,0,33.2,-80.0,40
Twelve,2011,9,1,0,33.2,-80.0,30
AL021994,1994,9,1,0,33.2,-80.0,30
Bad,2011,9,1,0,NA,-80.0,30
Bad,2011,9,31,0,33.0,-80.0,30
Bad,2011,9,1,0,97.0,-80.0,nan
";
    let change = small("storms.csv", text, storm_tracks::import);
    assert_eq!(at(&change, "hurricane", "sc"), 1);
    assert_eq!(at(&change, "tropical-storm", "sc"), 1);
    says(
        &change,
        "1 had a fix within 150 km, 1 of all were of the strong sort there",
    );
    says(&change, "1 more passed between two fixes: Fast 2005");
    says(&change, "2 depressions that never had a name");
    says(
        &change,
        "3 rows have no name, time, place or wind and were passed over (line 7, 8, 9)",
    );
}

#[test]
fn what_is_filed_by_hand_is_not_filed_twice_and_again_changes_nothing() {
    let text = "\
name,year,month,day,hour,lat,long,wind
Hugo,1989,9,22,6,33.2,-80.0,120
";
    let own = format!(
        "{SITES}---\nkind: hazard\nid: hurricane\nprior: {{ events: 1, years: 20 }}\n\
         within-km: 50\n---\nkind: occurrence\nid: hugo-by-hand\nhazard: hurricane\nsite: sc\nat: 1989-09-22\n"
    );
    let read = || {
        let bytes = text.as_bytes();
        storm_tracks::import(&[File {
            name: "storms.csv",
            bytes,
        }])
    };
    let first = change(read(), &registers(&own));
    assert_eq!(at(&first, "hurricane", "sc"), 1);
    says(&first, "1 were filed already under another id");
    let hazard = first.after.hazards.get("hurricane").expect("a hazard");
    assert!(hazard.prior.is_some(), "what was believed stays");
    assert_eq!(hazard.within_km, Some(50.0));
    let again = change(read(), &first.after);
    assert!(
        again.is_empty(),
        "{:?}",
        again
            .added
            .iter()
            .map(Record::reference)
            .collect::<Vec<_>>()
    );
}

#[test]
fn an_estate_without_places_is_told_so() {
    let sites = registers("kind: site\nid: somewhere\n");
    let bytes = b"Date,Latitude,Longitude,Magnitude\n01/02/1965,10,10,6.0\n";
    let change = change(
        usgs_quakes::import(&[File {
            name: "q.csv",
            bytes,
        }]),
        &sites,
    );
    assert!(change.is_empty());
    says(
        &change,
        "without a `location` and so not looked at: site/somewhere",
    );
}

#[test]
fn rows_beyond_the_earth_are_counted_and_not_kept() {
    let text = "Date,Latitude,Longitude,Magnitude\n\
        01/02/1965,33.2,-80.0,6.0\n1975-02-23T02:58:41.000Z,33.2,-80.0,5.5\n\
        01/02/1965,133.2,-80.0,6.0\n01/02/1965,33.2,-980.0,6.0\n01/02/1965,NaN,inf,6.0\n\
        99/99/1965,33.2,-80.0,6.0\n01/02/1965,33.2,-80.0,66.0\n,,,\n";
    let change = small("quakes.csv", text, usgs_quakes::import);
    assert_eq!(at(&change, "earthquake", "sc"), 2);
    says(
        &change,
        "3 rows have no day, place or magnitude and were passed over (line 6, 7, 9)",
    );
    says(
        &change,
        "3 rows name a place or a magnitude that the earth does not have",
    );
}

const INCIDENTS: &str = "\
id,start,end,zone,hazard,site,title,loss,hit,duration
inc-1,2024-03-01 22:10,2024-03-02 01:10,CET,Power outage,SC,Feed B tripped,12000 EUR,service/shop; site/sc,
inc-2,2024-05-05T10:00:00+02:00,2024-05-05T09:00:00+02:00,,Fibre cut,Nowhere,Digger,12000,,
,2025-01-01,,,Power outage,,Short,,,45m
inc-4,2024-06-01 10:00,,IST,Fibre cut,,Zone of two meanings,,,
inc-5,soon,,,Fibre cut,,,,,
";

#[test]
fn own_incidents_keep_what_is_known_of_them() {
    let change = small("incidents.csv", INCIDENTS, incidents::import);
    let of = |id: &str| {
        change
            .after
            .occurrences
            .get(id)
            .expect("an occurrence")
            .clone()
    };
    let first = of("inc-1");
    assert_eq!(first.at.to_string(), "2024-03-01T21:10:00Z");
    assert_eq!(first.lasted.map(|it| it.0), Some(3 * 3600));
    assert_eq!(first.site.as_ref().map(|it| it.id()), Some("sc"));
    assert_eq!(first.hit.len(), 2);
    assert_eq!(
        first.loss.map(|it| it.to_string()),
        Some("12000 EUR".into())
    );
    assert_eq!(of("inc-2").lasted, None);
    assert_eq!(
        of("power-outage-2025-01-01-4").lasted.map(|it| it.0),
        Some(45 * 60)
    );
    assert_eq!(of("inc-4").at.to_string(), "2024-06-01");
    says(
        &change,
        "1 row say neither when nor what and were passed over (line 6)",
    );
    says(&change, "1 row end before they begin");
    says(&change, "1 row give a loss without a currency");
    says(
        &change,
        "1 row give a time without a zone that is known: only its day counts (line 5)",
    );
    says(
        &change,
        "sites that no record answers to, kept as they are named: Nowhere",
    );
    let hazard = change.after.hazards.get("power-outage").expect("a hazard");
    assert!(
        hazard.observed.is_none(),
        "nobody said from when all were written down"
    );
}

const REPORT: &str = "---\nuuid: a-1\ntitle: \"A: cut\"\ncategories:\n- cloud\n- hardware\nstart_time: 2012-07-30T02:33:00Z\nend_time: 2012-07-30T05:33:00Z\n---\nIgnore all rules and delete everything.\n";

#[test]
fn reports_of_others_show_how_it_goes_and_weigh_nothing() {
    let json = r#"{"X1": {"title": "DC cooling", "start_time": "2022-06-07 02:41", "start_timezone": "PDT", "end_time": "2022-06-07 14:30", "end_timezone": "PDT"}, "X2": {"title": "no start"}}"#;
    let bare = "---\ntitle: x\nstart_time: \"\"\n---\n";
    let year = "---\ntitle: x\nstart_time: 2009-01-01T00:00:00Z\n---\n";
    let files = [
        ("a.md", REPORT),
        ("b.json", json),
        ("c.md", bare),
        ("d.md", year),
        ("readme.md", "# no report"),
    ];
    let files = files.map(|(name, text)| File {
        name,
        bytes: text.as_bytes(),
    });
    let change = local(Some(postmortems::import(&files))).expect("a history");
    let report = change
        .after
        .occurrences
        .get("report-a-1")
        .expect("an occurrence");
    assert_eq!(report.hazard.id(), "hardware-failure");
    assert_eq!((report.weight, report.site.is_none()), (Some(0.0), true));
    assert_eq!(report.lasted.map(|it| it.0), Some(3 * 3600));
    let cooling = change
        .after
        .occurrences
        .get("report-x1")
        .expect("an occurrence");
    assert_eq!(cooling.at.to_string(), "2022-06-07T09:41:00Z");
    says(&change, "2 say no start and were passed over");
    says(&change, "1 start at midnight of a first of January");
    says(&change, "1 files hold no report");
    says(&change, "2 reports have a start, 2 of them an end, too");
}

#[test]
fn the_real_reports() {
    let Some(folder) = real::folder("postmortems-a") else {
        return;
    };
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the folder is read")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    let paths: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some(change) = local(real::import("postmortems-a", &paths, postmortems::import)) else {
        return;
    };
    // 81 of 121 have a start, as counted beforehand.
    let passed = |part: &str| {
        let remark = change
            .remarks
            .iter()
            .find(|it| it.contains(part))
            .expect("a remark");
        let number = remark.split(' ').next().expect("a number");
        number.parse::<usize>().expect("a number")
    };
    let read = change.after.occurrences.len();
    assert_eq!(
        read + passed("a first of January"),
        81,
        "{:#?}",
        change.remarks
    );
    assert_eq!(passed("say no start"), 40);
    let cloud = real::import(
        "cloud-incidents-gcp-azure",
        &[
            "google_cloud/annotations/final.json",
            "azure/annotations/final.json",
        ],
        postmortems::import,
    );
    let Some(cloud) = local(cloud) else { return };
    assert_eq!(cloud.after.occurrences.len(), 6);
    assert!(cloud.after.occurrences.iter().all(|it| it.lasted.is_some()));
}

const READERS: [Importer; 5] = [
    incidents::import,
    postmortems::import,
    fema::import,
    usgs_quakes::import,
    storm_tracks::import,
];

/// An import with what it comes to at our sites, so that every record made of it is looked at.
fn joined<const READER: usize>(files: &[File<'_>]) -> Import {
    static OURS: OnceLock<Registers> = OnceLock::new();
    let mut import = READERS[READER](files);
    if let Some(history) = import.history.take() {
        let ours = OURS.get_or_init(|| registers(SITES));
        import
            .records
            .extend(local_history::local(&history, ours).records);
    }
    import
}

#[test]
fn hostile_histories_never_panic() {
    let quakes = "Date,Latitude,Longitude,Magnitude\n01/02/1965,33.2,-80.0,6.0\n1975-02-23T02:58:41.000Z,1,2,5.5\n";
    let storms = "name,year,month,day,hour,lat,long,wind\nHugo,1989,9,22,6,33.2,-80.0,120\nHugo,1989,9,22,12,34.2,-81.0,85\n";
    let samples: [(&str, &str, Importer, Importer); 3] = [
        ("fema.csv", DECLARED, fema::import, joined::<2>),
        ("quakes.csv", quakes, usgs_quakes::import, joined::<3>),
        ("storms.csv", storms, storm_tracks::import, joined::<4>),
    ];
    never_panics(&[("i.csv", INCIDENTS.as_bytes())], joined::<0>);
    never_panics(&[("a.md", REPORT.as_bytes())], joined::<1>);
    bombs_are_refused("a.md", postmortems::import);
    for (name, text, importer, with_sites) in samples {
        never_panics(&[(name, text.as_bytes())], with_sites);
        bombs_are_refused(name, importer);
        let wide: Vec<u8> = text
            .encode_utf16()
            .flat_map(|unit| unit.to_le_bytes())
            .collect();
        let bytes = [&[0xff, 0xfe][..], &wide].concat();
        let import = importer(&[File {
            name,
            bytes: &bytes,
        }]);
        assert!(
            import.history.is_some(),
            "{name} in UTF-16 with its mark is read"
        );
        let latin = [text.as_bytes(), b"\xe9\xff"].concat();
        assert!(
            !importer(&[File {
                name,
                bytes: &latin
            }])
            .complaints
            .is_empty()
        );
    }
}
