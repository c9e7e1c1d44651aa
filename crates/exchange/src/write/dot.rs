//! The graph of items and needs in the language of Graphviz: sites as clusters, groups as their own
//! nodes, degrading needs dashed, needs of recovery dotted.

use record::kinds::Registers;

use super::graph::{Graph, Line, Shape};

/// The graph. Cost: linear in items and needs.
pub fn graph(registers: &Registers) -> String {
    let graph = Graph::of(registers);
    let mut out = String::from("digraph estate {\n  rankdir=LR;\n  node [fontname=\"sans\"];\n");
    for (count, (site, members)) in graph.sites.iter().enumerate() {
        let site = quoted(site);
        out.push_str(&format!(
            "  subgraph cluster_{count} {{\n    label={site};\n"
        ));
        for at in members {
            vertex(&graph, *at, "    ", &mut out);
        }
        out.push_str("  }\n");
    }
    for at in &graph.loose {
        vertex(&graph, *at, "  ", &mut out);
    }
    for (from, to, line, label) in &graph.edges {
        let style = match line {
            Line::Stops => "solid",
            Line::Degrades => "dashed",
            Line::Recovers => "dotted",
        };
        let label = match label.as_str() {
            "" => String::new(),
            label => format!(", label={}", quoted(label)),
        };
        out.push_str(&format!("  n{from} -> n{to} [style={style}{label}];\n"));
    }
    out.push_str("}\n");
    out
}

fn vertex(graph: &Graph, at: usize, indent: &str, out: &mut String) {
    let vertex = &graph.vertices[at];
    let look = match vertex.shape {
        Shape::Kind("activity") => "shape=box, style=rounded",
        Shape::Kind("service") => "shape=box",
        Shape::Kind("dataset") => "shape=cylinder",
        Shape::Kind("site") => "shape=house",
        Shape::Kind("supplier" | "team") => "shape=ellipse",
        Shape::Kind(_) => "shape=component",
        Shape::Group => "shape=diamond",
        Shape::Missing => "shape=box, style=dotted",
    };
    let label = quoted(&vertex.label);
    out.push_str(&format!("{indent}n{at} [label={label}, {look}];\n"));
}

/// A quoted string: quotes and backslashes escaped, so that nothing in a name is syntax.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
