//! The graph drawn: groups, ways of needing, sites, and names that could be taken for syntax.

use exchange::import::{File, csv};
use exchange::write::{dot, mermaid};
use record::kinds::Registers;

use super::csv::estate;

fn hostile() -> Registers {
    let text = "name,id,depends on,site\n\
                \"a\"\"]; x -> y; \\ <b> `\n#quot; --> end\",evil,gone,ams1\n";
    let import = csv::import(&[File {
        name: "x.csv",
        bytes: text.as_bytes(),
    }]);
    assert_eq!(import.complaints, []);
    let mut registers = Registers::default();
    for record in import.records {
        registers.file(record).expect("one record");
    }
    registers
}

#[test]
fn groups_are_nodes_and_ways_of_needing_have_their_lines() {
    let drawn = dot::graph(&estate());
    assert!(drawn.contains("label=\"1 of 2\", shape=diamond"), "{drawn}");
    assert!(drawn.contains("[style=dashed, label=\"50%\"]"), "{drawn}");
    assert!(
        drawn.contains("subgraph cluster_0 {\n    label=\"ams1\""),
        "{drawn}"
    );
    let drawn = mermaid::graph(&estate());
    assert!(drawn.contains("{\"1 of 2\"}"), "{drawn}");
    assert!(drawn.contains("stroke-dasharray: 8 4"), "{drawn}");
    assert!(drawn.contains("subgraph s0[\"ams1\"]"), "{drawn}");
}

#[test]
fn nothing_in_a_name_is_syntax() {
    let drawn = dot::graph(&hostile());
    let expected = "n0 [label=\"a\\\"]; x -> y; \\\\ <b> ` #quot; --> end\", shape=box];";
    assert!(drawn.contains(expected), "{drawn}");
    let drawn = mermaid::graph(&hostile());
    let line = drawn
        .lines()
        .find(|line| line.contains("n0["))
        .expect("the node is drawn");
    assert_eq!(line.matches('"').count(), 2, "{line}");
    assert!(
        !line.contains("-->") && !line.contains('<') && !line.contains('`'),
        "{line}"
    );
}
