//! The graph of items and needs as Mermaid, which many wikis draw: sites as subgraphs, groups as
//! their own nodes, degrading needs dashed, needs of recovery dotted with a round end.

use record::kinds::Registers;

use super::graph::{Graph, Line, Shape};

/// The graph. Cost: linear in items and needs.
pub fn graph(registers: &Registers) -> String {
    let graph = Graph::of(registers);
    let mut out = String::from("flowchart LR\n");
    for (count, (site, members)) in graph.sites.iter().enumerate() {
        out.push_str(&format!("  subgraph s{count}[\"{}\"]\n", escaped(site)));
        for at in members {
            vertex(&graph, *at, "    ", &mut out);
        }
        out.push_str("  end\n");
    }
    for at in &graph.loose {
        vertex(&graph, *at, "  ", &mut out);
    }
    let (mut dashed, mut dotted) = (Vec::new(), Vec::new());
    for (index, (from, to, line, label)) in graph.edges.iter().enumerate() {
        match line {
            Line::Stops => {}
            Line::Degrades => dashed.push(index.to_string()),
            Line::Recovers => dotted.push(index.to_string()),
        }
        let label = match label.as_str() {
            "" => String::new(),
            label => format!("|\"{}\"|", escaped(label)),
        };
        out.push_str(&format!("  n{from} -->{label} n{to}\n"));
    }
    for (edges, dashes) in [(dashed, "8 4"), (dotted, "2 3")] {
        if !edges.is_empty() {
            let edges = edges.join(",");
            out.push_str(&format!("  linkStyle {edges} stroke-dasharray: {dashes}\n"));
        }
    }
    out
}

fn vertex(graph: &Graph, at: usize, indent: &str, out: &mut String) {
    let vertex = &graph.vertices[at];
    let label = escaped(&vertex.label);
    let (open, close) = match vertex.shape {
        Shape::Kind("activity") => ("(", ")"),
        Shape::Kind("dataset") => ("[(", ")]"),
        Shape::Kind("site") => ("[/", "\\]"),
        Shape::Kind("supplier" | "team") => ("([", "])"),
        Shape::Kind("component") => ("[[", "]]"),
        Shape::Kind(_) => ("[", "]"),
        Shape::Group => ("{", "}"),
        Shape::Missing => (">", "]"),
    };
    out.push_str(&format!("{indent}n{at}{open}\"{label}\"{close}\n"));
}

/// A label in which nothing is syntax or markup: every other sign as its number.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            c if c.is_alphanumeric() || " -_.,/+%:()".contains(c) => out.push(c),
            c if c.is_control() => out.push(' '),
            c => out.push_str(&format!("#{};", c as u32)),
        }
    }
    out
}
