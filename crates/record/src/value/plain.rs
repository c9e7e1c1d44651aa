//! How texts, numbers, truth values, options, lists and maps stand in a file.

use std::collections::BTreeMap;

use crate::complaint::Complaints;
use crate::link::Link;
use crate::node::{Node, Place, Value};
use crate::shape::Shape;

fn typed(name: &str) -> Node {
    Node::map([("type", Node::text(name))])
}

impl Shape for String {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<String> {
        complaints.scalar(node, "a text").map(str::to_string)
    }

    fn write(&self) -> Node {
        Node::text(self.as_str())
    }

    fn schema() -> Node {
        Node::map([("type", Node::list(["string", "number"].map(Node::text)))])
    }
}

impl Shape for bool {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<bool> {
        match &node.value {
            Value::Text { text, bare: true } if &**text == "true" => Some(true),
            Value::Text { text, bare: true } if &**text == "false" => Some(false),
            _ => {
                complaints.expected(node, "`true` or `false`");
                None
            }
        }
    }

    fn write(&self) -> Node {
        Node::bare(self)
    }

    fn schema() -> Node {
        typed("boolean")
    }

    fn absent() -> Option<bool> {
        Some(false)
    }

    fn is_absent(&self) -> bool {
        !self
    }
}

/// Shape for a whole number of 0 or more.
macro_rules! whole {
    ($($number:ty),+) => {$(
        impl Shape for $number {
            fn read(node: &Node, complaints: &mut Complaints) -> Option<$number> {
                let number = match &node.value {
                    Value::Text { text, bare: true } => text.parse().ok(),
                    _ => None,
                };
                if number.is_none() {
                    complaints.expected(node, "a whole number of 0 or more, without quotes");
                }
                number
            }

            fn write(&self) -> Node {
                Node::bare(self)
            }

            fn schema() -> Node {
                Node::map([("type", Node::text("integer")), ("minimum", Node::bare(0))])
            }
        }
    )+};
}

whole!(u32, u64);

impl Shape for f64 {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<f64> {
        let number = match &node.value {
            Value::Text { text, bare: true } => text.parse::<f64>().ok().filter(|n| n.is_finite()),
            _ => None,
        };
        if number.is_none() {
            complaints.expected(node, "a number, without quotes");
        }
        number
    }

    fn write(&self) -> Node {
        Node::bare(self)
    }

    fn schema() -> Node {
        typed("number")
    }
}

impl<T: Shape> Shape for Option<T> {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Option<T>> {
        if node.is_null() {
            Some(None)
        } else {
            T::read(node, complaints).map(Some)
        }
    }

    fn write(&self) -> Node {
        self.as_ref().map_or(Node::made(Value::Null), T::write)
    }

    fn schema() -> Node {
        T::schema()
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn links<'a>(&'a self, show: &mut dyn FnMut(Link<'a>)) {
        if let Some(value) = self {
            value.links(show);
        }
    }

    fn places(&mut self, show: &mut dyn FnMut(&mut Place)) {
        if let Some(value) = self {
            value.places(show);
        }
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<Vec<T>> {
        let Value::List(nodes) = &node.value else {
            complaints.expected(node, "a list (`[a, b]` or lines that begin with `- `)");
            return None;
        };
        let read = |(index, node)| complaints.at_index(index, |inner| T::read(node, inner));
        let values: Vec<Option<T>> = nodes.iter().enumerate().map(read).collect();
        values.into_iter().collect()
    }

    fn write(&self) -> Node {
        Node::list(self.iter().map(T::write))
    }

    fn schema() -> Node {
        Node::map([("type", Node::text("array")), ("items", T::schema())])
    }

    fn absent() -> Option<Vec<T>> {
        Some(Vec::new())
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn links<'a>(&'a self, show: &mut dyn FnMut(Link<'a>)) {
        self.iter().for_each(|value| value.links(show));
    }

    fn places(&mut self, show: &mut dyn FnMut(&mut Place)) {
        self.iter_mut().for_each(|value| value.places(show));
    }
}

impl<T: Shape> Shape for BTreeMap<String, T> {
    fn read(node: &Node, complaints: &mut Complaints) -> Option<BTreeMap<String, T>> {
        let Value::Map(entries) = &node.value else {
            complaints.expected(node, "a map");
            return None;
        };
        let mut map = BTreeMap::new();
        let mut sound = true;
        for entry in entries {
            let read = |inner: &mut Complaints| T::read(&entry.value, inner);
            match complaints.within(&entry.key, read) {
                Some(value) => drop(map.insert(entry.key.to_string(), value)),
                None => sound = false,
            }
        }
        sound.then_some(map)
    }

    fn write(&self) -> Node {
        Node::map(
            self.iter()
                .map(|(key, value)| (key.as_str(), value.write())),
        )
    }

    fn schema() -> Node {
        Node::map([
            ("type", Node::text("object")),
            ("additionalProperties", T::schema()),
        ])
    }

    fn absent() -> Option<BTreeMap<String, T>> {
        Some(BTreeMap::new())
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn links<'a>(&'a self, show: &mut dyn FnMut(Link<'a>)) {
        self.values().for_each(|value| value.links(show));
    }

    fn places(&mut self, show: &mut dyn FnMut(&mut Place)) {
        self.values_mut().for_each(|value| value.places(show));
    }
}

/// A free-form value (the threshold of a rule): numbers and truth values as such, any other word a
/// text, so that it means the same in every format.
impl Shape for Node {
    fn read(node: &Node, _complaints: &mut Complaints) -> Option<Node> {
        Some(node.settled())
    }

    fn write(&self) -> Node {
        self.clone()
    }

    fn schema() -> Node {
        Node::map::<&str>([])
    }
}
