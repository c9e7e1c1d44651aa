//! Settings from every place, and what is said of faults.

use std::path::PathBuf;

use super::key::without_password;
use super::{Flags, From, KEYS, Network, Settings};

fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let home = [("HOME", "/home/ada")];
    let pairs = home.iter().chain(pairs);
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// Settings of a file's text, variables and flags.
fn gather(text: &str, pairs: &[(&str, &str)], journal: Option<&str>) -> Result<Settings, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mainstay.toml");
    std::fs::write(&file, text).unwrap();
    let flags = Flags {
        journal: journal.map(str::to_owned),
        listen: None,
        config: Some(file.clone()),
    };
    let gathered = Settings::gather(&flags, &variables(pairs));
    gathered.map_err(|faults| faults.replace(&file.display().to_string(), "mainstay.toml"))
}

#[test]
fn the_later_one_wins_and_it_is_told_where_each_came_from() {
    let text = "journal = \"sqlite:/file\"\n[log]\nlevel = \"warn\"\nformat = \"json\"\n";
    let pairs = [
        ("MAINSTAY_JOURNAL", "sqlite:/env"),
        ("MAINSTAY_LOG_LEVEL", "debug"),
    ];
    let settings = gather(text, &pairs, Some("sqlite:/flag")).unwrap();
    assert_eq!(settings.journal, "sqlite:/flag");
    let explained = settings.explain();
    assert_eq!(explained.len(), KEYS.len());
    let from = |name: &str| {
        let row = explained.iter().find(|row| row.name == name).unwrap();
        (row.value.clone(), row.from.clone())
    };
    assert_eq!(
        from("journal"),
        ("sqlite:/flag".into(), From::Flag("--journal"))
    );
    let level = From::Environment("MAINSTAY_LOG_LEVEL".into());
    assert_eq!(from("log.level"), ("debug".into(), level));
    assert!(matches!(from("log.format"), (value, From::File(_, 4)) if value == "json"));
    assert_eq!(from("listen"), ("127.0.0.1:8480".into(), From::Default));
    assert_eq!(
        from("folder"),
        ("/home/ada/.local/share/mainstay".into(), From::Default)
    );
}

#[test]
fn nothing_said_is_a_journal_in_the_users_folder() {
    let settings = Settings::gather(&Flags::default(), &variables(&[])).unwrap();
    assert_eq!(
        settings.journal,
        "sqlite:/home/ada/.local/share/mainstay/journal.db"
    );
    let unit = variables(&[("STATE_DIRECTORY", "/var/lib/mainstay")]);
    let settings = Settings::gather(&Flags::default(), &unit).unwrap();
    assert_eq!(settings.folder, PathBuf::from("/var/lib/mainstay"));
    assert!(!settings.https());
}

