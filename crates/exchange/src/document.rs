//! What goes out as a document, before any format is chosen: a title page and blocks one after the
//! other. Texts are plain, never markup; how they look on paper is the writer's.

pub mod call_list;
pub mod drawing;
pub mod front;
pub mod ground;
pub mod management_review;
pub mod plan_book;
mod plan_chart;
pub mod policy_paper;
pub mod risk_register;
pub mod role_card;
pub mod strategy_paper;
pub mod table;
pub mod targets;

use serde::Serialize;

use self::drawing::Drawing;

/// A document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// What stands on its title page and at the foot of each page.
    pub front: Front,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// How a document is laid on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// With a title page and contents.
    Book,
    /// A sheet to be held in the hand: a small head, and everything on one page.
    Sheet,
    /// Cards to be cut out.
    Card,
}

/// The title page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Front {
    /// How it is laid on paper.
    pub form: Form,
    /// The sort of document: `Recovery plan`.
    pub sort: String,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub organisation: Option<String>,
    /// Who may read it.
    pub classification: String,
    /// What must be known before anything else: that it is a draft, that it was never tested.
    pub standing: Option<String>,
    /// The number of the record's change, where a journal counts them: `revision 3`.
    pub revision: String,
    /// The instant at which the records said this.
    pub as_of: String,
    /// When it was made.
    pub made: String,
    /// Until when it may be relied on.
    pub valid_until: String,
    /// SHA-256 of what it says, in hex; empty until it is known.
    pub digest: String,
    /// Where its page is.
    pub address: Option<String>,
    /// Everything else that is known of it: owner, entity, approvals.
    pub facts: Vec<Fact>,
    /// Who has a copy.
    pub distribution: Vec<String>,
    /// How it changed.
    pub changes: Table,
}

/// A label and what is so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// What is so.
    pub value: String,
}

/// One part of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// A heading; 1 is the greatest.
    Heading {
        /// From 1 to 3.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph; a line end within it stays one.
    Paragraph {
        /// Its words.
        text: String,
    },
    /// A sentence that must not be missed, after its one word.
    Notice {
        /// `Not in force`, `Hold point`.
        word: String,
        /// The sentence.
        text: String,
    },
    /// Labels and what is so.
    Facts {
        /// In order.
        rows: Vec<Fact>,
    },
    /// A list, numbered or not.
    List {
        /// True where the order matters.
        numbered: bool,
        /// Its lines.
        items: Vec<String>,
    },
    /// Lines to be ticked, each with room for the time.
    Ticks {
        /// Its lines.
        items: Vec<String>,
    },
    /// A table.
    Table(Table),
    /// A drawing.
    Drawing(Drawing),
    /// What follows begins on a new page.
    Break,
}

/// A table on paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Its name: a caption, or a sheet.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Its share of the width, beside the others'.
    pub share: u32,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// Words.
    Text(String),
    /// A box to tick.
    Tick,
    /// Room to write in.
    Blank,
}

impl Cell {
    /// The words of it; nothing where it is to be filled by hand.
    pub fn words(&self) -> &str {
        match self {
            Cell::Text(text) => text,
            Cell::Tick | Cell::Blank => "",
        }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Cell {
        Cell::Text(text.into())
    }
}

impl Table {
    /// An empty table of these columns, each with its share of the width.
    pub fn new(name: &str, columns: &[(&str, u32)]) -> Table {
        let column = |(name, share): &(&str, u32)| Column {
            name: (*name).to_string(),
            share: *share,
        };
        Table {
            name: name.to_string(),
            columns: columns.iter().map(column).collect(),
            rows: Vec::new(),
        }
    }
}

impl Fact {
    /// A label and what is so.
    pub fn new(label: &str, value: impl Into<String>) -> Fact {
        Fact {
            label: label.to_string(),
            value: value.into(),
        }
    }
}

impl Block {
    /// A heading.
    pub fn heading(level: u8, text: impl Into<String>) -> Block {
        let text = text.into();
        Block::Heading { level, text }
    }

    /// A paragraph.
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block::Paragraph { text: text.into() }
    }

    /// A sentence that must not be missed.
    pub fn notice(word: &str, text: impl Into<String>) -> Block {
        Block::Notice {
            word: word.to_string(),
            text: text.into(),
        }
    }
}

impl Document {
    /// What the digest covers: everything it says but when it was made and the digest itself.
    pub fn content(&self) -> Vec<u8> {
        let mut bare = self.clone();
        bare.front.made.clear();
        bare.front.digest.clear();
        bare.json()
    }

    /// All of it for programs.
    pub fn json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a document is texts, numbers and lists")
    }

    /// The first letters of the digest: enough to tell two papers apart by eye.
    pub fn mark(&self) -> &str {
        self.front.digest.get(..12).unwrap_or(&self.front.digest)
    }

    /// Takes out of every text what no paper can show: control characters, and those that turn the
    /// direction of what follows, so that a name cannot make a sentence read backwards.
    pub fn made_plain(mut self) -> Document {
        plain_front(&mut self.front);
        for block in &mut self.blocks {
            plain_block(block);
        }
        self
    }
}

fn plain(text: &mut String) {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let bad =
        |c: char| (c.is_control() && c != '\n') || turns(c) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(bad) {
        let kept = |c: char| match c {
            '\t' => Some(' '),
            '\r' => None,
            c if bad(c) => Some('\u{fffd}'),
            c => Some(c),
        };
        *text = text.chars().filter_map(kept).collect();
    }
}

fn plain_front(front: &mut Front) {
    for text in [
        &mut front.sort,
        &mut front.title,
        &mut front.classification,
        &mut front.revision,
        &mut front.as_of,
        &mut front.made,
        &mut front.valid_until,
    ] {
        plain(text);
    }
    let maybe = [
        &mut front.organisation,
        &mut front.standing,
        &mut front.address,
    ];
    maybe.into_iter().flatten().for_each(plain);
    front.distribution.iter_mut().for_each(plain);
    plain_facts(&mut front.facts);
    plain_table(&mut front.changes);
}

fn plain_facts(facts: &mut [Fact]) {
    for fact in facts {
        plain(&mut fact.label);
        plain(&mut fact.value);
    }
}

fn plain_table(table: &mut Table) {
    plain(&mut table.name);
    for column in &mut table.columns {
        plain(&mut column.name);
    }
    for cell in table.rows.iter_mut().flatten() {
        if let Cell::Text(text) = cell {
            plain(text);
        }
    }
}

fn plain_block(block: &mut Block) {
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text } => plain(text),
        Block::Notice { word, text } => {
            plain(word);
            plain(text);
        }
        Block::Facts { rows } => plain_facts(rows),
        Block::List { items, .. } | Block::Ticks { items } => items.iter_mut().for_each(plain),
        Block::Table(table) => plain_table(table),
        Block::Drawing(drawing) => drawing.each_text(&mut plain),
        Block::Break => {}
    }
}
