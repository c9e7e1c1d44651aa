//! Folders that are homes, as other programs read them: which there are, and the lines by which a
//! server tells our own command line of records that stand in two places.

use continuity::homes::Collision;
use continuity::state::State;
use record::node::Node;
use serde::Serialize;

/// The folders that are homes.
#[derive(Serialize)]
pub struct Listed {
    items: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    home: String,
    folder: String,
    records: u32,
    collisions: Vec<String>,
    synced_at: String,
}

/// The folders that are homes, by name.
pub fn listed(state: &State) -> Listed {
    let row = |(name, home): (&str, &continuity::state::Home)| Row {
        home: name.to_string(),
        folder: home.folder.clone(),
        records: home.records,
        collisions: home.collisions.clone(),
        synced_at: home.at.to_string(),
    };
    Listed {
        items: state.homes().map(row).collect(),
    }
}

/// A collision as a line of an estate.
pub fn write(collision: &Collision) -> Node {
    let mut entries = vec![
        ("subject", Node::text(collision.subject.as_str())),
        ("folder", Node::text(collision.folder.as_str())),
    ];
    if let Some(home) = &collision.home {
        entries.push(("home", Node::text(home.as_str())));
    }
    Node::map([("collision", Node::map(entries))])
}

/// Reads such a line; nothing where it is another one.
pub fn read(node: &Node) -> Option<Collision> {
    let node = node.get("collision")?;
    let text = |key: &str| node.get(key).and_then(Node::as_text).map(str::to_string);
    Some(Collision {
        subject: text("subject")?,
        folder: text("folder")?,
        home: text("home"),
        at: None,
    })
}
