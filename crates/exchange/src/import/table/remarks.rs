//! Remarks gathered by what they say, each with the rows it holds for.

use std::collections::BTreeMap;

/// Rows named in one remark; the rest is counted.
const ROWS_SHOWN: usize = 5;
/// Remarks given out for one table; the rest is counted.
const REMARKS_MAX: usize = 200;

/// Remarks of one table.
#[derive(Default)]
pub struct Remarks {
    by_text: BTreeMap<String, Vec<u32>>,
}

impl Remarks {
    /// Adds a remark about a row.
    pub fn add(&mut self, text: String, row: u32) {
        let rows = self.by_text.entry(text).or_default();
        if rows.last() != Some(&row) {
            rows.push(row);
        }
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
    }
}

fn row_list(rows: &[u32]) -> String {
    let shown: Vec<String> = rows.iter().take(ROWS_SHOWN).map(u32::to_string).collect();
    let word = if rows.len() == 1 { "row" } else { "rows" };
    match rows.len().saturating_sub(ROWS_SHOWN) {
        0 => format!("{word} {}", shown.join(", ")),
        more => format!("{word} {} and {more} more", shown.join(", ")),
    }
}
