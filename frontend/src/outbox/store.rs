//! The acts of this browser that the server has not taken yet, in `IndexedDB`.

use idb::{Database, DatabaseEvent, Error, Factory, ObjectStoreParams, Query, TransactionMode};
use wasm_bindgen::JsValue;

use super::entry::Entry;

const NAME: &str = "skiigen-outbox";
const ENTRIES: &str = "entries";

/// The open database.
pub struct Store(Database);

impl Store {
    /// Opens it, and makes it the first time.
    ///
    /// # Errors
    /// Where the browser allows none, as in some private windows.
    pub async fn open() -> Result<Self, Error> {
        let mut request = Factory::new()?.open(NAME, Some(1))?;
        request.on_upgrade_needed(|event| {
            if let Ok(database) = event.database() {
                // It fails only where it is there already.
                let _there = database.create_object_store(ENTRIES, ObjectStoreParams::new());
            }
        });
        Ok(Self(request.await?))
    }

    /// Keeps an act, or keeps it anew.
    ///
    /// # Errors
    /// When the disk is full.
    pub async fn put(&self, entry: &Entry) -> Result<(), Error> {
        let text = serde_json::to_string(entry).unwrap_or_default();
        let transaction = self.0.transaction(&[ENTRIES], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(ENTRIES)?;
        store.put(&JsValue::from_str(&text), Some(&JsValue::from_str(&entry.id)))?.await?;
        transaction.await?;
        Ok(())
    }

    /// Forgets an act.
    ///
    /// # Errors
    /// Those of the browser.
    pub async fn remove(&self, id: &str) -> Result<(), Error> {
        let transaction = self.0.transaction(&[ENTRIES], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(ENTRIES)?;
        store.delete(Query::Key(JsValue::from_str(id)))?.await?;
        transaction.await?;
        Ok(())
    }

    /// All acts, in the order in which they were done. What an older version of the page kept and this
    /// one cannot read is left out.
    ///
    /// # Errors
    /// Those of the browser.
    pub async fn list(&self) -> Result<Vec<Entry>, Error> {
        let transaction = self.0.transaction(&[ENTRIES], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(ENTRIES)?;
        let values = store.get_all(None, None)?.await?;
        let texts = values.iter().filter_map(JsValue::as_string);
        Ok(texts.filter_map(|text| serde_json::from_str(&text).ok()).collect())
    }
}
