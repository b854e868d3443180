//! Whether missing places of leads will be found: the file of postal codes, and the geocoder's answer.

use app::enrichment::PostalCodes;
use domain::leads::places::Address;
use geocoder::{GeocodeError, Geocoder, Options};
use skiigen_server::config::Enrichment;

use super::Finding;

/// Looks at what is set; what is not is nothing to mend.
pub(super) async fn look(enrichment: &Enrichment) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(path) = &enrichment.postal_codes {
        let shown = path.display();
        findings.push(match PostalCodes::open(path) {
            Ok(_) => Ok(format!("Postal codes are looked up in {shown}.")),
            Err(error) => Err(format!("SKIIGEN_POSTAL_CODES is {shown}, but {error}.")),
        });
    }
    if let Some(options) = &enrichment.geocoder {
        findings.push(ask(options).await);
    }
    findings
}

/// Asks for a city that every geocoder of the world knows.
async fn ask(options: &Options) -> Finding {
    let known = Address {
        city: Some("Berlin".to_owned()),
        country: Some("DE".to_owned()),
        ..Address::default()
    };
    let host = options.url.host_str().unwrap_or_default();
    let answer = match Geocoder::new(options) {
        Ok(geocoder) => geocoder.find(&known).await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(Some(_)) => Ok(format!("The geocoder at {host} answers.")),
        Ok(None) => Err(format!(
            "The geocoder at {host} answers, but does not know where Berlin is: check that it is a \
             {}, or that its data holds the countries of your leads.",
            options.provider.as_str()
        )),
        Err(error @ GeocodeError::Unreadable(_)) => Err(format!(
            "What answers at {host} is no {} ({error}): check SKIIGEN_GEOCODER and \
             SKIIGEN_GEOCODER_URL.",
            options.provider.as_str()
        )),
        Err(error) => Err(format!(
            "The geocoder at {host} did not answer as it should ({error}): check \
             SKIIGEN_GEOCODER_URL, or try again in a minute."
        )),
    }
}
