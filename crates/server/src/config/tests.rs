//! Every setting: its default, what is accepted, and what a wrong value is told.

use geocoder::{Provider, Reach};

use super::{Carrier, Config, ConfigError, LogFormat};

/// Reads the settings from pairs, with a home so that there is a data folder.
fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::read(&|name| {
        let given = pairs.iter().find(|(known, _)| *known == name);
        let home = (name == "HOME").then(|| "/home/ada".to_owned());
        Ok(given.map(|(_, value)| (*value).to_owned()).or(home))
    })
}

#[test]
fn without_settings_the_system_runs_on_this_machine_alone() {
    let config = read(&[]).unwrap();
    assert_eq!(config.bind.to_string(), "127.0.0.1:8080");
    assert_eq!(config.public_url, "http://127.0.0.1:8080");
    assert_eq!(config.database_url, None);
    assert_eq!(config.upload_limit_bytes, 256 * 1_024 * 1_024);
    assert_eq!((config.database_connections, config.jobs), (16, 1));
    assert_eq!((config.log.as_str(), config.log_format), ("info", LogFormat::Text));
    assert_eq!(config.first_admin, None);
}

#[test]
fn settings_are_taken_as_given() {
    let config = read(&[
        ("SKIIGEN_BIND", "[::1]:9000"),
        ("SKIIGEN_PUBLIC_URL", " https://crm.example.com/ "),
        ("DATABASE_URL", "postgresql://crm@db.example.com/crm"),
        ("SKIIGEN_DATA_DIR", "/srv/crm"),
        ("SKIIGEN_UPLOAD_LIMIT_MB", "10"),
        ("SKIIGEN_JOBS", "0"),
        ("SKIIGEN_ADMIN_EMAIL", "ada@example.com"),
        ("SKIIGEN_ADMIN_PASSWORD", "correct horse battery"),
        ("SKIIGEN_LOG_FORMAT", "json"),
    ])
    .unwrap();
    assert_eq!(config.bind.to_string(), "[::1]:9000");
    assert_eq!(config.public_url, "https://crm.example.com");
    assert_eq!(config.database_url.as_deref(), Some("postgresql://crm@db.example.com/crm"));
    assert_eq!(config.data_file("secret").to_str(), Some("/srv/crm/secret"));
    assert_eq!(config.upload_limit_bytes, 10 * 1_024 * 1_024);
    assert_eq!(config.jobs, 0);
    assert_eq!(config.first_admin.unwrap().password.reveal(), "correct horse battery");
    assert_eq!(config.log_format, LogFormat::Json);
}

#[test]
fn a_server_on_every_network_is_reached_here() {
    for (bind, here) in [
        ("0.0.0.0:80", "127.0.0.1:80"),
        ("[::]:80", "[::1]:80"),
        ("10.0.0.7:8080", "10.0.0.7:8080"),
    ] {
        let config = read(&[("SKIIGEN_BIND", bind)]).unwrap();
        assert_eq!(config.local_address().to_string(), here);
    }
}

#[test]
fn an_empty_variable_is_one_that_is_not_set() {
    let empty = read(&[("SKIIGEN_BIND", ""), ("DATABASE_URL", " ")]).unwrap();
    assert_eq!(format!("{empty:?}"), format!("{:?}", read(&[]).unwrap()));
}

#[test]
fn a_wrong_value_names_its_variable_and_says_what_to_write() {
    let cases = [
        ("SKIIGEN_BIND", "8080", "127.0.0.1:8080"),
        ("SKIIGEN_BIND", "localhost:8080", "an IP address and a port"),
        ("SKIIGEN_PUBLIC_URL", "crm.example.com", "https://crm.example.com"),
        ("SKIIGEN_PUBLIC_URL", "ftp://crm.example.com", "no web address"),
        ("SKIIGEN_PUBLIC_URL", "https://example.com/crm", "after the host"),
        ("SKIIGEN_PUBLIC_URL", "https://ada:pw@example.com", "user name or password"),
        ("DATABASE_URL", "mysql://example.com/crm", "postgresql://"),
        ("DATABASE_URL", "crm", "postgresql://"),
        ("SKIIGEN_DATA_DIR", "data", "a full path"),
        ("SKIIGEN_SECRET", "too short", "openssl rand"),
        ("SKIIGEN_UPLOAD_LIMIT_MB", "0", "from 1 to 10240"),
        ("SKIIGEN_UPLOAD_LIMIT_MB", "256MB", "a whole number"),
        ("SKIIGEN_DATABASE_CONNECTIONS", "1", "from 4 to 1000"),
        ("SKIIGEN_REQUESTS_PER_MINUTE", "0", "from 1 to 10000000"),
        ("SKIIGEN_JOBS", "-1", "from 0 to 64"),
        ("SKIIGEN_LOG", "info,=", "warn, info"),
        ("SKIIGEN_LOG_FORMAT", "xml", "text or json"),
    ];
    for (variable, value, instead) in cases {
        let message = read(&[(variable, value)]).unwrap_err().to_string();
        assert!(message.starts_with(variable), "{variable}={value}: {message}");
        assert!(message.contains(instead), "{variable}={value}: {message}");
    }
}

