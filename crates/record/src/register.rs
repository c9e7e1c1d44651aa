//! A register: all records of one kind by id, cheap to share.

use std::sync::Arc;

use crate::kind::{Filed, Origin, RecordKind};
use crate::shelf::Shelf;

/// All records of one kind, in the order of their ids. Retired ones are kept but not shown by
/// `live`.
#[derive(Clone, Debug)]
pub struct Register<K> {
    records: Shelf<Arc<Filed<K>>>,
}

impl<K> Default for Register<K> {
    fn default() -> Register<K> {
        Register {
            records: Shelf::default(),
        }
    }
}

impl<K: PartialEq> PartialEq for Register<K> {
    fn eq(&self, other: &Register<K>) -> bool {
        self.records == other.records
    }
}

impl<K: RecordKind> Register<K> {
    /// Files a record; gives back the origin of one that already has its id.
    pub fn file(&mut self, record: Filed<K>) -> Result<(), Origin> {
        match self.records.get(&record.id) {
            Some(first) => Err(first.origin),
            None => {
                self.replace(record);
                Ok(())
            }
        }
    }

    /// Files a record in place of the one that has its id.
    pub fn replace(&mut self, record: Filed<K>) {
        let id = record.id.clone();
        self.records.put(&id, Arc::new(record));
    }

    /// Takes a record out; whether there was one.
    pub fn take(&mut self, id: &str) -> bool {
        self.records.take(id).is_some()
    }

    /// A record by id.
    pub fn get(&self, id: &str) -> Option<&Filed<K>> {
        self.records.get(id).map(Arc::as_ref)
    }

    /// All, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Filed<K>> {
        self.records.iter().map(|(_, record)| record.as_ref())
    }

    /// All whose id comes after one, by id.
    pub fn after(&self, id: &str) -> impl Iterator<Item = &Filed<K>> {
        self.records.after(id).map(|(_, record)| record.as_ref())
    }

    /// All that are not retired, by id.
    pub fn live(&self) -> impl Iterator<Item = &Filed<K>> {
        self.iter()
            .filter(|record| record.status() != crate::kind::Status::Retired)
    }

    /// All in force, by id.
    pub fn approved(&self) -> impl Iterator<Item = &Filed<K>> {
        self.iter().filter(|record| record.is_approved())
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}
