//! Handbook pages as HTML: anchors, links between pages, no HTML let through.

use std::path::{Path, PathBuf};

use super::{PAGES, rendered, text_of};

#[test]
fn headings_can_be_linked_to_and_html_is_text() {
    let html = rendered("# What it *is*\n\nSee [the words](glossary.md#rto) <script>x</script>.\n");
    insta::assert_snapshot!(html.into_string(), @r#"
    <h1 id="what-it-is">What it <em>is</em></h1>
    <p>See <a href="/help/glossary#rto">the words</a> &lt;script&gt;x&lt;/script&gt;.</p>
    "#);
}

#[test]
fn every_page_is_there() {
    for (name, _) in PAGES {
        let word = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
        assert!(text_of(word).is_some(), "{name}");
    }
}

/// Every page that names a part of the handbook leads to one that is there.
#[test]
fn help_leads_to_a_heading() {
    let (mut open, mut wrong) = (vec![source()], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let named = text.split(".help(\"").skip(1);
            let named = named.filter_map(|rest| rest.split('"').next());
            wrong.extend(named.filter(|help| !is_there(help)).map(str::to_owned));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web")
}

fn is_there(help: &str) -> bool {
    let (page, anchor) = help.split_once('#').unwrap_or((help, ""));
    let word = page.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    let known = PAGES.iter().any(|(name, _)| *name == page);
    let text = text_of(word).filter(|_| known).unwrap_or_default();
    let id = format!("id=\"{anchor}\"");
    !text.is_empty() && (anchor.is_empty() || rendered(text).into_string().contains(&id))
}
