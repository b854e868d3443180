//! Many calls at once, and what a carrier tells of them: in no order, some of it twice, some of it
//! never.

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use tokio_postgres::Client;
use twilio::signature::sign_form;
use uuid::Uuid;

use crate::AUTH_TOKEN;
use crate::carrier::sid;

/// Webhooks that each call brings.
pub const POSTS: usize = 10;

/// One webhook.
#[derive(Debug, Clone)]
pub struct Post {
    /// The call that it tells of.
    pub call: Uuid,
    /// `status` or `dial`.
    pub kind: &'static str,
    fields: Vec<(String, String)>,
}

impl Post {
    /// Where it is sent.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/webhooks/twilio/{}?call={}", self.kind, self.call)
    }

    /// The form. No value of it needs an escape.
    #[must_use]
    pub fn body(&self) -> String {
        let pairs: Vec<String> =
            self.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&")
    }

    /// Its signature for a server that is known under this address.
    #[must_use]
    pub fn signature(&self, public_url: &str) -> String {
        sign_form(AUTH_TOKEN, &format!("{public_url}{}", self.path()), &self.fields)
    }
}

/// How the call of this number goes: what is told at its end, what it comes to, and its seconds.
#[must_use]
pub fn ending(number: usize) -> (&'static str, &'static str, i32) {
    match number % 5 {
        0 => ("busy", "busy", 0),
        1 => ("no-answer", "no_answer", 0),
        2 => ("canceled", "canceled", 0),
        3 => ("failed", "failed", 0),
        _ => ("completed", "completed", 37),
    }
}

/// Calls that have been dialled, each by a rep of its own, written in one go: as the permission and
/// the first webhook leave them. In the order of their numbers.
pub async fn dialled_calls(client: &Client, count: usize) -> Vec<Uuid> {
    let fill = format!(
        "INSERT INTO regions (id, name, default_country, created_at, updated_at)
            VALUES (gen_random_uuid(), 'Disorder', 'DE', now(), now());
        INSERT INTO users (id, name, email, role, created_at, updated_at)
            SELECT gen_random_uuid(), 'Caller ' || n, 'caller' || n || '@crm.example', 'rep', now(), now()
            FROM generate_series(0, {count} - 1) AS n;
        INSERT INTO calls (id, user_id, region_id, origin, called_at, is_connected, created_at,
                status, phone_e164, provider, permitted_until, dialled_at, parent_sid)
            SELECT gen_random_uuid(), users.id, regions.id, 'browser', now(), false, now(), 'dialling',
                '+4930901820', 'simulator', now(), now(),
                'CA' || lpad(to_hex(substring(users.name FROM 8)::integer), 32, '0')
            FROM users, regions WHERE users.name LIKE 'Caller %' AND regions.name = 'Disorder';
        INSERT INTO call_events (id, call_id, kind, fact, fields, occurred_at, received_at)
            SELECT gen_random_uuid(), id, 'voice', 'voice', jsonb_build_object('parent_sid', parent_sid),
                dialled_at, dialled_at
            FROM calls WHERE parent_sid IS NOT NULL"
    );
    client.batch_execute(&fill).await.unwrap();
    let rows = client
        .query("SELECT id FROM calls WHERE parent_sid IS NOT NULL ORDER BY parent_sid", &[])
        .await
        .unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// Everything that is told of these calls, in disorder.
pub fn posts(calls: &[Uuid], random: &mut StdRng) -> Vec<Post> {
    let mut all: Vec<Post> = calls
        .iter()
        .enumerate()
        .flat_map(|(number, call)| of_call(number, *call, random))
        .collect();
    all.shuffle(random);
    all
}

/// Of every seventh call some of the way is lost, and of every call something is told again.
fn of_call(number: usize, call: Uuid, random: &mut StdRng) -> Vec<Post> {
    let number_of_leg = u128::try_from(number).unwrap();
    let (parent, child) = (sid("CA", number_of_leg), sid("CA", number_of_leg | 1 << 64));
    let (end, _, seconds) = ending(number);
    let post = |kind, fields: &[(&str, &str)]| {
        let account = ("AccountSid".to_owned(), sid("AC", 1));
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Post { call, kind, fields: std::iter::once(account).chain(fields).collect() }
    };
    let seconds = seconds.to_string();
    let status = |sequence: &str, status: &str| {
        let fields = [
            ("CallSid", child.as_str()),
            ("ParentCallSid", &parent),
            ("CallStatus", status),
            ("SequenceNumber", sequence),
            ("CallDuration", &seconds),
        ];
        post("status", &fields)
    };
    let way = [("0", "initiated"), ("1", "ringing"), ("2", "in-progress")];
    // Who did not answer was never in progress.
    let way = &way[..if end == "completed" { 3 } else { 2 }];
    let mut posts: Vec<Post> = way
        .iter()
        .filter(|_| !number.is_multiple_of(7) || random.random_bool(0.5))
        .map(|(sequence, told)| status(sequence, told))
        .collect();
    posts.push(status("3", end));
    let dial = [
        ("CallSid", parent.as_str()),
        ("CallStatus", "in-progress"),
        ("DialCallStatus", end),
        ("DialCallSid", &child),
        ("DialCallDuration", &seconds),
    ];
    posts.push(post("dial", &dial));
    while posts.len() < POSTS {
        let again = posts[random.random_range(0..posts.len())].clone();
        posts.push(again);
    }
    posts
}
