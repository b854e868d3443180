//! `crates/db/src/schema.rs` is what the migrated database has.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;
use std::fs;

use support::{TestDatabase, connect};
use tokio_postgres::Client;

use crate::clone_path;

const HEAD: &str = "\
//! The tables, generated from the migrated database by `cargo xtask schema`; not edited by hand.

";

/// Columns that the product writes, in order; generated ones only the database does.
const COLUMNS: &str = "
    SELECT pg_class.relname, attname, format_type(atttypid, NULL), attnotnull
    FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid
        JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = 'public' AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
        AND attgenerated = '' AND relname NOT IN ('spatial_ref_sys', '__diesel_schema_migrations')
    ORDER BY relname, attnum";

const PRIMARY_KEYS: &str = "
    SELECT relname, string_agg(attname, ', ' ORDER BY place)
    FROM pg_index
        JOIN pg_class ON pg_class.oid = indrelid
        CROSS JOIN unnest(indkey::int2[]) WITH ORDINALITY AS keys (number, place)
        JOIN pg_attribute ON attrelid = indrelid AND attnum = number
    WHERE indisprimary GROUP BY relname";

#[tokio::test]
async fn the_code_believes_what_the_migrations_make() {
    let database = TestDatabase::create().await;
    let generated = generate(&connect(&database.url()).await).await;
    let file = clone_path("crates/db/src/schema.rs");
    if env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&file, &generated).unwrap();
    }
    // A line break more or less, as rustfmt likes it, means nothing.
    let lines = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
    };
    let (stored, expected) = (lines(&fs::read_to_string(&file).unwrap()), lines(&generated));
    let differs = stored.iter().zip(&expected).find(|(one, other)| one != other);
    assert!(
        stored == expected,
        "crates/db/src/schema.rs is behind the migrations (first difference: {differs:?}); run `cargo xtask schema`"
    );
}

async fn generate(client: &Client) -> String {
    let keys: BTreeMap<String, String> = client
        .query(PRIMARY_KEYS, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get(0), row.get(1)))
        .collect();
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in client.query(COLUMNS, &[]).await.unwrap() {
        let (table, name): (String, String) = (row.get(0), row.get(1));
        let kind = diesel_type(row.get(2));
        let kind = if row.get(3) { kind.to_owned() } else { format!("Nullable<{kind}>") };
        tables.entry(table).or_default().push(format!("{name} -> {kind}"));
    }
    let mut text = HEAD.to_owned();
    for (table, columns) in &tables {
        let key = keys.get(table).unwrap_or_else(|| panic!("{table} has no primary key"));
        let columns: String = columns.iter().map(|column| format!("        {column},\n")).collect();
        write!(text, "diesel::table! {{\n    {table} ({key}) {{\n{columns}    }}\n}}\n\n").unwrap();
    }
    let names: String = tables.keys().map(|table| format!("    {table},\n")).collect();
    text + &format!("diesel::allow_tables_to_appear_in_same_query!(\n{names});\n")
}

fn diesel_type(postgres: &str) -> &'static str {
    match postgres {
        "uuid" => "Uuid",
        "text" => "Text",
        "boolean" => "Bool",
        "smallint" => "Int2",
        "integer" => "Int4",
        "bigint" => "Int8",
        "double precision" => "Float8",
        "timestamp with time zone" => "Timestamptz",
        "date" => "Date",
        "time without time zone" => "Time",
        "jsonb" => "Jsonb",
        "bytea" => "Bytea",
        "character" => "Bpchar",
        "uuid[]" => "Array<Uuid>",
        "text[]" => "Array<Text>",
        "bigint[]" => "Array<Int8>",
        other => panic!("this test does not know the type {other} yet"),
    }
}
