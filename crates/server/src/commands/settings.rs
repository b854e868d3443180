//! `skiigen settings`: what is in force, as lines that can be used again; secrets are left out.

use anyhow::Result;
use geocoder::Reach;
use skiigen_server::cluster::{Cluster, DATABASE};
use skiigen_server::config::{Carrier, Config, Enrichment, LogFormat};
use url::Url;

use crate::screen::say;

/// Prints them, and the address of the private database while that runs.
pub(crate) fn run(config: &Config) -> Result<()> {
    let format = match config.log_format {
        LogFormat::Text => "text",
        LogFormat::Json => "json",
    };
    say(format_args!("SKIIGEN_BIND={}", config.bind));
    say(format_args!("SKIIGEN_PUBLIC_URL={}", config.public_url));
    if let Some(url) = database_url(config)? {
        say(format_args!("DATABASE_URL={url}"));
    }
    say(format_args!("SKIIGEN_DATA_DIR={}", config.data_dir.display()));
    say(format_args!("SKIIGEN_UPLOAD_LIMIT_MB={}", config.upload_limit_bytes / (1_024 * 1_024)));
    say(format_args!("SKIIGEN_DATABASE_CONNECTIONS={}", config.database_connections));
    say(format_args!("SKIIGEN_REQUESTS_PER_MINUTE={}", config.requests_per_minute));
    say(format_args!("SKIIGEN_JOBS={}", config.jobs));
    say(format_args!("SKIIGEN_LOG={}", config.log));
    say(format_args!("SKIIGEN_LOG_FORMAT={format}"));
    if let Carrier::Twilio(account) = &config.carrier {
        say(format_args!("SKIIGEN_TWILIO_ACCOUNT_SID={}", account.credentials.account));
        say(format_args!("SKIIGEN_TWILIO_API_KEY_SID={}", account.credentials.api_key));
        say(format_args!("SKIIGEN_TWILIO_TWIML_APP_SID={}", account.credentials.application));
        say(format_args!("SKIIGEN_TWILIO_CALLER_ID={}", account.caller_id));
    }
    say_enrichment(&config.enrichment);
    Ok(())
}

fn say_enrichment(enrichment: &Enrichment) {
    if let Some(path) = &enrichment.postal_codes {
        say(format_args!("SKIIGEN_POSTAL_CODES={}", path.display()));
    }
    if let Some(geocoder) = &enrichment.geocoder {
        let private = match geocoder.reach {
            Reach::PublicOnly => "refused",
            Reach::PrivateToo => "allowed",
        };
        say(format_args!("SKIIGEN_GEOCODER={}", geocoder.provider.as_str()));
        say(format_args!("SKIIGEN_GEOCODER_URL={}", without_password(geocoder.url.as_str())));
        say(format_args!("SKIIGEN_GEOCODER_PER_SECOND={}", geocoder.per_second));
        say(format_args!("SKIIGEN_GEOCODER_PRIVATE={private}"));
    }
}

fn database_url(config: &Config) -> Result<Option<String>> {
    match &config.database_url {
        Some(url) => Ok(Some(without_password(url))),
        None => Ok(Cluster::running(&config.data_dir, DATABASE)?),
    }
}

fn without_password(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url) else { return String::new() };
    // An address without a host takes no password, so there is none to leave out.
    if parsed.password().is_some() && parsed.set_password(None).is_err() {
        return String::new();
    }
    parsed.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_left_out() {
        let shown = without_password("postgresql://crm:hunter2@db.example.com/crm?sslmode=require");
        assert_eq!(shown, "postgresql://crm@db.example.com/crm?sslmode=require");
    }
}
