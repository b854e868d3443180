//! Files made of lists.

use bytes::Bytes;
use serde_json::{Value, json};

use crate::{Actor, Answer, TestApp};

/// A file to be made of a list.
#[derive(Clone)]
pub struct Export(Value);

impl Export {
    /// Of leads, as comma-separated values.
    #[must_use]
    pub fn leads() -> Self {
        Self(json!({ "source": "leads", "format": "csv" }))
    }

    /// Of calls, as comma-separated values.
    #[must_use]
    pub fn calls() -> Self {
        Self(json!({ "source": "calls", "format": "csv" }))
    }

    /// As an Excel workbook.
    #[must_use]
    pub fn as_workbook(self) -> Self {
        self.with("format", json!("xlsx"))
    }

    /// Only the rows that this filter finds.
    #[must_use]
    pub fn filter(self, filter: Value) -> Self {
        self.with("filter", filter)
    }

    /// With the times of a zone.
    #[must_use]
    pub fn in_zone(self, zone: &str) -> Self {
        self.with("time_zone", json!(zone))
    }

    fn with(mut self, field: &str, value: Value) -> Self {
        self.0[field] = value;
        self
    }

    /// Asks for it.
    pub async fn asked_by(&self, actor: &Actor) -> Answer {
        actor.post("/exports", self.0.clone()).await
    }

    /// Asks for it, lets it be written, and gives the export as it then is.
    pub async fn written_by(&self, app: &TestApp, actor: &Actor) -> Answer {
        let export = self.asked_by(actor).await.expect(202).id();
        app.run_jobs().await;
        let export = actor.get(&format!("/exports/{export}")).await.expect(200);
        assert_eq!(export["status"], "completed", "{}", export.text);
        export
    }

    /// The same, and downloads the file.
    pub async fn file_for(&self, app: &TestApp, actor: &Actor) -> Bytes {
        let export = self.written_by(app, actor).await;
        actor.download(&format!("/exports/{}/file", export.id())).await
    }

    /// The same, read as comma-separated values: the header, then the rows.
    pub async fn rows_for(&self, app: &TestApp, actor: &Actor) -> Vec<Vec<String>> {
        Self::rows_of(&self.file_for(app, actor).await)
    }

    /// The rows of a file of comma-separated values.
    #[must_use]
    pub fn rows_of(file: &[u8]) -> Vec<Vec<String>> {
        let text = file.strip_prefix(b"\xef\xbb\xbf").expect("a mark of UTF-8");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        let row = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
        reader.records().map(|record| row(record.unwrap())).collect()
    }
}
