//! The policy that ships, read like any other record and filed beside those of a source. It stands
//! in no file.

#[cfg(test)]
mod tests;

use continuity::rule::{DEFAULT_POLICY, DEFAULT_POLICY_ID};
use exchange::import::mainstay;
use exchange::read::document::{Cutter, Format};
use record::kinds::Registers;

/// The number of no file: what stands there has no place to show.
const NO_FILE: u32 = u32::MAX;

/// Adds the policy that ships, unless a policy of its id is there: whoever writes one replaces it.
pub fn add(registers: &mut Registers) {
    if registers.has("policy", DEFAULT_POLICY_ID) {
        return;
    }
    let mut cutter = Cutter::new(Format::Yaml);
    let lines = DEFAULT_POLICY.split_inclusive('\n');
    let cut = |line: &str| cutter.line(line.as_bytes(), true);
    let mut pieces: Vec<_> = lines.flat_map(cut).collect();
    pieces.extend(cutter.end());
    for piece in &pieces {
        let reading = mainstay::read(piece, Format::Yaml, NO_FILE);
        for record in reading.records {
            // Its id was looked for above, and the text names each id once (see the test).
            let _ = registers.file(record);
        }
    }
}
