//! Hostile bytes from sound ones: flips, cuts, doublings, swaps, words that readers trip over, and
//! numbers taken to their ends. Seeded, so that a find can be made again.

use crate::seeded::Seeded;

/// Words that readers trip over.
const WORDS: &[&str] = &[
    "",
    "~",
    "null",
    "{}",
    "[]",
    "- ",
    ": ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "&a ",
    "*a",
    "!!binary ",
    "!x ",
    "\"",
    "'",
    "\u{feff}",
    "\0",
    "é",
    "\u{1f525}",
    "\t",
    "\r",
    "\r\n",
    "\n\n",
    "#",
    "|\n",
    ">-\n",
    "|9\n",
    "-1",
    "0",
    "1e999",
    "99999999999999999999",
    "NaN",
    "true",
    "<<: ",
    "? ",
    ",",
    ",,,,",
    "[[[[[[[[",
    "]]]]",
    "{a: {a: {a: ",
    "}}}",
    "${X",
    "://",
    ":::",
    "@",
    "/",
    "../../",
    "\u{202e}",
    "4h",
    "1h30m",
    "PT",
    "100%",
    "kind: ",
    "id: ",
    "requires: [",
    "any: ",
    "of: [",
    "\\u0000",
    "\\",
    "=1+1",
    "<!DOCTYPE x>",
    "&x;",
    "]]>",
    "<",
    ">",
    ";",
    "\"\"",
    "PK\u{3}\u{4}",
];

/// Numbers at their ends.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "255",
    "256",
    "65536",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "18446744073709551616",
    "1e308",
    "1e-400",
    "0.0000000001",
];

/// A sample after one to eight changes; never longer than four times itself and a little.
pub fn mutated(sample: &[u8], random: &mut Seeded) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for _ in 0..1 + random.below(8) {
        change(&mut bytes, random);
        bytes.truncate(sample.len() * 4 + 1_000);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, random: &mut Seeded) {
    let (from, to) = (random.below(bytes.len()), random.below(bytes.len()));
    let (from, to) = (from.min(to), from.max(to));
    match random.below(9) {
        0 if !bytes.is_empty() => bytes[from] ^= 1 << random.below(8),
        1 => drop(bytes.drain(from..to.min(from + 60))),
        2 => drop(bytes.splice(from..from, random.pick(WORDS).bytes())),
        3 => drop(bytes.splice(from..to.min(from + 12), random.pick(WORDS).bytes())),
        4 => {
            let piece = bytes[from..to.min(from + 400)].to_vec();
            let at = random.below(bytes.len());
            bytes.splice(at..at, piece);
        }
        5 => bytes.truncate(to),
        6 => number(bytes, from, random),
        7 => {
            let piece = bytes[from..to.min(from + 30)].repeat(1 + random.below(40));
            bytes.splice(from..from, piece);
        }
        _ => swap_lines(bytes, random),
    }
}

/// Takes the next number behind a place to one of its ends.
fn number(bytes: &mut Vec<u8>, from: usize, random: &mut Seeded) {
    let digit = |byte: &u8| byte.is_ascii_digit();
    let Some(start) = bytes[from..].iter().position(digit) else {
        return;
    };
    let start = from + start;
    let len = bytes[start..].iter().take_while(|byte| digit(byte)).count();
    bytes.splice(start..start + len, random.pick(NUMBERS).bytes());
}

/// Puts the end of one line in place of another's: right syntax, wrong types.
fn swap_lines(bytes: &mut Vec<u8>, random: &mut Seeded) {
    let mut lines: Vec<Vec<u8>> = bytes
        .split_inclusive(|&byte| byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let (one, other) = (random.below(lines.len()), random.below(lines.len()));
    let colon = |line: &Vec<u8>| {
        line.iter()
            .position(|&byte| matches!(byte, b':' | b',' | b'='))
    };
    let ends = lines
        .get(one)
        .and_then(colon)
        .zip(lines.get(other).and_then(colon));
    if let Some((first, second)) = ends {
        let tail = lines[other][second..].to_vec();
        lines[one].truncate(first);
        lines[one].extend(tail);
    }
    *bytes = lines.concat();
}
