//! Every migration goes forward and back, and the program carries all of them.

use std::fs;

use support::{TestDatabase, connect};
use tokio_postgres::Client;

use crate::clone_path;

/// Everything in the schema that is ours, extensions left out, with its definition.
const SNAPSHOT: &str = "
    WITH owned AS (SELECT objid FROM pg_depend WHERE deptype = 'e')
    SELECT 'table ' || relname || '.' || attname || ' ' || format_type(atttypid, atttypmod)
            || attnotnull || COALESCE(pg_get_expr(adbin, adrelid), '') AS thing
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
            LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0
            AND NOT attisdropped AND pg_class.oid NOT IN (SELECT objid FROM owned)
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes
        WHERE schemaname = 'public' AND tablename <> 'spatial_ref_sys'
    UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
            AND conrelid NOT IN (SELECT objid FROM owned)
    UNION ALL SELECT 'view ' || relname || pg_get_viewdef(oid) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'v' AND oid NOT IN (SELECT objid FROM owned)
    UNION ALL SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND oid NOT IN (SELECT objid FROM owned)
    UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    ORDER BY thing";

/// The migrations' folders in order, with their names.
fn folders() -> Vec<(String, std::path::PathBuf)> {
    let entries =
        fs::read_dir(clone_path("migrations")).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = entries
        .filter(|path| path.is_dir())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path))
        .collect();
    folders.sort();
    folders
}

async fn snapshot(client: &Client) -> Vec<String> {
    client.query(SNAPSHOT, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

async fn apply(client: &Client, folder: &std::path::Path, file: &str) {
    let sql = fs::read_to_string(folder.join(file)).unwrap();
    let outcome = client.batch_execute(&sql).await;
    assert!(outcome.is_ok(), "{}/{file}: {outcome:?}", folder.display());
}

#[tokio::test]
async fn every_migration_can_be_taken_back_and_made_again() {
    let database = TestDatabase::empty().await;
    let client = connect(&database.url()).await;
    let mut before = Vec::new();
    for (_, folder) in folders() {
        before.push(snapshot(&client).await);
        apply(&client, &folder, "up.sql").await;
    }
    let whole = snapshot(&client).await;
    for ((name, folder), before) in folders().iter().zip(&before).rev() {
        apply(&client, folder, "down.sql").await;
        assert_eq!(&snapshot(&client).await, before, "{name}/down.sql leaves something behind");
    }
    for (_, folder) in folders() {
        apply(&client, &folder, "up.sql").await;
    }
    assert_eq!(snapshot(&client).await, whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_carries_every_migration_of_the_folder() {
    let database = TestDatabase::empty().await;
    let applied = db::migrations::run(&database.url()).await.unwrap();
    // Diesel keeps of a name what stands before the first underscore, without hyphens.
    let version = |name: &str| name.split('_').next().unwrap().replace('-', "");
    let expected: Vec<_> = folders().iter().map(|(name, _)| version(name)).collect();
    assert_eq!(applied, expected);
    assert_eq!(db::migrations::pending(&database.url()).await.unwrap(), Vec::<String>::new());
    assert_eq!(db::migrations::run(&database.url()).await.unwrap(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_may_migrate_at_once() {
    let database = TestDatabase::empty().await;
    let url = database.url();
    let (one, other) = tokio::join!(
        tokio::spawn({
            let url = url.clone();
            async move { db::migrations::run(&url).await }
        }),
        tokio::spawn(async move { db::migrations::run(&url).await }),
    );
    let (one, other) = (one.unwrap().unwrap(), other.unwrap().unwrap());
    assert_eq!(one.len() + other.len(), folders().len());
}
