//! Attacks on tables and on reports: formulas, quotes that never end, headings that lie, rows that
//! do not fit, places and days that cannot be; aliases that multiply in the head of a report.

use super::{Making, Meant};

/// Rows of a large table, below its heading.
const ROWS: usize = 1_000_000;

pub(super) fn attacks(making: &mut Making<'_>) {
    let lines: Vec<String> = making.sound.lines().map(str::to_string).collect();
    let (head, row) = (lines[0].clone(), lines[1].clone());
    formulas(making, &row);
    headings(making, &head, &row);
    rows(making, &head, &row);
    numbers(making, &row);
    if making.large {
        large(making, &head);
    }
}

fn formulas(making: &mut Making<'_>, row: &str) {
    let formula = format!(
        "\"=HYPERLINK(\"\"http://{}\"\",\"\"x\"\")\"",
        making.bait.address
    );
    let cells: Vec<&str> = row.split(',').collect();
    let text = match making.form.name {
        "fema" => 2,
        "incidents" => 6,
        _ => 0,
    };
    let with = |at: usize, cell: &str| {
        let mut cells = cells.clone();
        cells[at] = cell;
        cells.join(",")
    };
    making.swap(
        "a formula for a text",
        Meant::Told,
        row,
        &with(text, &formula),
    );
    making.swap(
        "a call for a text",
        Meant::Told,
        row,
        &with(text, "@SUM(1+1)*cmd|' /C calc'!A0"),
    );
    let number = match making.form.name {
        "fema" => 1,
        "incidents" => 1,
        "usgs-quakes" => 3,
        _ => 7,
    };
    making.swap(
        "a formula for a number",
        Meant::Told,
        row,
        &with(number, "=1+1"),
    );
}

fn headings(making: &mut Making<'_>, head: &str, row: &str) {
    making.swap("no heading", Meant::Refused, &format!("{head}\n"), "");
    making.put("a heading alone", Meant::Told, format!("{head}\n"));
    let first = head.split(',').next().unwrap_or_default();
    let known = match making.form.name {
        // What stands first here need not be there.
        "incidents" => "hazard",
        _ => first,
    };
    making.swap("a heading nobody knows", Meant::Refused, known, "who knows");
    let twice = format!("{head},{known}");
    making.swap("a heading that stands twice", Meant::Told, head, &twice);
    let wide = format!("{head}{}", ",x".repeat(100_000));
    making.swap("a hundred thousand headings", Meant::Refused, head, &wide);
    making.put(
        "another delimiter than it says",
        Meant::Told,
        format!("sep=|\n{}", making.sound),
    );
    let sound = making.sound.clone();
    making.put(
        "carriage returns alone",
        Meant::Told,
        sound.replace('\n', "\r"),
    );
    making.put(
        "the heading again below",
        Meant::Told,
        format!("{head}\n{row}\n{head}\n"),
    );
}

fn rows(making: &mut Making<'_>, head: &str, row: &str) {
    let open = format!("\"{row}\nand so on\nand on\n");
    making.put(
        "a quote that never ends",
        Meant::Told,
        format!("{head}\n{row}\n{open}"),
    );
    let cells: Vec<&str> = row.split(',').collect();
    let short = cells[..cells.len() - 1].join(",");
    making.put(
        "cut within a row",
        Meant::Told,
        format!("{head}\n{row}\n{short}"),
    );
    making.put(
        "a row of one cell",
        Meant::Told,
        format!("{head}\n{row}\n{}\n", cells[0]),
    );
    let long = format!("{row}{}", ",x".repeat(100_000));
    making.put(
        "a row of a hundred thousand cells",
        Meant::Refused,
        format!("{head}\n{row}\n{long}\n"),
    );
    let more = format!("{row},more,and more");
    making.put(
        "a row longer than its heading",
        Meant::Told,
        format!("{head}\n{row}\n{more}\n"),
    );
    let large = "x".repeat(5_000_000);
    let at = match making.form.name {
        "usgs-quakes" => 0,
        "fema" => 2,
        "incidents" => 6,
        _ => 0,
    };
    let mut wide = cells.clone();
    wide[at] = &large;
    let meant = match making.form.name {
        "usgs-quakes" => Meant::Told,
        _ => Meant::Read,
    };
    making.put(
        "a cell of five megabytes",
        meant,
        format!("{head}\n{row}\n{}\n", wide.join(",")),
    );
}

