//! Many leads in the hands of a few reps, written by SQL: how they came is measured elsewhere.

use crate::stage::Stage;

/// Reps who share the leads.
pub(crate) const REPS: usize = 5;

/// A lead's id from its number, in pgbench's words and in PostgreSQL's.
pub(crate) fn id(number: &str) -> String {
    format!("('01900000-0000-7000-8000-' || lpad(to_hex(({number})::bigint), 12, '0'))::uuid")
}

/// Fills the workspace. Rep number 0 can sign in with the admin's password.
pub(crate) async fn fill(stage: &Stage, count: usize) {
    let client = support::connect(&stage.database_url).await;
    let (lead, user) = (id("n"), id("n + 1000000"));
    let fill = format!(
        "INSERT INTO regions (id, name, default_country, created_at, updated_at)
             VALUES ({region}, 'Bench', 'DE', now(), now());
         INSERT INTO users (id, name, email, role, password_hash, created_at, updated_at)
             SELECT {user}, 'Rep ' || n, 'rep' || n || '@crm.example', 'rep', password_hash, now(), now()
             FROM generate_series(0, {REPS} - 1) n, users WHERE role = 'admin';
         INSERT INTO leads (id, region_id, name, formatted_phone, phone_e164, street, city, postal_code,
                 country, has_website, latitude, longitude, time_zone, status, priority,
                 created_at, updated_at)
             SELECT {lead}, {region}, 'Brewery ' || n, '+49 30 ' || 10000000 + n, '+4930' || 10000000 + n,
                 'Main Street', 'City ' || n % 500, lpad((n % 99999)::text, 5, '0'), 'DE', n % 2 = 0,
                 48 + (n % 500) / 100.0, 9 + (n % 400) / 100.0, 'Europe/Berlin', 'new',
                 1 + n % 5, now() - n * interval '1 second', now()
             FROM generate_series(1, {count}) n;
         INSERT INTO assignments (id, lead_id, assignee_id, assigned_by, created_at)
             SELECT gen_random_uuid(), {lead}, {assignee}, (SELECT id FROM users WHERE role = 'admin'), now()
             FROM generate_series(1, {count}) n;
         UPDATE settings SET calling_windows = 'off';",
        region = id("999999"),
        assignee = id(&format!("n % {REPS} + 1000000")),
    );
    client.batch_execute(&fill).await.unwrap();
    client.batch_execute("VACUUM ANALYZE").await.unwrap();
}
