//! A failing estate made smaller for as long as it still fails. Knows nothing of what it fails at.

use record::node::{Node, Value};

/// Makes a failing estate smaller for as long as it still fails: whole records, then fields and
/// entries of lists at any depth.
pub fn shrink(mut nodes: Vec<Node>, fails: &dyn Fn(&[Node]) -> bool) -> Vec<Node> {
    loop {
        let all = Node::list(nodes.iter().cloned());
        let smaller = without_each(&all).into_iter().find(|smaller| {
            let list = smaller.as_list().expect("a list stays a list");
            fails(list)
        });
        match smaller {
            Some(Node {
                value: Value::List(list),
                ..
            }) => nodes = list,
            _ => return nodes,
        }
    }
}

/// The node with each one of its parts left out, great parts first.
fn without_each(node: &Node) -> Vec<Node> {
    let mut all = Vec::new();
    match &node.value {
        Value::List(nodes) => {
            for index in 0..nodes.len() {
                let mut rest = nodes.clone();
                rest.remove(index);
                all.push(Node::list(rest));
            }
            for (index, part) in nodes.iter().enumerate() {
                for smaller in without_each(part) {
                    let mut rest = nodes.clone();
                    rest[index] = smaller;
                    all.push(Node::list(rest));
                }
            }
        }
        Value::Map(entries) => {
            for index in 0..entries.len() {
                if matches!(&*entries[index].key, "kind" | "id") {
                    continue;
                }
                let mut rest = entries.clone();
                rest.remove(index);
                all.push(Node::made(Value::Map(rest)));
            }
            for (index, entry) in entries.iter().enumerate() {
                for smaller in without_each(&entry.value) {
                    let mut rest = entries.clone();
                    rest[index].value = smaller;
                    all.push(Node::made(Value::Map(rest)));
                }
            }
        }
        _ => {}
    }
    all
}
