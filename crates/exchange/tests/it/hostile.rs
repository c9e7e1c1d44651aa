//! Bad input for our own format: a clear complaint at its place, for each thing that a careless
//! or hostile hand can write, and nothing that grows out of proportion.

use exchange::import::{File, Import, mainstay};

fn import(name: &str, text: impl AsRef<[u8]>) -> Import {
    let bytes = text.as_ref();
    mainstay::import(&[File { name, bytes }])
}

/// `line:column text` of every complaint, and the ids of the records that were read all the same.
fn said(name: &str, text: impl AsRef<[u8]>) -> String {
    let import = import(name, text);
    let complaint = |(_, complaint): &(String, record::complaint::Complaint)| {
        let at = complaint.at;
        format!("{}:{} {}", at.line, at.column, complaint.text)
    };
    let mut lines: Vec<String> = import.complaints.iter().map(complaint).collect();
    lines.extend(import.records.iter().map(record::kinds::Record::reference));
    lines.join("\n")
}

#[track_caller]
fn says(name: &str, text: impl AsRef<[u8]>, expected: &str) {
    assert_eq!(said(name, text), expected);
}

#[test]
fn aliases_cannot_multiply_without_end() {
    let mut bomb = String::from("kind: site\nid: a\ntags:\n  - &x0 [a, a, a, a, a, a, a, a, a]\n");
    for level in 1..30 {
        let of = format!("*x{}, ", level - 1).repeat(9);
        bomb += &format!("  - &x{level} [{of}]\n");
    }
    let said_of_bomb = said("a.yaml", bomb);
    assert!(
        said_of_bomb
            .ends_with("its anchors and aliases make this document too large; write fewer of them")
            || said_of_bomb.ends_with("more than 100000 values in one document"),
        "{said_of_bomb}"
    );
    // Few values, but each of a megabyte: values alone are no measure.
    let long = "x".repeat(1_000_000);
    let heavy = format!("a: &a {long}\nb: [{}]\n", "*a, ".repeat(1_000));
    says(
        "a.yaml",
        heavy,
        "2:81 its anchors and aliases make this document too large; write fewer of them",
    );
    // An anchor around an anchor, and so on, is as often kept.
    let open: String = (0..60).map(|at| format!("&n{at} [")).collect();
    let nested = format!("a: {open}{}{}\n", "a, ".repeat(20_000), "]".repeat(60));
    let said_of_nested = said("a.yaml", nested);
    assert!(
        said_of_nested.contains("anchors and aliases"),
        "{said_of_nested}"
    );
    says(
        "a.yaml",
        "a: &a [b, *a]\n",
        "1:11 this alias stands inside what it names",
    );
    says(
        "a.yaml",
        "a: *b\n",
        "1:4 this is not YAML: while parsing node, found unknown anchor",
    );
}

#[test]
fn half_a_million_levels_and_more_are_refused_at_the_sixty_fifth() {
    let deep = 1_000_000;
    says(
        "a.json",
        "[".repeat(deep) + &"]".repeat(deep),
        "1:66 nested deeper than 64 levels",
    );
    says(
        "a.json",
        "{\"a\":".repeat(deep / 2),
        "1:321 nested deeper than 64 levels",
    );
    says(
        "a.jsonl",
        "[".repeat(deep),
        "1:65 nested deeper than 64 levels",
    );
    says(
        "a.jsonl",
        "{\"a\":".repeat(deep / 2) + "1" + &"}".repeat(deep / 2),
        "1:321 nested deeper than 64 levels",
    );
    for text in ["[", "{", "{a: ", "[a, [", "- ", "? "] {
        let said = said("a.yaml", text.repeat(deep / text.len()));
        assert!(
            said.contains("nested deeper than 64 levels") || said.contains("this is not YAML"),
            "{text}: {said}"
        );
    }
    let block: String = (0..2_000).map(|depth| " ".repeat(depth) + "a:\n").collect();
    says("a.yaml", block, "65:65 nested deeper than 64 levels");
}

#[test]
fn a_key_or_an_id_may_stand_once() {
    says(
        "a.yaml",
        "kind: site\nid: a\nname: x\nname: y\n",
        "4:1 the key `name` stands twice",
    );
    says(
        "a.json",
        "{\"kind\": \"site\", \"id\": \"a\", \"id\": \"b\"}",
        "1:29 the key `id` stands twice",
    );
    let both = [
        File {
            name: "a.yaml",
            bytes: b"kind: site\nid: a\n",
        },
        File {
            name: "b.yaml",
            bytes: b"---\nkind: site\nid: a\n",
        },
    ];
    let import = mainstay::import(&both);
    assert_eq!(import.records.len(), 1);
    let (file, complaint) = &import.complaints[0];
    assert_eq!(
        (file.as_str(), complaint.at.line, complaint.text.as_str()),
        ("b.yaml", 2, "site/a stands twice in what is imported")
    );
}

