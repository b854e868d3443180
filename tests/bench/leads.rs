//! Many leads in the hands of a few reps, written by SQL: how they came is measured elsewhere.

use serde_json::json;

use crate::stage::Stage;

/// A lead's id from its number, in pgbench's words and in PostgreSQL's.
pub(crate) fn id(number: &str) -> String {
    format!("('01900000-0000-7000-8000-' || lpad(to_hex(({number})::bigint), 12, '0'))::uuid")
}

/// A rep's id.
pub(crate) fn rep(number: usize) -> String {
    format!("01900000-0000-7000-8000-{:012x}", number + 1_000_000)
}

/// With what a rep signs in.
pub(crate) fn email(rep: usize) -> String {
    format!("rep{rep}@crm.example")
}

/// Everybody's password.
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// A rep's token.
pub(crate) async fn sign_in(stage: &Stage, rep: usize) -> String {
    let login = json!({ "email": email(rep), "password": PASSWORD });
    stage.post("/auth/login", &login).await["access_token"].as_str().unwrap().to_owned()
}

/// So many places, each a country's and a time zone's, open but for a minute at its midnight.
async fn open_places(stage: &Stage, client: &tokio_postgres::Client, places: usize) {
    let insert = format!(
        "UPDATE calling_rules SET is_active = false;
         INSERT INTO calling_places (key)
             SELECT {} FROM generate_series(0, {places} - 1) n",
        place("n")
    );
    client.batch_execute(&insert).await.unwrap();
    let hours = json!({ "calling_windows": "enforced", "calls_open_at": "00:00:00", "calls_close_at": "23:59:00" });
    let answer = stage.http.patch(stage.url("/settings")).bearer_auth(&stage.token).json(&hours);
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
}

/// A place's key from its number: 26 time zones, and as many countries as it takes.
fn place(number: &str) -> String {
    let zone = format!(
        "'Etc/GMT' || CASE WHEN {number} % 26 < 13 THEN '+' || {number} % 26 ELSE '-' || {number} % 26 - 13 + 1 END"
    );
    format!("chr(65 + {number} / 26 / 26) || chr(65 + {number} / 26 % 26) || '@' || {zone}")
}

/// Fills the workspace: the leads of each rep lie in all of the places.
pub(crate) async fn fill(stage: &Stage, count: usize, reps: usize, places: usize) {
    let client = support::connect(&stage.database_url).await;
    open_places(stage, &client, places).await;
    let (lead, user) = (id("n"), id("n + 1000000"));
    let fill = format!(
        "INSERT INTO regions (id, name, default_country, created_at, updated_at)
             VALUES ({region}, 'Bench', 'DE', now(), now());
         INSERT INTO users (id, name, email, role, password_hash, created_at, updated_at)
             SELECT {user}, 'Rep ' || n, 'rep' || n || '@crm.example', 'rep', password_hash, now(), now()
             FROM generate_series(0, {reps} - 1) n, users WHERE role = 'admin';
         INSERT INTO leads (id, region_id, name, formatted_phone, phone_e164, street, city, postal_code,
                 country, has_website, latitude, longitude, time_zone, calling_place, status, priority,
                 created_at, updated_at)
             SELECT {lead}, {region}, 'Brewery ' || n, '+49 30 ' || 10000000 + n, '+4930' || 10000000 + n,
                 'Main Street', 'City ' || n % 500, lpad((n % 99999)::text, 5, '0'), 'DE', n % 2 = 0,
                 48 + (n % 500) / 100.0, 9 + (n % 400) / 100.0, 'Europe/Berlin', {place}, 'new',
                 1 + n % 5, now() - n * interval '1 second', now()
             FROM generate_series(1, {count}) n;
         INSERT INTO assignments (id, lead_id, assignee_id, assigned_by, created_at)
             SELECT gen_random_uuid(), {lead}, {assignee}, (SELECT id FROM users WHERE role = 'admin'), now()
             FROM generate_series(1, {count}) n",
        region = id("999999"),
        place = place(&format!("(n / {reps} % {places})")),
        assignee = id(&format!("n % {reps} + 1000000")),
    );
    client.batch_execute(&fill).await.unwrap();
    client.batch_execute("VACUUM ANALYZE").await.unwrap();
}
