//! The rows that an import made, loaded by `psql \copy` into a table like the one they are in.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::stage::Stage;

/// Columns that are not worked out by the database.
const COLUMNS: &str = "
    SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = 'leads'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''";

/// What `LIKE … INCLUDING ALL` leaves out: the references to other tables.
const REFERENCES: &str = "
    SELECT coalesce(string_agg(format('ALTER TABLE copied ADD %s', pg_get_constraintdef(oid)), '; '), '')
    FROM pg_constraint WHERE conrelid = 'leads'::regclass AND contype = 'f'";

/// Loads the same rows into a table with the same columns, checks, references and indexes.
pub(crate) async fn copy(stage: &Stage) -> Duration {
    let client = support::connect(&stage.database_url).await;
    let columns: String = client.query_one(COLUMNS, &[]).await.unwrap().get(0);
    let references: String = client.query_one(REFERENCES, &[]).await.unwrap().get(0);
    client.batch_execute("CREATE TABLE copied (LIKE leads INCLUDING ALL)").await.unwrap();
    client.batch_execute(&references).await.unwrap();
    let file = std::env::temp_dir().join(format!("skiigen-bench-{}.csv", std::process::id()));
    let place = file.display();
    psql(stage, &format!("\\copy (SELECT {columns} FROM leads ORDER BY id) TO '{place}' CSV"));
    client.batch_execute("CHECKPOINT").await.unwrap();
    let started = Instant::now();
    psql(stage, &format!("\\copy copied ({columns}) FROM '{place}' CSV"));
    let took = started.elapsed();
    std::fs::remove_file(&file).unwrap();
    let same = "SELECT (SELECT count(*) FROM copied) = (SELECT count(*) FROM leads)";
    assert!(client.query_one(same, &[]).await.unwrap().get::<_, bool>(0));
    client.batch_execute("DROP TABLE copied").await.unwrap();
    took
}

fn psql(stage: &Stage, command: &str) {
    let mut psql = Command::new("psql");
    psql.args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--command", command]);
    assert!(psql.arg(&stage.database_url).status().unwrap().success(), "{command}");
}
