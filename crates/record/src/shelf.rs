//! A shelf: values under texts, in order, cheap to share. A copy costs nothing; a change to one of
//! two copies touches one board of at most [`BOARD_MAX`] values and the list of boards, so that a
//! snapshot that someone holds never makes a writer copy the whole.

use std::sync::Arc;

/// Most values on one board.
const BOARD_MAX: usize = 128;

type Board<V> = Arc<Vec<(Arc<str>, V)>>;

/// Values under texts, in the order of the texts.
#[derive(Clone, Debug)]
pub struct Shelf<V> {
    /// Never an empty board; texts grow within a board and from board to board.
    boards: Arc<Vec<Board<V>>>,
    len: usize,
}

impl<V> Default for Shelf<V> {
    fn default() -> Shelf<V> {
        Shelf {
            boards: Arc::new(Vec::new()),
            len: 0,
        }
    }
}

impl<V: PartialEq> PartialEq for Shelf<V> {
    fn eq(&self, other: &Shelf<V>) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl<V> Shelf<V> {
    /// The value under a text.
    pub fn get(&self, key: &str) -> Option<&V> {
        let board = self.boards.get(self.board_of(key))?;
        let at = place(board, key).ok()?;
        Some(&board[at].1)
    }

    /// All, in the order of the texts.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &V)> {
        let values = |board: &'_ Board<V>| -> std::ops::Range<usize> { 0..board.len() };
        self.boards
            .iter()
            .flat_map(move |board| values(board).map(|at| (&*board[at].0, &board[at].1)))
    }

    /// All whose text comes after one, in order.
    pub fn after<'a>(&'a self, key: &str) -> impl Iterator<Item = (&'a str, &'a V)> {
        let first = self.board_of(key).min(self.boards.len());
        let skip = self.boards.get(first).map_or(0, |board| {
            board.partition_point(|(known, _)| &**known <= key)
        });
        let rest = self.boards[first..].iter().flat_map(|board| board.iter());
        rest.skip(skip).map(|(key, value)| (&**key, value))
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The board on which a text stands or would stand.
    fn board_of(&self, key: &str) -> usize {
        let beyond = self.boards.partition_point(|board| &*board[0].0 <= key);
        beyond.saturating_sub(1)
    }
}

impl<V: Clone> Shelf<V> {
    /// Puts a value under a text; gives back what stood there.
    pub fn put(&mut self, key: &str, value: V) -> Option<V> {
        let index = self.board_of(key);
        let boards = Arc::make_mut(&mut self.boards);
        let Some(board) = boards.get_mut(index) else {
            boards.push(Arc::new(vec![(key.into(), value)]));
            self.len += 1;
            return None;
        };
        let values = Arc::make_mut(board);
        match place(values, key) {
            Ok(at) => return Some(std::mem::replace(&mut values[at].1, value)),
            Err(at) => values.insert(at, (key.into(), value)),
        }
        self.len += 1;
        if values.len() > BOARD_MAX {
            let upper = values.split_off(values.len() / 2);
            boards.insert(index + 1, Arc::new(upper));
        }
        None
    }

    /// Takes the value under a text away.
    pub fn take(&mut self, key: &str) -> Option<V> {
        let index = self.board_of(key);
        let at = place(self.boards.get(index)?, key).ok()?;
        let boards = Arc::make_mut(&mut self.boards);
        let values = Arc::make_mut(&mut boards[index]);
        let (_, value) = values.remove(at);
        if values.is_empty() {
            boards.remove(index);
        }
        self.len -= 1;
        Some(value)
    }

    /// The value under a text, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        let index = self.board_of(key);
        let at = place(self.boards.get(index)?, key).ok()?;
        let boards = Arc::make_mut(&mut self.boards);
        Some(&mut Arc::make_mut(&mut boards[index])[at].1)
    }
}

fn place<V>(board: &[(Arc<str>, V)], key: &str) -> Result<usize, usize> {
    board.binary_search_by(|(known, _)| (**known).cmp(key))
}

#[cfg(test)]
mod tests;