#[test]
fn bytes_that_are_no_text_are_refused_where_they_stand() {
    says(
        "a.yaml",
        b"kind: site\nid: a\nname: caf\xe9\n",
        "3:10 this is not UTF-8 text; save the file as UTF-8",
    );
    says(
        "a.json",
        b"[{\"kind\": \"site\", \"id\": \"a\"},\n {\"kind\": \"\xff\"}]",
        "2:12 this is not UTF-8 text; save the file as UTF-8\nsite/a",
    );
    // A parser that stops at a NUL would lose the rest without a word.
    says(
        "a.yaml",
        "kind: site\nid: a\n\0name: x\n",
        "3:1 this is not text: it holds the control character U+0000; write `\\x00` in double quotes",
    );
    says(
        "a.yaml",
        "\u{feff}kind: site\r\nid: a\r\nname: \"x\\x1by\"\r\n---\r\nkind: site\r\nid: b\r\n",
        "site/a\nsite/b",
    );
    says(
        "a.json",
        "\u{feff}\r\n{\"kind\": \"site\", \"id\": \"a\"}\r\n",
        "site/a",
    );
    says(
        "a.jsonl",
        "\u{feff}{\"kind\":\"site\",\"id\":\"a\"}\r\n{\"kind\":\"site\",\"id\":\"b\"}",
        "site/a\nsite/b",
    );
    says(
        "a.yaml",
        "kind: site\n\tid: a\n",
        "1:7 this is not YAML: while scanning a plain scalar, found a tab",
    );
    let utf16: Vec<u8> = "\u{feff}kind: site"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    says(
        "a.yaml",
        utf16,
        "1:1 this is not UTF-8 text; save the file as UTF-8",
    );
}

#[test]
fn what_has_no_meaning_here_is_named() {
    says(
        "a.yaml",
        "kind: site\nid: a\nname: !!python/object/apply:os.system [id]\n",
        "3:7 tags (`!…`) have no meaning here; leave it out",
    );
    says(
        "a.yaml",
        "kind: site\nid: a\nname: !!str 12\ntags: !!seq [x]\n",
        "site/a",
    );
    says(
        "a.yaml",
        "kind: site\nid: a\n<<: { name: x }\n",
        "3:1 merge keys (`<<`) have no meaning here; write the fields out",
    );
    says(
        "a.yaml",
        "kind: sevrice\nid: a\n---\nkind: service\nid: b\nonwer: role/x\n",
        "1:7 unknown kind `sevrice`; did you mean `service`?\n\
         6:1 unknown field `onwer`; did you mean `owner`?",
    );
    says(
        "a.yaml",
        "kind: run\nid: a\n",
        "1:7 records of kind `run` live in the journal, not in files",
    );
    for id in [
        "../../etc/passwd",
        "a/b",
        "C:\\x",
        "a%2f..",
        "..%c0%af",
        "A",
        "\"a\\0\"",
        "//h/s",
    ] {
        let said = said("a.yaml", format!("kind: site\nid: {id}\n"));
        assert!(
            said.contains("is no id: lower-case letters, digits, `-`, `.` and `_` only"),
            "{id}: {said}"
        );
    }
}

#[test]
fn values_out_of_all_measure_are_refused() {
    let recovery = |takes: &str| {
        said(
            "a.yaml",
            format!("kind: site\nid: a\nrecovery: {{ takes: {takes} }}\n"),
        )
    };
    for takes in [
        "99999999999999999999h",
        "9223372036854775807s",
        "P9999999999999Y",
        "1001y",
    ] {
        assert_eq!(
            recovery(takes),
            format!("3:20 `{takes}` is longer than a thousand years")
        );
    }
    for takes in ["4", "4 hours", "-4h", "4h3d", "1.5h", "h", "4H", "P", "∞"] {
        assert_eq!(
            recovery(takes),
            format!(
                "3:20 `{takes}` is not a duration with its unit: `90s`, `15m`, `4h`, `3d`, \
                 `1h30m` or ISO 8601 (`PT4H`)"
            )
        );
    }
    let date = |date: &str| said("a.yaml", format!("kind: site\nid: a\nreview-due: {date}\n"));
    assert_eq!(date("9999-12-31"), "site/a");
    for wrong in [
        "2026-02-30",
        "10000-01-01",
        "2026-13-01",
        "20261225",
        "tomorrow",
        "-001-01-01",
    ] {
        assert_eq!(
            date(wrong),
            format!("3:13 `{wrong}` is not a date (`2026-12-25`)")
        );
    }
    says(
        "a.yaml",
        "kind: dataset\nid: a\nsize: 5 TBs\n",
        "3:7 `5 TBs` is not a size (`6 TB`, `200 GB`)",
    );
    says(
        "a.yaml",
        "kind: dataset\nid: a\nsize: 99999999999999999999 TB\n",
        "3:7 `99999999999999999999 TB` is not a size (`6 TB`, `200 GB`)",
    );
}

