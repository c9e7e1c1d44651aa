//! Remarks gathered by what they say, each with the rows it holds for.

use std::collections::BTreeMap;

use record::node::shorten;

/// Rows named in one remark; the rest is counted.
const ROWS_SHOWN: usize = 5;
/// Remarks given out for one table; the rest is counted.
const REMARKS_MAX: usize = 200;
/// Names shown that no row answers to; the rest is counted.
const NAMES_SHOWN: usize = 12;

/// Remarks of one table.
#[derive(Default)]
pub struct Remarks {
    by_text: BTreeMap<String, Vec<u32>>,
    unanswered: BTreeMap<String, BTreeMap<String, Unanswered>>,
}

/// A name that no row answers to.
struct Unanswered {
    reference: String,
    hint: String,
    row: u32,
}

impl Remarks {
    /// Adds a remark about a row.
    pub fn add(&mut self, text: String, row: u32) {
        let rows = self.by_text.entry(text).or_default();
        if rows.last() != Some(&row) {
            rows.push(row);
        }
    }

    /// Adds a name under a heading that no row answers to, with the reference it stays as.
    pub fn unanswered(&mut self, title: &str, name: &str, reference: &str, hint: String, row: u32) {
        let names = self.unanswered.entry(shorten(title)).or_default();
        names.entry(shorten(name)).or_insert_with(|| Unanswered {
            reference: reference.into(),
            hint,
            row,
        });
    }

    /// The remarks as sentences about the table of this title.
    pub fn finish(self, title: &str, out: &mut Vec<String>) {
        let rest = self.by_text.len().saturating_sub(REMARKS_MAX);
        for (text, rows) in self.by_text.into_iter().take(REMARKS_MAX) {
            out.push(format!("{title}: {text} ({})", row_list(&rows)));
        }
        if rest > 0 {
            out.push(format!("{title}: {rest} more remarks"));
        }
        for (column, names) in self.unanswered {
            out.push(format!("{title}: {}", unanswered_sentence(&column, &names)));
        }
    }
}

fn unanswered_sentence(column: &str, names: &BTreeMap<String, Unanswered>) -> String {
    // Those that may be a slip of the pen first.
    let mut order: Vec<(&String, &Unanswered)> = names.iter().collect();
    order.sort_by_key(|(_, name)| name.hint.is_empty());
    let shown = order.iter().take(NAMES_SHOWN);
    let shown: Vec<String> = shown
        .map(|(name, about)| match about.hint.as_str() {
            "" => format!("`{name}`"),
            hint => format!("`{name}` (row {}{hint})", about.row),
        })
        .collect();
    let more = match names.len().saturating_sub(NAMES_SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let example = order
        .first()
        .map_or("", |(_, about)| about.reference.as_str());
    format!(
        "column `{column}`: no row answers to {}{more}; kept as references (`{example}`)",
        shown.join(", ")
    )
}

fn row_list(rows: &[u32]) -> String {
    let shown: Vec<String> = rows.iter().take(ROWS_SHOWN).map(u32::to_string).collect();
    let word = if rows.len() == 1 { "row" } else { "rows" };
    match rows.len().saturating_sub(ROWS_SHOWN) {
        0 => format!("{word} {}", shown.join(", ")),
        more => format!("{word} {} and {more} more", shown.join(", ")),
    }
}
