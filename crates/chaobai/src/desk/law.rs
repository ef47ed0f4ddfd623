//! The charter in force, shared by everything that asks what the rules are.

use crate::charter::model::Charter;
use std::sync::{Arc, RwLock};

/// A charter and the version under which the zone adopted it.
#[derive(Debug)]
pub struct Law {
    /// The charter.
    pub charter: Charter,
    /// 1 for the first charter a zone adopts; 0 before.
    pub version: i64,
    /// Hex SHA-256 of the charter's canonical bytes.
    pub digest: String,
}

/// A law that can be replaced while the house works.
#[derive(Clone)]
pub struct SharedLaw(Arc<RwLock<Arc<Law>>>);

impl SharedLaw {
    /// Shares a law.
    pub fn new(law: Law) -> SharedLaw {
        SharedLaw(Arc::new(RwLock::new(Arc::new(law))))
    }

    /// The law at this moment.
    pub fn get(&self) -> Arc<Law> {
        self.0.read().expect("no writer of the law panics").clone()
    }

    /// Replaces the law.
    pub fn set(&self, law: Law) {
        *self.0.write().expect("no writer of the law panics") = Arc::new(law);
    }
}
