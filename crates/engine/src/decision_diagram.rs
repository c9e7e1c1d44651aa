//! A binary decision diagram: a shared form of and/or over variables from which an exact
//! probability is read in one pass. Grows to a budget and then refuses; variables keep the
//! order in which they are numbered.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A function of the variables.
pub(crate) type Function = u32;

/// Never holds.
pub(crate) const NEVER: Function = 0;

/// Always holds.
pub(crate) const ALWAYS: Function = 1;

/// How many joins may be worked out for each node of the budget.
const MOST_STEPS: usize = 8;

/// The diagram has no room left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Full;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Join {
    And,
    Or,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Node {
    variable: u32,
    without: Function,
    with: Function,
}

/// Mixes small integers quickly; the keys come from ourselves, so nobody can choose them to
/// collide at will.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(23) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

type Table<K, V> = HashMap<K, V, BuildHasherDefault<Mix>>;

/// The diagram. Every node is made after the two it leads to.
pub(crate) struct Diagram {
    nodes: Vec<Node>,
    unique: Table<Node, Function>,
    joined: Table<(Join, Function, Function), Function>,
    budget: usize,
    /// Joins worked out, so that time is bounded as well as room.
    steps: usize,
}

enum Task {
    Join(Function, Function),
    Make(Function, Function, u32),
}

impl Diagram {
    /// An empty diagram that may grow to `budget` nodes.
    pub fn new(budget: usize) -> Diagram {
        let end = Node {
            variable: u32::MAX,
            without: NEVER,
            with: NEVER,
        };
        Diagram {
            nodes: vec![end; 2],
            unique: Table::default(),
            joined: Table::default(),
            budget,
            steps: 0,
        }
    }

    /// The function that holds when the variable does.
    pub fn variable(&mut self, variable: u32) -> Result<Function, Full> {
        self.node(variable, NEVER, ALWAYS)
    }

    /// Holds when both do.
    pub fn and(&mut self, left: Function, right: Function) -> Result<Function, Full> {
        self.join(Join::And, left, right)
    }

    /// Holds when either does.
    pub fn or(&mut self, left: Function, right: Function) -> Result<Function, Full> {
        self.join(Join::Or, left, right)
    }

    /// Holds when at least `need` of `inputs` do. Cost: inputs times `need` joins at most.
    pub fn at_least(&mut self, need: u32, inputs: &[Function]) -> Result<Function, Full> {
        let need = need as usize;
        let mut reached = vec![NEVER; need + 1];
        reached[0] = ALWAYS;
        // Highest variables first: the lower ones then only go on top.
        for (done, &input) in inputs.iter().rev().enumerate() {
            let left = inputs.len() - done - 1;
            for count in (1..=need.min(done + 1)).rev() {
                if count + left < need {
                    break; // too few left to get from here to `need`
                }
                let one_more = self.and(reached[count - 1], input)?;
                reached[count] = self.or(reached[count], one_more)?;
            }
        }
        Ok(reached[need])
    }

    /// How likely a function holds when variable v holds with `q[v]`, all independently.
    /// Cost: one pass over the diagram.
    pub fn probability(&self, function: Function, q: &[f64]) -> f64 {
        let mut values = vec![0.0, 1.0];
        for node in &self.nodes[2..=(function as usize).max(1)] {
            let with = q[node.variable as usize];
            let value =
                with * values[node.with as usize] + (1.0 - with) * values[node.without as usize];
            values.push(value);
        }
        values[function as usize]
    }

    fn node(&mut self, variable: u32, without: Function, with: Function) -> Result<Function, Full> {
        if without == with {
            return Ok(with);
        }
        let node = Node {
            variable,
            without,
            with,
        };
        if let Some(&known) = self.unique.get(&node) {
            return Ok(known);
        }
        if self.nodes.len() >= self.budget {
            return Err(Full);
        }
        let made = self.nodes.len() as Function;
        self.nodes.push(node);
        self.unique.insert(node, made);
        Ok(made)
    }

    /// The answer where no walk is needed.
    fn at_once(&self, join: Join, left: Function, right: Function) -> Option<Function> {
        let (rules, gives_way) = match join {
            Join::And => (NEVER, ALWAYS),
            Join::Or => (ALWAYS, NEVER),
        };
        if left == rules || right == rules {
            Some(rules)
        } else if left == gives_way || left == right {
            Some(right)
        } else if right == gives_way {
            Some(left)
        } else {
            self.joined
                .get(&(join, left.min(right), left.max(right)))
                .copied()
        }
    }

    fn join(&mut self, join: Join, left: Function, right: Function) -> Result<Function, Full> {
        let mut tasks = vec![Task::Join(left, right)];
        let mut made: Vec<Function> = Vec::new();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Join(left, right) => {
                    if let Some(known) = self.at_once(join, left, right) {
                        made.push(known);
                        continue;
                    }
                    let (a, b) = (self.nodes[left as usize], self.nodes[right as usize]);
                    let variable = a.variable.min(b.variable);
                    let split = |function: Function, node: Node| {
                        if node.variable == variable {
                            (node.without, node.with)
                        } else {
                            (function, function)
                        }
                    };
                    let (a, b) = (split(left, a), split(right, b));
                    tasks.push(Task::Make(left, right, variable));
                    tasks.push(Task::Join(a.1, b.1));
                    tasks.push(Task::Join(a.0, b.0));
                }
                Task::Make(left, right, variable) => {
                    let with = made.pop().unwrap_or(NEVER);
                    let without = made.pop().unwrap_or(NEVER);
                    self.steps += 1;
                    if self.steps > self.budget.saturating_mul(MOST_STEPS) {
                        return Err(Full);
                    }
                    let function = self.node(variable, without, with)?;
                    // The memory of joins is bounded like the nodes are.
                    if self.joined.len() >= self.budget.saturating_mul(4) {
                        self.joined.clear();
                    }
                    self.joined
                        .insert((join, left.min(right), left.max(right)), function);
                    made.push(function);
                }
            }
        }
        Ok(made.pop().unwrap_or(NEVER))
    }
}
