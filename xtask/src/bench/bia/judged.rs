//! A made organisation that has judged its impacts: activities with peaks, backlogs and data that
//! they make anew, four impacts for each, workarounds for some, on a small estate of services and
//! groups of data.

use std::fmt::Write as _;
use std::path::Path;

use super::super::estate::{self, Counts};
use crate::seeded::Seeded;

/// How many impacts there are of each activity.
const IMPACTS: usize = 4;
/// Books that activities write, of which some are restored together.
const BOOKS: usize = 300;

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// Activities.
    pub activities: usize,
    /// Impacts.
    pub impacts: usize,
    /// Workarounds.
    pub workarounds: usize,
}

macro_rules! put {
    ($out:expr, $($format:tt)+) => {
        writeln!($out, $($format)+).expect("a text takes any other")
    };
}

/// Writes the organisation into a folder.
pub fn write(folder: &Path, many: usize, seed: u64) -> anyhow::Result<Written> {
    let services = estate::write(folder, &Counts::WITHOUT_ACTIVITIES, seed)?;
    eprintln!("{} items below the activities", services.0);
    let mut random = Seeded(seed ^ 0x5eed);
    let mut text = String::from(
        r#"{"kind":"policy","id":"scale","status":"approved","impact-scale":{"levels":["none","low","high","severe","ruin"],"intolerable":3,"intolerable-loss":"250000 EUR"},"margin":"10%"}"#,
    );
    text.push('\n');
    for number in 0..BOOKS {
        book(number, &mut random, &mut text);
    }
    let (mut impacts, mut workarounds) = (0, 0);
    for number in 0..many {
        activity(number, &mut random, &mut text);
        for part in 0..IMPACTS {
            impact(number, part, &mut random, &mut text);
            impacts += 1;
        }
        if random.one_in(4) {
            put!(
                text,
                r#"{{"kind":"workaround","id":"by-hand-{number}","status":"approved","activity":"activity-{number}","start-within":"1h","sustain-for":"{}h","capacity":"50%","rekey":"{}m"}}"#,
                8 + random.below(40),
                10 + random.below(50)
            );
            workarounds += 1;
        }
    }
    std::fs::write(folder.join("analysis.jsonl"), text)?;
    Ok(Written {
        activities: many,
        impacts,
        workarounds,
    })
}

fn book(number: usize, random: &mut Seeded, out: &mut String) {
    let group = number / 3;
    let every = [1, 4, 24][random.below(3)];
    put!(
        out,
        r#"{{"kind":"dataset","id":"book-{number}","consistency-group":"books-{group}","changes":"{}/h","reconciles":"{}/h","protection":[{{"method":"backup","every":"{every}h","runs":"10m","at":"site/site-1","restore-rate":"200 MB/s"}}],"size":"{} GB"}}"#,
        10 + random.below(90),
        100 + random.below(400),
        1 + random.below(50)
    );
}

fn activity(number: usize, random: &mut Seeded, out: &mut String) {
    let book = random.below(BOOKS);
    let wrt = match random.one_in(3) {
        true => {
            let arrives = 10 + random.below(90);
            format!(
                r#""backlog":{{"arrives":"{arrives}/h","clears":"{}/h"}},"targets":{{"rpo":"4h","mbco":"60%"}}"#,
                arrives + 5 + random.below(60)
            )
        }
        false => format!(
            r#""targets":{{"rpo":"4h","mbco":"60%","wrt":"{}h"}}"#,
            1 + random.below(6)
        ),
    };
    let anew = match random.one_in(10) {
        true => format!(
            r#","reconstructs":[{{"dataset":"book-{book}","from":"paper slips","reaches-back":"24h","takes":"{}h"}}]"#,
            1 + random.below(4)
        ),
        false => String::new(),
    };
    put!(
        out,
        r#"{{"kind":"activity","id":"activity-{number}","name":"The work number {number}","description":"Done every day, judged once a year, and looked at again when something around it changes.","owner":"team/team-{}",{wrt}{anew},"people":{},"people-minimum":2,"people-after":[{{"after":"4h","people":3}},{{"after":"24h","people":5}}],"peaks":[{{"name":"month-end","days":"last-3-working"}}],"requires":["service-{}","service-{}","dataset/book-{book}"]}}"#,
        random.below(100),
        4 + random.below(20),
        random.below(200),
        200 + random.below(200)
    );
}

/// Two who judge normal times, one who judges the month's end, and a draft.
fn impact(number: usize, part: usize, random: &mut Seeded, out: &mut String) {
    let (status, respondent, when) = match part {
        0 => ("approved", "ann", ""),
        1 => ("approved", "bob", ""),
        2 => ("approved", "ann", r#","when":"month-end""#),
        _ => ("draft", "cas", ""),
    };
    let row = |random: &mut Seeded| {
        let mut level = random.below(2);
        let mut grow = |random: &mut Seeded| {
            level = (level + random.below(2)).min(4);
            level
        };
        let cells: Vec<String> = (0..5).map(|_| grow(random).to_string()).collect();
        cells.join(",")
    };
    let (money, legal, name) = (row(random), row(random), row(random));
    let step = 1_000 + 1_000 * random.below(60);
    put!(
        out,
        r#"{{"kind":"impact","id":"impact-{number}-{part}","status":"{status}","activity":"activity-{number}","respondent":"{respondent}","confirmed":{{"by":"{respondent}","at":"2026-0{}-11"}}{when},"after":["1h","4h","24h","72h","168h"],"levels":{{"financial":[{money}],"legal":[{legal}],"reputation":[{name}]}},"loss":["{} EUR","{} EUR","{} EUR","{} EUR","{} EUR"]}}"#,
        1 + random.below(9),
        step,
        step * 3,
        step * 12,
        step * 30,
        step * 60
    );
}

#[cfg(test)]
mod tests {
    use continuity::requirements::recovery_targets::recovery_targets;
    use continuity::standpoint::Standpoint;
    use exchange::import::{File, mainstay};
    use record::kinds::Registers;

    use super::write;

    #[test]
    fn a_small_one_is_read_without_a_complaint_and_says_all_that_the_report_tells() {
        let folder = tempfile::tempdir().expect("a folder");
        let counts = write(folder.path(), 60, 1).expect("it is written");
        assert_eq!((counts.activities, counts.impacts), (60, 240));
        let mut registers = Registers::default();
        for entry in std::fs::read_dir(folder.path()).expect("a folder") {
            let path = entry.expect("a file").path();
            let bytes = std::fs::read(&path).expect("it is read");
            let name = path.to_string_lossy();
            let file = File {
                name: &name,
                bytes: &bytes,
            };
            let read = mainstay::import(&[file]);
            assert!(read.complaints.is_empty(), "{:?}", read.complaints);
            for record in read.records {
                assert!(registers.file(record).is_ok(), "a record stands twice");
            }
        }
        let at = "2026-11-15T12:00:00Z".parse().expect("an instant");
        let standpoint = Standpoint::new(&registers, at);
        let targets = recovery_targets(&standpoint);
        let table = targets.table(&standpoint).items;
        let activities = || table.iter().filter(|it| it.id.starts_with("activity/"));
        assert_eq!(activities().count(), 60);
        assert!(activities().any(|it| it.mtpd_seconds.is_some()));
        let work = || activities().filter_map(|it| it.catching_up.as_ref());
        assert!(work().any(|it| it.backlog.is_some()));
        assert!(work().any(|it| !it.reconstructs.is_empty()));
        assert!(work().any(|it| !it.reconciles.is_empty()));
    }
}