#[test]
fn each_job_has_connections_enough() {
    let few = ("SKIIGEN_DATABASE_CONNECTIONS", "12");
    let refused = read(&[few, ("SKIIGEN_JOBS", "4")]).unwrap_err().to_string();
    assert!(refused.contains("13 or more"), "{refused}");
    assert_eq!(read(&[few, ("SKIIGEN_JOBS", "3")]).unwrap().database_connections, 12);
    assert_eq!(read(&[("SKIIGEN_JOBS", "64")]).unwrap().database_connections, 193);
}

#[test]
fn a_worker_that_is_told_how_many_jobs_has_connections_for_them() {
    let of =
        |config: &Config, jobs| config.for_jobs(jobs).map(|config| config.database_connections);
    let unset = read(&[("SKIIGEN_JOBS", "0")]).unwrap();
    assert_eq!(of(&unset, 1).unwrap(), 16);
    assert_eq!(of(&unset, 6).unwrap(), 19);
    let given = read(&[("SKIIGEN_DATABASE_CONNECTIONS", "12")]).unwrap();
    assert_eq!(of(&given, 3).unwrap(), 12);
    let refused = of(&given, 4).unwrap_err().to_string();
    assert!(refused.contains("13 or more"), "{refused}");
}

#[test]
fn the_first_admin_needs_both_variables() {
    let email = ("SKIIGEN_ADMIN_EMAIL", "ada@example.com");
    let password = ("SKIIGEN_ADMIN_PASSWORD", "correct horse battery");
    for half in [email, password] {
        let message = read(&[half]).unwrap_err().to_string();
        assert!(message.contains("set both, or neither"), "{message}");
    }
    for (given, told) in [
        ([("SKIIGEN_ADMIN_EMAIL", "ada"), password], "no e-mail address"),
        ([email, ("SKIIGEN_ADMIN_PASSWORD", "short")], "at least 12 characters"),
    ] {
        let message = read(&given).unwrap_err().to_string();
        assert!(message.contains(told), "{message}");
    }
}

#[test]
fn a_wrong_password_or_address_is_not_repeated() {
    let message = read(&[("DATABASE_URL", "mysql://ada:hunter2@host/crm")]).unwrap_err();
    assert!(!message.to_string().contains("hunter2"), "{message}");
    let secret = read(&[("SKIIGEN_SECRET", "hunter2")]).unwrap_err();
    assert!(!secret.to_string().contains("hunter2"), "{secret}");
}

#[test]
fn secrets_do_not_show_in_a_log() {
    let config = read(&[
        ("SKIIGEN_ADMIN_EMAIL", "ada@example.com"),
        ("SKIIGEN_ADMIN_PASSWORD", "correct horse battery"),
        ("SKIIGEN_SECRET", "0123456789abcdef0123456789abcdef"),
    ])
    .unwrap();
    let shown = format!("{config:?}");
    assert!(!shown.contains("horse") && !shown.contains("0123456789"), "{shown}");
}

#[test]
fn without_a_home_the_data_folder_must_be_named() {
    let unknown = Config::read(&|_| Ok(None));
    // Root has a folder of its own.
    if let Err(error) = unknown {
        assert!(error.to_string().contains("SKIIGEN_DATA_DIR"), "{error}");
    }
}

/// An account as Twilio's console shows it.
fn account() -> Vec<(&'static str, &'static str)> {
    vec![
        ("SKIIGEN_TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef"),
        ("SKIIGEN_TWILIO_AUTH_TOKEN", "fedcba9876543210fedcba9876543210"),
        ("SKIIGEN_TWILIO_API_KEY_SID", "SK0123456789abcdef0123456789abcdef"),
        ("SKIIGEN_TWILIO_API_KEY_SECRET", "hunter2hunter2hunter2hunter2"),
        ("SKIIGEN_TWILIO_TWIML_APP_SID", "AP0123456789abcdef0123456789abcdef"),
        ("SKIIGEN_TWILIO_CALLER_ID", "+1 202-555-0100"),
    ]
}

#[test]
fn without_twilio_this_machine_calls_through_the_simulator_and_a_network_not_at_all() {
    assert!(matches!(read(&[]).unwrap().carrier, Carrier::Simulator));
    let config = read(&[("SKIIGEN_BIND", "0.0.0.0:8080")]).unwrap();
    assert!(matches!(config.carrier, Carrier::None));
}

