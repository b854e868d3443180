//! Where missing places of leads are looked up: a file of postal codes, a geocoder, or nowhere.

use std::path::PathBuf;

use app::enrichment::PostalCodes;
use geocoder::{GeocodeError, Geocoder, Options, Provider, Reach};
use url::Url;

use super::ConfigError;
use super::values::Values;

pub(super) const FILE: &str = "SKIIGEN_POSTAL_CODES";
const GEOCODER: &str = "SKIIGEN_GEOCODER";
const GEOCODER_URL: &str = "SKIIGEN_GEOCODER_URL";
const PER_SECOND: &str = "SKIIGEN_GEOCODER_PER_SECOND";
const PRIVATE: &str = "SKIIGEN_GEOCODER_PRIVATE";

/// Where missing places of leads are looked up.
#[derive(Clone, Debug)]
pub struct Enrichment {
    /// The file of postal codes.
    pub postal_codes: Option<PathBuf>,
    /// The geocoder, which is asked nothing unless it is set.
    pub geocoder: Option<Options>,
}

impl Enrichment {
    /// What the jobs look places up in. Looks at the beginning of the file.
    ///
    /// # Errors
    /// When the file cannot be used, or no connection prepared.
    pub fn sources(&self) -> Result<app::enrichment::Sources, ConfigError> {
        let open = |path: &PathBuf| {
            PostalCodes::open(path).map(Into::into).map_err(|source| ConfigError::PostalCodes {
                path: path.clone(),
                source: Box::new(source),
            })
        };
        Ok(app::enrichment::Sources {
            postal_codes: self.postal_codes.as_ref().map(open).transpose()?,
            geocoder: self.geocoder.as_ref().map(prepare).transpose()?.map(Into::into),
        })
    }
}

fn prepare(options: &Options) -> Result<Geocoder, ConfigError> {
    Geocoder::new(options).map_err(|error| match error {
        GeocodeError::Private(host) => ConfigError::wrong(
            GEOCODER_URL,
            format!("leads to {host}, an address of a private network"),
            format!("a public address, or allow this one with {PRIVATE}=allowed"),
        ),
        other => {
            ConfigError::wrong(GEOCODER_URL, format!("cannot be used ({other})"), "another address")
        }
    })
}

impl Values<'_> {
    pub(super) fn enrichment(&self, public_url: &str) -> Result<Enrichment, ConfigError> {
        let postal_codes = self.text(FILE)?.map(PathBuf::from);
        if let Some(path) = postal_codes.as_ref().filter(|path| !path.is_absolute()) {
            let problem =
                format!("is `{}`, which depends on where the command is run", path.display());
            let instead = "a full path, such as /var/lib/skiigen/allCountries.txt";
            return Err(ConfigError::wrong(FILE, problem, instead));
        }
        Ok(Enrichment { postal_codes, geocoder: self.geocoder(public_url)? })
    }

    fn geocoder(&self, public_url: &str) -> Result<Option<Options>, ConfigError> {
        let provider = match self.text(GEOCODER)?.as_deref() {
            None => return self.nothing_without_a_geocoder(),
            Some("nominatim") => Provider::Nominatim,
            Some("photon") => Provider::Photon,
            Some(other) => {
                let problem = format!("is `{other}`, which is no kind of geocoder");
                return Err(ConfigError::wrong(GEOCODER, problem, "nominatim or photon"));
            }
        };
        let reach = match self.text(PRIVATE)?.as_deref() {
            None | Some("refused") => Reach::PublicOnly,
            Some("allowed") => Reach::PrivateToo,
            Some(other) => {
                let problem = format!("is `{other}`, which is neither");
                return Err(ConfigError::wrong(PRIVATE, problem, "allowed or refused"));
            }
        };
        let options = Options {
            provider,
            url: self.geocoder_url()?,
            per_second: self.number(PER_SECOND, 1..=1_000, 1)?,
            reach,
            contact: public_url.to_owned(),
        };
        // Refused now rather than at the first lead.
        prepare(&options)?;
        Ok(Some(options))
    }

    /// What only makes sense with a geocoder is not passed over without one.
    fn nothing_without_a_geocoder(&self) -> Result<Option<Options>, ConfigError> {
        for given in [GEOCODER_URL, PER_SECOND, PRIVATE] {
            if self.text(given)?.is_some() {
                return Err(ConfigError::Incomplete { given, missing: vec![GEOCODER] });
            }
        }
        Ok(None)
    }

    fn geocoder_url(&self) -> Result<Url, ConfigError> {
        let value = self
            .text(GEOCODER_URL)?
            .ok_or(ConfigError::Incomplete { given: GEOCODER, missing: vec![GEOCODER_URL] })?;
        let url = Url::parse(&value).ok().filter(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.host().is_some()
                && url.query().is_none()
        });
        url.ok_or_else(|| {
            // The value stays out of the message: it may hold a password.
            ConfigError::wrong(
                GEOCODER_URL,
                "is no web address",
                "the geocoder's own, such as https://geocoder.example.com",
            )
        })
    }
}
