//! Lists to upload.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

use crate::actor::Ask;
use crate::{Actor, Answer, TestApp};

/// The headers that are accepted without mapping.
pub const HEADER: &str = "Name,Formatted phone number,Street number,Street,City,Region,Postal code,\
    Country,Url,Website present (Y/N),Lat,Lng";

/// A real list from `tests/fixtures/leads`.
#[must_use]
pub fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/fixtures/leads/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A file packed by gzip.
#[must_use]
pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(content).unwrap();
    packer.finish().unwrap()
}

/// A file on its way to become leads.
#[derive(Clone)]
pub struct Upload {
    name: String,
    content: Vec<u8>,
    region: String,
    campaign: Option<String>,
    options: Option<String>,
}

impl Upload {
    /// A file for a region.
    #[must_use]
    pub fn new(name: &str, content: impl Into<Vec<u8>>, region: &str) -> Self {
        let (name, region) = (name.to_owned(), region.to_owned());
        Self { name, content: content.into(), region, campaign: None, options: None }
    }

    /// A file with the usual headers and these rows.
    #[must_use]
    pub fn rows<T: AsRef<str>>(rows: impl IntoIterator<Item = T>, region: &str) -> Self {
        let mut text = format!("{HEADER}\n");
        for row in rows {
            writeln!(text, "{}", row.as_ref()).unwrap();
        }
        Self::new("list.csv", text, region)
    }

    /// For a campaign.
    #[must_use]
    pub fn campaign(self, id: &str) -> Self {
        Self { campaign: Some(id.to_owned()), ..self }
    }

    /// With options.
    #[must_use]
    pub fn options(self, options: &Value) -> Self {
        Self { options: Some(options.to_string()), ..self }
    }

    /// The request that uploads it.
    #[must_use]
    pub fn by(&self, actor: &Actor) -> Ask {
        let file = Part::bytes(self.content.clone()).file_name(self.name.clone());
        let file = file.mime_str("text/csv").unwrap();
        let mut form = Form::new().text("region_id", self.region.clone());
        if let Some(campaign) = &self.campaign {
            form = form.text("campaign_id", campaign.clone());
        }
        if let Some(options) = &self.options {
            form = form.text("options", options.clone());
        }
        actor.ask(Method::POST, "/imports").multipart(form.part("file", file))
    }

    /// Uploads it, lets it be read, and gives the import as it then is.
    pub async fn read_by(&self, app: &TestApp, actor: &Actor) -> Answer {
        let import = self.by(actor).await.expect(202).id();
        app.run_jobs().await;
        actor.get(&format!("/imports/{import}")).await.expect(200)
    }

    /// Uploads it, lets it be read and committed, and gives the import as it then is.
    pub async fn committed_by(&self, app: &TestApp, actor: &Actor) -> Answer {
        let import = self.read_by(app, actor).await;
        assert_eq!(import["status"], "review", "{}", import.text);
        commit(app, actor, &import.id()).await
    }
}

async fn commit(app: &TestApp, actor: &Actor, import: &str) -> Answer {
    let nothing = serde_json::json!({});
    let accepted = actor.post(&format!("/imports/{import}/commit"), nothing).await;
    assert_eq!(accepted.status, 202, "{}", accepted.text);
    app.run_jobs().await;
    let import = actor.get(&format!("/imports/{import}")).await.expect(200);
    assert_eq!(import["status"], "completed", "{}", import.text);
    import
}