#[test]
fn an_account_is_read_whole() {
    let config = read(&account()).unwrap();
    let Carrier::Twilio(account) = config.carrier else { panic!("no account") };
    assert_eq!(account.caller_id, "+12025550100");
    assert_eq!(account.credentials.api_url.as_str(), "https://api.twilio.com/");
    let shown = format!("{account:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("fedcba"), "{shown}");
}

#[test]
fn half_an_account_is_refused_and_what_is_missing_named() {
    for left_out in 0..account().len() {
        let mut half = account();
        let (name, _) = half.remove(left_out);
        let message = read(&half).unwrap_err().to_string();
        assert!(message.contains(&format!("but {name} is not: set all")), "{message}");
    }
    let message = read(&[("SKIIGEN_TWILIO_REGION", "ie1")]).unwrap_err().to_string();
    assert!(message.starts_with("SKIIGEN_TWILIO_REGION is set, but"), "{message}");
}

#[test]
fn a_wrong_part_of_an_account_is_named_and_not_repeated() {
    for (name, value) in account() {
        let broken: Vec<_> = account()
            .into_iter()
            .map(|(known, good)| (known, if known == name { "XX-hunter2" } else { good }))
            .collect();
        // Secrets have no form that could be wrong.
        if name.ends_with("TOKEN") || name.ends_with("SECRET") {
            read(&broken).unwrap();
            continue;
        }
        let message = read(&broken).unwrap_err().to_string();
        assert!(message.starts_with(name), "{message}");
        assert!(!message.contains(value), "{message}");
    }
}

#[test]
fn nobody_is_asked_for_places_unless_it_is_set() {
    let enrichment = read(&[]).unwrap().enrichment;
    assert!(enrichment.postal_codes.is_none() && enrichment.geocoder.is_none());
    assert!(enrichment.sources().unwrap().geocoder.is_none());
}

#[test]
fn a_geocoder_is_asked_once_a_second_and_says_who_asks() {
    let config = read(&[
        ("SKIIGEN_PUBLIC_URL", "https://crm.example.com"),
        ("SKIIGEN_GEOCODER", "photon"),
        ("SKIIGEN_GEOCODER_URL", "https://geocoder.example.com/photon"),
    ]);
    let geocoder = config.unwrap().enrichment.geocoder.unwrap();
    assert_eq!((geocoder.provider, geocoder.per_second), (Provider::Photon, 1));
    assert_eq!(
        (geocoder.reach, geocoder.contact.as_str()),
        (Reach::PublicOnly, "https://crm.example.com")
    );
}

#[test]
fn a_geocoder_in_the_own_network_must_be_allowed() {
    let local =
        vec![("SKIIGEN_GEOCODER", "nominatim"), ("SKIIGEN_GEOCODER_URL", "http://10.0.0.7:8080")];
    let message = read(&local).unwrap_err().to_string();
    assert!(message.contains("private network"), "{message}");
    assert!(message.contains("SKIIGEN_GEOCODER_PRIVATE=allowed"), "{message}");
    let allowed = [local, vec![("SKIIGEN_GEOCODER_PRIVATE", "allowed")]].concat();
    assert_eq!(read(&allowed).unwrap().enrichment.geocoder.unwrap().reach, Reach::PrivateToo);
}

#[test]
fn a_wrong_geocoder_or_file_says_what_to_write() {
    let url = ("SKIIGEN_GEOCODER_URL", "https://geocoder.example.com");
    for (pairs, told) in [
        (vec![("SKIIGEN_GEOCODER", "google"), url], "nominatim or photon"),
        (vec![("SKIIGEN_GEOCODER", "photon")], "but SKIIGEN_GEOCODER_URL is not"),
        (vec![url], "but SKIIGEN_GEOCODER is not"),
        (
            vec![("SKIIGEN_GEOCODER", "photon"), ("SKIIGEN_GEOCODER_URL", "geocoder")],
            "https://geocoder.example.com",
        ),
        (
            vec![("SKIIGEN_GEOCODER", "photon"), url, ("SKIIGEN_GEOCODER_PER_SECOND", "0")],
            "from 1 to 1000",
        ),
        (vec![("SKIIGEN_POSTAL_CODES", "codes.txt")], "a full path"),
    ] {
        let message = read(&pairs).unwrap_err().to_string();
        assert!(message.contains(told), "{pairs:?}: {message}");
    }
    let missing = read(&[("SKIIGEN_POSTAL_CODES", "/there/is/no/such/file")]).unwrap();
    let message = missing.enrichment.sources().unwrap_err().to_string();
    assert!(message.contains("SKIIGEN_POSTAL_CODES is /there/is/no/such/file"), "{message}");
}
