//! That the demonstration is what it says: every file of the examples, and a past that every
//! organisation can have.

use std::collections::BTreeSet;
use std::path::Path;

use clap::ValueEnum as _;
use continuity::access::Function;
use jiff::Timestamp;
use journal::Journal;
use journal::options::Options;
use ledger::{Clock, Ledger, Settings};

use super::accounts::players;
use super::history;
use super::organisation::Organisation;

/// The names of all records' files below a folder.
fn names(root: &Path, folder: &Path) -> BTreeSet<String> {
    let (mut found, mut open) = (BTreeSet::new(), vec![folder.to_path_buf()]);
    while let Some(inner) = open.pop() {
        for entry in std::fs::read_dir(inner).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml") {
                let name = path.strip_prefix(root).unwrap();
                found.insert(name.to_string_lossy().into_owned());
            }
        }
    }
    found
}

#[test]
fn every_file_of_an_example_is_carried() {
    for organisation in Organisation::value_variants() {
        let value = organisation.to_possible_value().unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
        let folder = folder.join(value.get_name());
        let there = names(&folder, &folder);
        let carried = organisation
            .files()
            .iter()
            .map(|(name, _)| (*name).to_owned());
        assert_eq!(carried.collect::<BTreeSet<_>>(), there, "{organisation:?}");
    }
}

#[tokio::test]
async fn every_organisation_has_a_past_and_someone_for_each_function() {
    for &organisation in Organisation::value_variants() {
        let journal = Journal::open("sqlite::memory:", &Options::default()).await;
        let now = Timestamp::from_second(1_795_600_000).unwrap();
        let how = Settings {
            clock: Clock::standing(now),
            ..Settings::default()
        };
        let ledger = Ledger::open(journal.unwrap(), how).await.unwrap();
        history::play(&ledger, organisation, now).await.unwrap();
        let state = &ledger.present().state;
        let functions: Vec<Function> = players(organisation).iter().map(|it| it.function).collect();
        // A program is nobody's part to play.
        for function in Function::ALL.iter().filter(|it| **it != Function::Monitor) {
            assert!(functions.contains(function), "nobody is {function:?}");
        }
        for player in players(organisation) {
            let account = state.account(player.account()).unwrap();
            assert!(!account.name.is_empty());
        }
        assert!(state.has_administrator(now));
        let runs = state.runs().count();
        match organisation {
            Organisation::Havensund => assert_eq!(runs, 2, "both runs were told to their end"),
            Organisation::GitlabCom => assert_eq!(runs, 0, "nobody made up a past for others"),
        }
        assert!(state.runs().all(|run| !run.is_on()));
    }
}
