//! Handbook pages as HTML: anchors, links between pages, no HTML let through.

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