#[test]
fn the_ends_of_documents_are_where_yaml_has_them() {
    // A marker at the left edge ends a document even inside a block of text.
    says(
        "a.yaml",
        "kind: site\nid: a\ndescription: |\n  one\n---\nkind: site\nid: b\n",
        "site/a\nsite/b",
    );
    says(
        "a.yaml",
        "kind: site\nid: a\ndescription: |\n  one\n  ---\n  two\n  ...\n",
        "site/a",
    );
    says(
        "a.yaml",
        "%YAML 1.2\n# one\n---\nkind: site\nid: a\n...\nkind: site\nid: b\n...\n---\n---\n# nothing\n...\n",
        "site/a\nsite/b",
    );
    says(
        "a.yaml",
        "--- {kind: site, id: a}\n--- {kind: site, id: b}\n",
        "site/a\nsite/b",
    );
    says(
        "a.yaml",
        "kind: site\nid: a\r---\rkind: site\rid: b\r",
        "3:1 a second document begins here; begin it with `---` on a line of its own",
    );
    says("a.yaml", "", "");
    says("a.yaml", "# nothing but a comment\n", "");
    says("a.json", " \n", "");
    says("a.json", "[]", "");
    says("a.jsonl", "\n\n", "");
}

#[test]
fn one_broken_line_does_not_hide_the_others() {
    says(
        "a.jsonl",
        "{\"kind\":\"site\",\"id\":\"a\"}\n\n{\"kind\":\"site\",\"id\":}\n  \n{\"kind\":\"site\",\"id\":\"b\"}\n{\"kind\":\"si",
        "3:21 this is not JSON: expected a value, found `}`\n\
         6:9 this text is not closed on its line\nsite/a\nsite/b",
    );
    says(
        "a.json",
        "[ {\"kind\": \"site\", \"id\": \"a\"}, {\"kind\": }, 7,\n  {\"kind\": \"site\", \"id\": \"b\"}\n]\n",
        "1:41 this is not JSON: expected a value, found `}`\n\
         1:44 expected a record: a map with `kind` and `id`, found `7`\nsite/a\nsite/b",
    );
    says(
        "a.json",
        "[{\"kind\": \"site\", \"id\": \"a, ] }\"}\n",
        "1:35 this is not JSON: expected `,` or `]`, found the end of the text",
    );
    says(
        "a.json",
        "[1,]",
        "1:2 expected a record: a map with `kind` and `id`, found `1`\n\
         1:4 this is not JSON: expected a value, found `]`",
    );
    says(
        "a.json",
        "[] []",
        "1:4 this is not JSON: expected the end of the text, found more",
    );
    says(
        "a.json",
        "[,,,,,]",
        "1:2 this is not JSON: expected a value, found `,`",
    );
    says(
        "a.json",
        "{\"a\": 1,}",
        "1:9 this is not JSON: expected a key in double quotes, found `}`",
    );
    says(
        "a.json",
        "{'a': 1}",
        "1:2 this is not JSON: expected a key in double quotes, found `'`",
    );
    says(
        "a.json",
        "// no\n{}",
        "1:1 this is not JSON: expected a value, found `/`",
    );
    // A file of another tool is passed by.
    says("package.json", "{\"name\": \"x\", \"scripts\": {}}", "");
}

#[test]
fn steps_and_groups_that_cannot_be_are_named() {
    let steps = "kind: plan\nid: p\ncovers: [service/x]\nsteps:\n\
                 \x20 - { id: a, title: A, after: [b] }\n\
                 \x20 - { id: b, title: B, after: [a] }\n\
                 \x20 - { id: c, title: C, after: [c] }\n";
    let said_of_steps = said("a.yaml", steps);
    assert!(
        said_of_steps.ends_with("the steps wait for each other in a circle"),
        "{said_of_steps}"
    );
    says(
        "a.yaml",
        "kind: service\nid: s\nrequires:\n  - { any: 3, of: [a, b] }\n  - { any: 0, of: [a, b] }\n\
         \x20 - { any: 1, of: [a, b, a] }\n  - { item: x, effect: degrade }\n  - { of: [] }\n",
        "4:12 `any: 3` of 2 cannot be; write a number from 1 to 2\n\
         5:12 `any: 0` of 2 cannot be; write a number from 1 to 2\n\
         6:26 `a` stands twice in one `of`\n\
         7:5 `effect: degrade` needs `to`, the level that remains (`to: 80%`)\n\
         8:5 it names nothing; write `item: x` or `any: 1` with `of: [x, y]`",
    );
    let many: String = (0..90_000).map(|at| format!("m{at}, ")).collect();
    says(
        "a.yaml",
        format!("kind: service\nid: s\nrequires: [ {{ any: 2, of: [{many}m7] }} ]\n"),
        "3:708918 `m7` stands twice in one `of`",
    );
}
