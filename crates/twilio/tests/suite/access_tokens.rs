//! Access tokens say what those of the official libraries say.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};
use skiigen_twilio::access_token::{IssueError, LONGEST, Outgoing, issue};
use skiigen_twilio::{AccessToken, Credentials, Identity, Secret, VoiceGrant};

use crate::{credentials, fixture};

/// The first of these keys that there is: one library writes `a_b`, the other `aB`.
fn either<'a>(value: &'a Value, keys: [&str; 2]) -> &'a Value {
    value.get(keys[0]).or_else(|| value.get(keys[1])).unwrap_or(&Value::Null)
}

fn grant(vector: &Value, identity: &str) -> VoiceGrant {
    let given = &vector["grant"];
    let application =
        either(given, ["outgoing_application_sid", "outgoingApplicationSid"]).as_str();
    let parameters = either(given, ["outgoing_application_params", "outgoingApplicationParams"]);
    let parameters: Option<BTreeMap<_, _>> = serde_json::from_value(parameters.clone()).unwrap();
    let outgoing = application.map(|sid| Outgoing {
        application: sid.parse().unwrap(),
        parameters: parameters.unwrap_or_default(),
    });
    VoiceGrant {
        identity: identity.parse().unwrap(),
        incoming: either(given, ["incoming_allow", "incomingAllow"]).as_bool().unwrap_or_default(),
        outgoing,
        push_credential: given["push_credential_sid"].as_str().map(|sid| sid.parse().unwrap()),
        endpoint: given["endpoint_id"].as_str().map(str::to_owned),
    }
}

fn account(vector: &Value) -> Credentials {
    let region = vector["region"].as_str().or_else(|| vector["options"]["region"].as_str());
    Credentials {
        account: vector["account_sid"].as_str().unwrap().parse().unwrap(),
        api_key: vector["api_key_sid"].as_str().unwrap().parse().unwrap(),
        api_secret: Secret::new(vector["api_key_secret"].as_str().unwrap()),
        region: region.map(|region| region.parse().unwrap()),
        ..credentials()
    }
}

/// Header and claims of a token whose signature is right.
fn read(token: &AccessToken, secret: &str) -> (Value, Value) {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    let key = DecodingKey::from_secret(secret.as_bytes());
    let token = jsonwebtoken::decode::<Value>(token.token.expose(), &key, &validation).unwrap();
    (serde_json::to_value(token.header).unwrap(), token.claims)
}

fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

#[test]
fn every_vector_has_our_header_and_our_claims() {
    for vector in fixture("access_token_vectors.json")["vectors"].as_array().unwrap() {
        let name = &vector["name"];
        let payload = &vector["payload"];
        let now = vector["now"].as_i64().unwrap();
        let life = payload["exp"].as_i64().unwrap() - now;
        let life = Duration::from_secs(life.try_into().unwrap());
        let identity = payload["grants"]["identity"].as_str().unwrap();
        let credentials = account(vector);
        let issued = issue(&credentials, &grant(vector, identity), life, moment(now));
        if life > LONGEST {
            assert!(matches!(issued, Err(IssueError::Lifetime)), "{name}");
            continue;
        }
        let issued = issued.unwrap();
        let (header, mut claims) = read(&issued, credentials.api_secret.expose());
        assert_eq!(header, vector["header"], "{name}");
        assert_eq!(issued.expires_at, moment(payload["exp"].as_i64().unwrap()));
        let jti = claims["jti"].take();
        let begins = format!("{}-", payload["jti"].as_str().unwrap());
        assert!(jti.as_str().unwrap().starts_with(&begins), "{name}");
        let mut expected = payload.clone();
        expected["jti"] = Value::Null;
        expected["iat"] = json!(now);
        expected["nbf"] = json!(now - 10);
        assert_eq!(claims, expected, "{name}");
    }
}

#[test]
fn two_tokens_of_one_second_are_told_apart() {
    let grant = grant(&json!({ "grant": {} }), "user_42");
    let credentials = credentials();
    let id = || {
        let token = issue(&credentials, &grant, LONGEST, moment(1_795_000_000)).unwrap();
        read(&token, "secret").1["jti"].clone()
    };
    assert_ne!(id(), id());
}

#[test]
fn a_life_is_a_second_to_a_day() {
    let grant = grant(&json!({ "grant": {} }), "user_42");
    let issue = |life| issue(&credentials(), &grant, life, moment(1_795_000_000));
    assert!(issue(Duration::from_secs(1)).is_ok());
    for wrong in [Duration::ZERO, Duration::from_millis(999), Duration::from_secs(86_401)] {
        assert!(matches!(issue(wrong), Err(IssueError::Lifetime)), "{wrong:?}");
    }
    assert!(matches!(
        skiigen_twilio::access_token::issue(
            &credentials(),
            &grant,
            LONGEST,
            DateTime::<Utc>::MAX_UTC
        ),
        Err(IssueError::Time)
    ));
}

#[test]
fn an_identity_has_letters_that_twilio_takes() {
    for right in ["user_42", "José_🎿", "a.b-c@d", &"x".repeat(256)] {
        assert_eq!(right.parse::<Identity>().unwrap().as_str(), right);
    }
    for wrong in ["", "a b", "a\nb", "a#b", "a%b", "<a>", "{a}", "a|b", "a`b", &"x".repeat(257)] {
        assert!(wrong.parse::<Identity>().is_err(), "{wrong}");
    }
}

#[test]
fn no_secret_is_shown() {
    let credentials = Credentials {
        next_auth_token: Some(Secret::new("hidden-next")),
        api_secret: Secret::new("hidden-api"),
        auth_token: Secret::new("hidden-auth"),
        shared_keys: BTreeMap::from([("key".to_owned(), Secret::new("hidden-shared"))]),
        ..credentials()
    };
    let grant = grant(&json!({ "grant": {} }), "user_42");
    let token = issue(&credentials, &grant, LONGEST, moment(1_795_000_000)).unwrap();
    let shown = format!("{credentials:?} {:?} {token:?}", credentials.verifier());
    assert!(!shown.contains("hidden") && !shown.contains(token.token.expose()), "{shown}");
}