fn numbers(making: &mut Making<'_>, row: &str) {
    let cells: Vec<&str> = row.split(',').collect();
    let with = |at: usize, cell: &str| {
        let mut cells = cells.clone();
        cells[at] = cell;
        cells.join(",")
    };
    let place = match making.form.name {
        "storm-tracks" => Some(5),
        "usgs-quakes" => Some(1),
        _ => None,
    };
    for (what, to) in [
        ("no number for a place", "NaN"),
        ("an endless place", "-inf"),
        ("a latitude of 91", "91"),
        ("a place beyond all measure", "1e308"),
    ] {
        if let Some(at) = place {
            making.swap(what, Meant::Told, row, &with(at, to));
        }
    }
    let day = match making.form.name {
        "storm-tracks" | "fema" | "incidents" => 1,
        _ => 0,
    };
    for (what, to) in [
        ("the 30th of February", "02/30/2020"),
        ("a year of five digits", "99999"),
        ("a year before all records", "0001-01-01"),
        ("a day in words", "someday"),
        ("no day", ""),
    ] {
        making.swap(what, Meant::Told, row, &with(day, to));
    }
}

fn large(making: &mut Making<'_>, head: &str) {
    let mut text = String::with_capacity(ROWS * 60);
    text.push_str(head);
    text.push('\n');
    for at in 0..ROWS {
        let (year, month, day) = (1900 + at / 10_000, 1 + at / 28 % 12, 1 + at % 28);
        let (lat, lon) = (at % 89, at % 179);
        text.push_str(&match making.form.name {
            "fema" => format!(
                "{at},{year}-{month:02}-{day:02},ICE,{year}-{month:02}-{day:02},,SC,Storm\n"
            ),
            "storm-tracks" => format!("S{},{year},{month},{day},6,{lat}.5,-{lon}.5,80\n", at / 20),
            "usgs-quakes" => format!("{month:02}/{day:02}/{year},{lat}.5,{lon}.5,6.1\n"),
            _ => format!("i{at},{year}-{month:02}-{day:02},,,Cut,SC,One,\n"),
        });
    }
    making.put("a million rows", Meant::Whole(ROWS), text);
}

pub(super) fn of_reports(making: &mut Making<'_>) {
    let laughs: String = (1..10)
        .map(|at| format!("x{at}: &x{at} [{}]\n", format!("*x{}, ", at - 1).repeat(9)))
        .collect();
    let laughs = format!("---\nx0: &x0 [a, a, a]\n{laughs}");
    let deep = format!("---\nzz: {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    for (what, to, meant) in [
        ("aliases that multiply", laughs.as_str(), Meant::Refused),
        (
            "a hundred thousand lists within each other",
            deep.as_str(),
            Meant::Refused,
        ),
        ("a key that stands twice", "---\nuuid: b\n", Meant::Refused),
        (
            "a tag that builds something",
            "---\nzz: !!python/object/apply:os.system [id]\n",
            Meant::Refused,
        ),
        ("an alias of nothing", "---\nzz: *who\n", Meant::Refused),
        ("no beginning", "", Meant::Refused),
    ] {
        making.swap(what, meant, "---\n", to);
    }
    making.swap(
        "what stands before it never ends",
        Meant::Refused,
        "\n---\n",
        "\n",
    );
    let long = format!("---\nzz: {}\n", "x".repeat(10_000_000));
    making.swap("ten megabytes before it", Meant::Refused, "---\n", &long);
    let start = making
        .between("start_time: ", "\n")
        .unwrap_or_default()
        .to_string();
    for (what, to) in [
        ("the 31st of February", "2012-02-31T00:00:00Z"),
        ("a year of five digits", "99999-01-01T00:00:00Z"),
        ("a day in words", "someday"),
        ("a list for a day", "[1, 2]"),
    ] {
        making.swap(what, Meant::Told, &start, to);
    }
}
