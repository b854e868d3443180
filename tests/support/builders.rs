//! Things that tests work on, added the way an admin adds them.

use serde_json::{Map, Value, json};

use crate::{Actor, TestApp};

/// A lead to be added; what is not said is plausible.
pub struct LeadBuilder<'a> {
    app: &'a TestApp,
    fields: Map<String, Value>,
    rep: Option<&'a Actor>,
}

impl<'a> LeadBuilder<'a> {
    pub(crate) fn new(app: &'a TestApp, name: &str, number: u32) -> Self {
        let mut fields = Map::new();
        fields.insert("name".to_owned(), json!(name));
        // Numbers of Berlin's town hall: well-formed, and nobody is called.
        fields.insert("formatted_phone".to_owned(), json!(format!("+49 30 9018{number:04}")));
        Self { app, fields, rep: None }
    }

    /// With a field as `POST /leads` takes it.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(field.to_owned(), value.into());
        self
    }

    /// In a rep's hands.
    #[must_use]
    pub fn assigned_to(self, rep: &'a Actor) -> Self {
        Self { rep: Some(rep), ..self }
    }

    /// Adds it and gives its id.
    pub async fn insert(self) -> String {
        let Self { app, mut fields, rep } = self;
        if !fields.contains_key("region_id") {
            fields.insert("region_id".to_owned(), json!(app.region().await));
        }
        let lead = app.admin().await.post("/leads", Value::Object(fields)).await.expect(201).id();
        if let Some(rep) = rep {
            app.assign(std::slice::from_ref(&lead), rep).await;
        }
        lead
    }
}
