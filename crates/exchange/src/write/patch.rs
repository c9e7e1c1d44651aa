//! The difference of two texts as a patch that `git apply` and `patch -p1` take: a unified diff
//! with three lines of context. It reads no file and knows no record.

#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::ops::Range;

/// Lines shown around what differs, as git does.
const CONTEXT: usize = 3;
/// How many lines may come and go before a changed stretch is shown as wholly replaced: the search
/// for the least difference takes the square of it.
const DIFFERENCES_MAX: usize = 2_000;

/// A stretch of lines that differs: the lines before, and the lines after.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Differs {
    old: Range<usize>,
    new: Range<usize>,
}

/// A patch of one file, from one text to another; empty where they are equal. `name` is the file
/// as seen from where the patch is applied, with `/`. Cost: linear in the lines, and in the lines
/// that differ squared up to a limit.
pub fn patch(name: &str, before: &str, after: &str) -> String {
    let (old, new) = (lines(before), lines(after));
    let differing = differing(&old, &new);
    if differing.is_empty() {
        return String::new();
    }
    let mut out = head(name);
    for hunk in hunks(&differing) {
        write_hunk(&old, &new, hunk, WHOLE, &mut out);
    }
    out
}

/// A patch of lines that stand somewhere in a file whose other lines are not known: `first_line`
/// is where the first of the old lines stands, from 1. All of them are shown, so that who reads
/// the patch has them whole. Empty where the texts are equal.
pub fn patch_within(name: &str, first_line: usize, before: &str, after: &str) -> String {
    let (old, new) = (lines(before), lines(after));
    let differing = differing(&old, &new);
    if differing.is_empty() {
        return String::new();
    }
    let mut out = head(name);
    let around = Around {
        context: usize::MAX,
        above: first_line.saturating_sub(1),
    };
    write_hunk(&old, &new, &differing, around, &mut out);
    out
}

/// A patch that makes a file which is not there yet.
pub fn patch_of_new(name: &str, text: &str) -> String {
    let (old, new) = (quoted("a/", name), quoted("b/", name));
    let mut out = format!("diff --git {old} {new}\nnew file mode 100644\n");
    if !text.is_empty() {
        let _ = write!(out, "--- /dev/null\n+++ {new}{}\n", tab(name, &new));
        let lines = lines(text);
        let whole = [Differs {
            old: 0..0,
            new: 0..lines.len(),
        }];
        write_hunk(&[], &lines, &whole, WHOLE, &mut out);
    }
    out
}

/// The new side of the first file of a patch: what would stand in the lines that it shows.
pub fn new_side(patch: &str) -> Option<String> {
    let mut lines = patch.split_inclusive('\n');
    lines.find(|line| line.starts_with("@@ "))?;
    let mut out = String::new();
    for line in lines {
        match line.as_bytes().first() {
            Some(b' ' | b'+') => out.push_str(&line[1..]),
            Some(b'-' | b'\\') => {}
            _ => break,
        }
    }
    Some(out)
}

/// Lines with their ends: a last line without one differs from the same with one.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn head(name: &str) -> String {
    let (old, new) = (quoted("a/", name), quoted("b/", name));
    let tab = tab(name, &old);
    format!("diff --git {old} {new}\n--- {old}{tab}\n+++ {new}{tab}\n")
}

/// A blank in a name would end it, were it not for a tab behind.
fn tab(name: &str, quoted: &str) -> &'static str {
    if name.contains(' ') && !quoted.starts_with('"') {
        "\t"
    } else {
        ""
    }
}

/// A name as git writes it: in quotes where a plain reader would stumble.
fn quoted(prefix: &str, name: &str) -> String {
    let odd = |byte: u8| !(0x20..0x7f).contains(&byte) || byte == b'"' || byte == b'\\';
    if !name.bytes().any(odd) {
        return format!("{prefix}{name}");
    }
    let mut out = format!("\"{prefix}");
    for byte in name.bytes() {
        match byte {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(byte));
            }
            byte if odd(byte) => {
                let _ = write!(out, "\\{byte:03o}");
            }
            byte => out.push(char::from(byte)),
        }
    }
    out.push('"');
    out
}

/// Stretches that are close enough to share their context.
fn hunks(differing: &[Differs]) -> impl Iterator<Item = &[Differs]> {
    differing.chunk_by(|one, next| next.old.start - one.old.end <= 2 * CONTEXT)
}

