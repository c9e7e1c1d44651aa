//! Patches by eye, and put back together: the old text and the patch give the new one.

use proptest::prelude::*;

use super::{common, differing, lines, new_side, patch, patch_of_new, patch_within};

#[test]
fn a_patch_has_three_lines_around_what_differs() {
    let before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n";
    let after = "a\nb\nc\nd\ne\nF\ng\nh\ni\nj\nk\nl\nn";
    let told = "diff --git a/x/y.yaml b/x/y.yaml\n--- a/x/y.yaml\n+++ b/x/y.yaml\n\
                @@ -3,10 +3,11 @@\n c\n d\n e\n-f\n+F\n g\n h\n i\n j\n k\n l\n+n\n\
                \\ No newline at end of file\n";
    assert_eq!(patch("x/y.yaml", before, after), told);
    assert_eq!(patch("x/y.yaml", before, before), "");
}

#[test]
fn far_stretches_are_hunks_of_their_own_and_an_empty_side_is_named_by_the_line_before() {
    let before: String = (0..30).map(|line| format!("{line}\n")).collect();
    let after = before.replace("\n3\n", "\nx\n").replace("\n25\n", "\n");
    let hunks = patch("f", &before, &after);
    let heads: Vec<&str> = hunks.lines().filter(|it| it.starts_with("@@")).collect();
    assert_eq!(heads, ["@@ -1,7 +1,7 @@", "@@ -23,7 +23,6 @@"]);
    assert!(patch("f", "", "a\n").contains("@@ -0,0 +1 @@\n+a\n"));
    assert!(patch("f", "a\n", "").contains("@@ -1 +0,0 @@\n-a\n"));
}

#[test]
fn names_that_a_reader_would_stumble_over_are_quoted() {
    let head = |name: &str| {
        patch(name, "a", "b")
            .lines()
            .take(2)
            .collect::<Vec<_>>()
            .join("|")
    };
    assert_eq!(head("a b"), "diff --git a/a b b/a b|--- a/a b\t");
    assert_eq!(
        head("ö\"\n"),
        r#"diff --git "a/\303\266\"\012" "b/\303\266\"\012"|--- "a/\303\266\"\012""#
    );
}

#[test]
fn a_file_that_is_not_there_is_made() {
    let told = "diff --git a/f b/f\nnew file mode 100644\n--- /dev/null\n+++ b/f\n\
                @@ -0,0 +1,2 @@\n+a\n+b\n";
    assert_eq!(patch_of_new("f", "a\nb\n"), told);
}

#[test]
fn lines_within_a_file_are_one_hunk_at_their_place() {
    let before = "kind: service\nid: a\nname: A\n---\n";
    let after = "kind: service\nid: a\nname: B\n---\n";
    let made = patch_within("f", 40, before, after);
    assert!(
        made.ends_with("@@ -40,4 +40,4 @@\n kind: service\n id: a\n-name: A\n+name: B\n ---\n")
    );
    assert_eq!(new_side(&made).as_deref(), Some(after));
    assert_eq!(new_side("nothing of the kind"), None);
}

/// Puts a patch on a text, as `patch` would.
fn applied(before: &str, patch: &str) -> String {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let (mut out, mut next) = (String::new(), 0);
    let all: Vec<&str> = patch.split_inclusive('\n').collect();
    for (index, line) in all.iter().enumerate().skip(3) {
        if let Some(head) = line.strip_prefix("@@ -") {
            let span = head.split(' ').next().expect("a span");
            let (start, count) = span.split_once(',').unwrap_or((span, "1"));
            let start: usize = start.parse().expect("a number");
            let start = if count == "0" { start } else { start - 1 };
            old[next..start].iter().for_each(|line| out.push_str(line));
            next = start;
            continue;
        }
        let bare = all
            .get(index + 1)
            .is_some_and(|next| next.starts_with('\\'));
        let text = &line[1..];
        let text = if bare {
            text.trim_end_matches('\n')
        } else {
            text
        };
        match line.as_bytes()[0] {
            b'+' => out.push_str(text),
            b'-' | b' ' => {
                assert_eq!(old[next], text, "the patch knows what is there");
                if line.starts_with(' ') {
                    out.push_str(text);
                }
                next += 1;
            }
            _ => {}
        }
    }
    old[next..].iter().for_each(|line| out.push_str(line));
    out
}

/// The length of the longest common subsequence, by the table everybody knows.
fn longest(a: &[&str], b: &[&str]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for one in a {
        let mut corner = 0;
        for (j, other) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if one == other {
                corner + 1
            } else {
                above.max(row[j])
            };
            corner = above;
        }
    }
    row[b.len()]
}

proptest! {
    #[test]
    fn the_old_text_and_the_patch_give_the_new_one(
        before in "([abc]\n){0,25}[ab]{0,1}", after in "([abc]\n){0,25}[ab]{0,1}"
    ) {
        prop_assert_eq!(applied(&before, &patch("f", &before, &after)), after);
    }

    #[test]
    fn no_difference_is_smaller(before in "([abc]\n){0,25}", after in "([abc]\n){0,25}") {
        let (a, b) = (lines(&before), lines(&after));
        prop_assert_eq!(common(&a, &b).len(), longest(&a, &b));
    }
}

#[test]
fn what_differs_too_much_is_replaced_whole() {
    let text = |sign: &str| {
        (0..3_000)
            .map(|n| format!("{sign}{n}\n"))
            .collect::<String>()
    };
    let (before, after) = (text("a"), text("b"));
    let (a, b) = (lines(&before), lines(&after));
    assert_eq!(differing(&a, &b).len(), 1);
}