#[test]
fn every_fault_is_told_with_its_line_and_what_would_be_right() {
    let text = "lisen = 1\nlisten = \"here\"\nsessions = { idle = \"8d\", absolute = \"1h\" }\n\
                trusted-proxies = [\"10.0.0.0/40\"]\n[oidc]\nissuer = \"login\"\n\
                client-secret = \"canary\"\nfunctions = [\"staff=reeder\"]\n\
                [log]\nformat = \"jsn\"\nlevel = \"loud\"\n[limits]\nentries = 0\nrequest = 1.5\n";
    let faults = gather(text, &[("MAINSTAY_BACKUP_AT", "noon")], None).unwrap_err();
    insta::assert_snapshot!(faults, @"
    mainstay.toml:1: there is no setting `lisen`; did you mean `listen`?
    mainstay.toml:2: listen: `here` is no address with a port; write `127.0.0.1:8480` or `[::]:8480`
    mainstay.toml:4: trusted-proxies: `10.0.0.0/40`: at most 32 bits can count
    mainstay.toml:6: oidc.issuer: `login` is no address; write `https://continuity.example.org`
    mainstay.toml:7: `oidc.client-secret` is a secret; put it into a file of its own and name that by `oidc.client-secret-file`, or set MAINSTAY_OIDC_CLIENT_SECRET
    mainstay.toml:8: oidc.functions: there is no function `reeder`; did you mean `reader`?
    mainstay.toml:10: log.format: `jsn` is none of auto, text, json; did you mean `json`?
    mainstay.toml:11: log.level: `loud` is none of error, warn, info, debug, trace
    mainstay.toml:13: limits.entries: `0` is no count; write `1000000`
    mainstay.toml:14: limits.request: write a text, a number or a list
    MAINSTAY_BACKUP_AT: `noon` is no time of day; write `02:00`
    sessions.idle is longer than sessions.absolute
    ");
}

#[test]
fn a_file_that_is_no_toml_is_told_with_its_line() {
    let faults = gather("listen = \"[::]:1\"\nlog = {\n", &[], None).unwrap_err();
    assert!(faults.starts_with("mainstay.toml:"), "{faults}");
    let missing = Flags {
        config: Some("/nowhere.toml".into()),
        ..Flags::default()
    };
    let faults = Settings::gather(&missing, &variables(&[])).unwrap_err();
    assert!(
        faults.starts_with("/nowhere.toml: cannot be read"),
        "{faults}"
    );
}

#[test]
fn secrets_come_by_file_or_environment_and_are_never_shown() {
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), "canary-1\n").unwrap();
    let file = secret.path().display();
    let text = format!(
        "[oidc]\nissuer = \"https://id.example\"\nclient-id = \"m\"\nclient-secret-file = \"{file}\""
    );
    let settings = gather(&text, &[], None).unwrap();
    assert_eq!(
        settings.oidc.client_secret.as_ref().unwrap().reveal(),
        "canary-1"
    );
    let pairs = [
        ("MAINSTAY_OIDC_CLIENT_SECRET", "canary-2"),
        (
            "MAINSTAY_JOURNAL",
            "postgres://m:canary-3@db/m?sslpassword=canary-4",
        ),
    ];
    let settings = gather(&text, &pairs, None).unwrap();
    assert_eq!(
        settings.oidc.client_secret.as_ref().unwrap().reveal(),
        "canary-2"
    );
    let shown = format!("{:?}", settings.explain());
    assert!(!shown.contains("canary"), "{shown}");
    assert!(
        shown.contains("postgres://m:***@db/m?sslpassword=***"),
        "{shown}"
    );
    let faults = gather("", &[], Some("postgres://m:canary@db/m")).unwrap_err();
    assert!(
        faults.contains("MAINSTAY_JOURNAL") && !faults.contains("canary"),
        "{faults}"
    );
}

#[test]
fn an_unknown_variable_is_remarked_on() {
    let settings = gather(
        "",
        &[("MAINSTAY_LISEN", "x"), ("MAINSTAY_TOKEN", "y")],
        None,
    )
    .unwrap();
    assert_eq!(
        settings.remarks,
        ["MAINSTAY_LISEN sets nothing; did you mean `MAINSTAY_LISTEN`?"]
    );
}

#[test]
fn a_network_holds_its_addresses() {
    let holds = |network: &str, address: &str| {
        Network::parse(network)
            .unwrap()
            .holds(address.parse().unwrap())
    };
    assert!(holds("10.0.0.0/8", "10.255.0.1"));
    assert!(holds("10.0.0.0/8", "::ffff:10.1.2.3"));
    assert!(!holds("10.0.0.0/8", "11.0.0.1"));
    assert!(holds("0.0.0.0/0", "198.51.100.7"));
    assert!(holds("192.0.2.7", "192.0.2.7"));
    assert!(!holds("192.0.2.7", "192.0.2.8"));
    assert!(holds("2001:db8::/32", "2001:db8:1::1"));
    assert!(!holds("::/0", "192.0.2.1"));
    assert!(Network::parse("10.0.0.0/33").is_err());
    assert!(Network::parse("proxy").is_err());
}

#[test]
fn a_password_in_an_address_is_not_shown() {
    assert_eq!(
        without_password("postgres://m:p@ss@db/m"),
        "postgres://m:***@db/m"
    );
    assert_eq!(
        without_password("https://example.org/a?b=c"),
        "https://example.org/a?b=c"
    );
    assert_eq!(without_password("sqlite:/a:b@c"), "sqlite:/a:b@c");
}

#[test]
fn the_settings_in_the_handbook_are_taken() {
    let page = include_str!("../../../../handbook/running.md");
    let (_, rest) = page.split_once("```toml\n").unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), "of the tests").unwrap();
    let text = text.replace("/etc/mainstay/oidc-secret", secret.path().to_str().unwrap());
    let settings = gather(&text, &[], None).unwrap();
    assert!(settings.https());
    let functions = settings
        .oidc
        .functions
        .iter()
        .map(|(_, function)| function.as_str());
    assert_eq!(
        functions.collect::<Vec<_>>(),
        ["continuity-manager", "reader"]
    );
    assert_eq!(settings.backup.at, jiff::civil::time(2, 0, 0, 0));
}