/// What stands around a hunk.
#[derive(Clone, Copy)]
struct Around {
    /// How many unchanged lines are shown.
    context: usize,
    /// How many lines stand before the first line that is known.
    above: usize,
}

/// A whole file is known.
const WHOLE: Around = Around {
    context: CONTEXT,
    above: 0,
};

/// One hunk.
fn write_hunk(old: &[&str], new: &[&str], hunk: &[Differs], around: Around, out: &mut String) {
    let Around { context, above } = around;
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else {
        return;
    };
    let before = first.old.start.min(context);
    let after = (old.len() - last.old.end).min(context);
    let span = |first: &Range<usize>, last: &Range<usize>| {
        let (start, end) = (first.start - before, last.end + after);
        // An empty side is named by the line before it.
        let line = above + start + usize::from(end > start);
        match end - start {
            1 => format!("{line}"),
            count => format!("{line},{count}"),
        }
    };
    let (was, is) = (span(&first.old, &last.old), span(&first.new, &last.new));
    let _ = writeln!(out, "@@ -{was} +{is} @@");
    let mut next = first.old.start - before;
    for differs in hunk {
        old[next..differs.old.start]
            .iter()
            .for_each(|line| put(' ', line, out));
        old[differs.old.clone()]
            .iter()
            .for_each(|line| put('-', line, out));
        new[differs.new.clone()]
            .iter()
            .for_each(|line| put('+', line, out));
        next = differs.old.end;
    }
    old[next..last.old.end + after]
        .iter()
        .for_each(|line| put(' ', line, out));
}

fn put(sign: char, line: &str, out: &mut String) {
    out.push(sign);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

/// The stretches that differ, in order, none touching the next.
fn differing(old: &[&str], new: &[&str]) -> Vec<Differs> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - head;
    let tails = old.iter().rev().zip(new.iter().rev());
    let tail = tails.take(rest).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut out: Vec<Differs> = Vec::new();
    let (mut x, mut y) = (0, 0);
    // A last pair beyond both ends closes the last stretch.
    let pairs = common(a, b).into_iter().chain([(a.len(), b.len())]);
    for (i, j) in pairs {
        if i > x || j > y {
            out.push(Differs {
                old: head + x..head + i,
                new: head + y..head + j,
            });
        }
        (x, y) = (i + 1, j + 1);
    }
    out
}

/// The pairs of equal lines of the least difference, in order (Myers, "An O(ND) Difference
/// Algorithm and Its Variations", 1986); none where there are too many differences to search.
fn common(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    let (n, m) = (a.len() as isize, b.len() as isize);
    let most = (a.len() + b.len()).min(DIFFERENCES_MAX) as isize;
    let at = |k: isize| (k + most + 1) as usize;
    let mut furthest = vec![0isize; 2 * (most as usize) + 3];
    let mut trace: Vec<Vec<isize>> = Vec::new();
    for d in 0..=most {
        let (low, high) = (at(-d - 1), at(d + 1));
        trace.push(furthest[low..=high].to_vec());
        for k in (-d..=d).step_by(2) {
            let down = k == -d || (k != d && furthest[at(k - 1)] < furthest[at(k + 1)]);
            let mut x = if down {
                furthest[at(k + 1)]
            } else {
                furthest[at(k - 1)] + 1
            };
            while x < n && x - k < m && a[x as usize] == b[(x - k) as usize] {
                x += 1;
            }
            furthest[at(k)] = x;
            if x >= n && x - k >= m {
                return walked_back(&trace, n, m);
            }
        }
    }
    Vec::new()
}

/// The path back from the end: each step of the trace holds the diagonals from -d-1 to d+1.
fn walked_back(trace: &[Vec<isize>], n: isize, m: isize) -> Vec<(usize, usize)> {
    let (mut x, mut y) = (n, m);
    let mut pairs = Vec::new();
    for (d, furthest) in trace.iter().enumerate().rev() {
        let d = d as isize;
        let of = |k: isize| furthest[(k + d + 1) as usize];
        let k = x - y;
        let down = k == -d || (k != d && of(k - 1) < of(k + 1));
        let from = if down { k + 1 } else { k - 1 };
        let (start, origin) = if d == 0 {
            (0, 0)
        } else {
            let x = of(from);
            (if down { x } else { x + 1 }, x)
        };
        while x > start {
            (x, y) = (x - 1, y - 1);
            pairs.push((x as usize, y as usize));
        }
        if d > 0 {
            (x, y) = (origin, origin - from);
        }
    }
    pairs.reverse();
    pairs
}
