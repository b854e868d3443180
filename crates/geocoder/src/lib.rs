//! Asks a geocoder where an address is: one that speaks as Nominatim or as Photon does.
//!
//! Requests keep a pace that all who share the [`Geocoder`] share, follow no redirects, and refuse
//! private addresses when they connect, unless the geocoder is said to be in the own network.

mod error;
mod nominatim;
mod pace;
mod photon;
mod public;

use std::sync::Arc;
use std::time::Duration;

use domain::enrichments::Precision;
use domain::leads::places::Address;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use url::Url;

pub use error::GeocodeError;

use pace::Pace;
use public::PublicOnly;

/// The longest that connecting may take.
const CONNECT: Duration = Duration::from_secs(3);
/// The longest that a whole answer may take.
const ANSWER: Duration = Duration::from_secs(8);
/// The largest answer that is read; one place takes a few hundred bytes.
const LARGEST: usize = 256 * 1_024;

/// How a geocoder speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// `OpenStreetMap`'s own geocoder, and those that answer alike (`/search`, `jsonv2`).
    Nominatim,
    /// Komoot's geocoder (`/api`, `GeoJSON`).
    Photon,
}

impl Provider {
    /// The word that stands for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nominatim => "nominatim",
            Self::Photon => "photon",
        }
    }
}

/// Where requests may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Nowhere but to public addresses.
    PublicOnly,
    /// Also into the own network, where the geocoder is.
    PrivateToo,
}

/// How to ask.
#[derive(Debug, Clone)]
pub struct Options {
    /// How the geocoder speaks.
    pub provider: Provider,
    /// Its address, below which `/search` or `/api` lies.
    pub url: Url,
    /// Requests a second at most.
    pub per_second: u32,
    /// Where requests may go.
    pub reach: Reach,
    /// Where whoever runs the geocoder finds who asks.
    pub contact: String,
}

/// A place that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// WGS 84 degrees.
    pub latitude: f64,
    /// WGS 84 degrees.
    pub longitude: f64,
    /// How exactly it is the address.
    pub precision: Precision,
}

impl Place {
    /// A place on Earth; none for degrees that are nowhere.
    fn new(latitude: f64, longitude: f64, precision: Precision) -> Option<Self> {
        let is_somewhere = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        is_somewhere.then_some(Self { latitude, longitude, precision })
    }
}

/// A geocoder to ask; everybody in a process asks through one.
#[derive(Debug)]
pub struct Geocoder {
    client: Client,
    provider: Provider,
    url: Url,
    per_second: u32,
    pace: Pace,
}

impl Geocoder {
    /// Prepares to ask; nobody is asked yet.
    ///
    /// # Errors
    /// [`GeocodeError::Private`] for a private address without the reach for it;
    /// [`GeocodeError::Setup`] when the system has no certificates to trust.
    pub fn new(options: &Options) -> Result<Self, GeocodeError> {
        let Options { provider, url, per_second, reach, contact } = options;
        let agent = format!("Skiigen-CRM/{} (+{contact})", env!("CARGO_PKG_VERSION"));
        let mut client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .redirect(Policy::none())
            .user_agent(agent);
        if *reach == Reach::PublicOnly {
            public::check_literal(url)?;
            // A proxy would connect in our place, and look at nothing.
            client = client.dns_resolver(Arc::new(PublicOnly)).no_proxy();
        }
        Ok(Self {
            client: client.build().map_err(GeocodeError::Setup)?,
            provider: *provider,
            url: url.clone(),
            per_second: (*per_second).max(1),
            pace: Pace::new(*per_second),
        })
    }

    /// How it speaks.
    #[must_use]
    pub const fn provider(&self) -> Provider {
        self.provider
    }

    /// Requests a second at most.
    #[must_use]
    pub const fn per_second(&self) -> u32 {
        self.per_second
    }

    /// Where an address is, no coarser than its city; none when it is not known there. Waits for its
    /// turn first.
    ///
    /// # Errors
    /// When there is no answer, or none that can be read: ask again later.
    pub async fn find(&self, address: &Address) -> Result<Option<Place>, GeocodeError> {
        let path = match self.provider {
            Provider::Nominatim => "search",
            Provider::Photon => "api",
        };
        let mut url = self.url.clone();
        url.set_path(&format!("{}/{path}", url.path().trim_end_matches('/')));
        let query = match self.provider {
            Provider::Nominatim => nominatim::query(address),
            Provider::Photon => photon::query(address),
        };
        self.pace.turn().await;
        let answer = self.client.get(url).query(&query).send().await;
        let Some(body) = body(answer.map_err(GeocodeError::not_reached)?).await? else {
            return Ok(None);
        };
        let place = match self.provider {
            Provider::Nominatim => nominatim::read(&body),
            Provider::Photon => photon::read(&body, address),
        };
        place.map_err(GeocodeError::Unreadable)
    }
}

/// The body of a good answer; none where the geocoder could make nothing of this one address.
async fn body(mut answer: Response) -> Result<Option<Vec<u8>>, GeocodeError> {
    if let Some(error) = error::refusal(answer.status(), answer.headers()) {
        return Err(error);
    }
    if answer.status().is_client_error() {
        return Ok(None);
    }
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(GeocodeError::not_reached)? {
        body.extend_from_slice(&piece);
        if body.len() > LARGEST {
            return Err(GeocodeError::TooLarge);
        }
    }
    Ok(Some(body))
}
