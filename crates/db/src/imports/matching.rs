//! What rows are compared with: the leads that are there, and the earlier rows of the file.

use diesel::prelude::*;
use diesel::sql_types::{Array, Integer, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::{ImportId, LeadId};
use domain::imports::LeadCells;
use domain::leads::identity::Identity;
use uuid::Uuid;

use crate::schema::leads;
use crate::{Conn, DbError};

/// A lead that is there, with the cells that a list can fill.
#[derive(Debug, Clone, QueryableByName)]
#[diesel(table_name = leads)]
pub struct KnownLead {
    /// Its id.
    pub id: Uuid,
    name: String,
    formatted_phone: Option<String>,
    phone_e164: Option<String>,
    street_number: Option<String>,
    street: Option<String>,
    city: Option<String>,
    region_name: Option<String>,
    postal_code: Option<String>,
    country: Option<String>,
    url: Option<String>,
    has_website: bool,
    latitude: Option<f64>,
    longitude: Option<f64>,
    time_zone: Option<String>,
    name_key: String,
    address_key: Option<String>,
}

impl KnownLead {
    /// What it is told by.
    #[must_use]
    pub fn identity(&self) -> Identity<'_> {
        Identity {
            phone_e164: self.phone_e164.as_deref(),
            name_key: &self.name_key,
            address_key: self.address_key.as_deref(),
        }
    }

    /// Its cells.
    #[must_use]
    pub fn into_cells(self) -> LeadCells {
        LeadCells {
            name: self.name,
            formatted_phone: self.formatted_phone,
            phone_e164: self.phone_e164,
            street_number: self.street_number,
            street: self.street,
            city: self.city,
            region_name: self.region_name,
            postal_code: self.postal_code,
            country: self.country,
            url: self.url,
            has_website: Some(self.has_website),
            latitude: self.latitude,
            longitude: self.longitude,
            time_zone: self.time_zone,
        }
    }
}

/// An earlier row of the same file.
#[derive(Debug, Clone, QueryableByName)]
pub struct EarlierRow {
    /// Its number.
    #[diesel(sql_type = Integer, column_name = row)]
    pub number: i32,
    #[diesel(sql_type = diesel::sql_types::Nullable<Text>)]
    phone_e164: Option<String>,
    #[diesel(sql_type = Text)]
    name_key: String,
    #[diesel(sql_type = diesel::sql_types::Nullable<Text>)]
    address_key: Option<String>,
    /// The row that it repeats itself.
    #[diesel(sql_type = diesel::sql_types::Nullable<Integer>)]
    pub duplicate_of: Option<i32>,
}

impl EarlierRow {
    /// What it is told by.
    #[must_use]
    pub fn identity(&self) -> Identity<'_> {
        Identity {
            phone_e164: self.phone_e164.as_deref(),
            name_key: &self.name_key,
            address_key: self.address_key.as_deref(),
        }
    }
}

/// The keys are joined rather than compared with a list, so that the indexes are used whatever
/// the planner thinks of the table's size.
const SAME_LEADS: &str = "
    SELECT id, name, formatted_phone, phone_e164, street_number, street, city, region_name, postal_code,
        country, url, has_website, latitude, longitude, time_zone, name_key, address_key
    FROM leads WHERE id IN (
        SELECT by_phone.id FROM unnest($1) AS key JOIN leads AS by_phone ON by_phone.phone_e164 = key
        UNION
        SELECT by_address.id FROM unnest($2) AS key JOIN leads AS by_address ON by_address.address_key = key)
    ORDER BY id";

/// Leads that share a phone or an address with one of these, oldest first.
///
/// # Errors
/// Those of the query.
pub async fn find_same_leads(
    conn: &mut Conn,
    phones: &[&str],
    addresses: &[&str],
) -> Result<Vec<KnownLead>, DbError> {
    Ok(diesel::sql_query(SAME_LEADS)
        .bind::<Array<Text>, _>(phones)
        .bind::<Array<Text>, _>(addresses)
        .load(conn)
        .await?)
}

/// The same, taken for the transaction.
///
/// # Errors
/// Those of the query.
pub async fn lock_same_leads(
    conn: &mut Conn,
    phones: &[&str],
    addresses: &[&str],
) -> Result<Vec<KnownLead>, DbError> {
    Ok(diesel::sql_query(format!("{SAME_LEADS} FOR NO KEY UPDATE OF leads"))
        .bind::<Array<Text>, _>(phones)
        .bind::<Array<Text>, _>(addresses)
        .load(conn)
        .await?)
}

/// Usable rows of the file that share a phone or an address with one of these, in order.
///
/// # Errors
/// Those of the query.
pub async fn find_earlier_rows(
    conn: &mut Conn,
    import: ImportId,
    phones: &[&str],
    addresses: &[&str],
) -> Result<Vec<EarlierRow>, DbError> {
    Ok(diesel::sql_query(
        "WITH same AS (
             SELECT rows.row FROM unnest($2) AS key
             JOIN import_rows AS rows ON rows.import_id = $1 AND rows.phone_e164 = key
             UNION
             SELECT rows.row FROM unnest($3) AS key
             JOIN import_rows AS rows ON rows.import_id = $1 AND rows.address_key = key)
         SELECT rows.row, phone_e164, name_key, address_key, duplicate_of
         FROM same JOIN import_rows AS rows ON rows.import_id = $1 AND rows.row = same.row
         WHERE outcome <> 'rejected' ORDER BY rows.row",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<Array<Text>, _>(phones)
    .bind::<Array<Text>, _>(addresses)
    .load(conn)
    .await?)
}

/// The rows up to `last` of the file that are about one of these leads.
///
/// # Errors
/// Those of the query.
pub async fn find_rows_of_leads(
    conn: &mut Conn,
    import: ImportId,
    last: i32,
    leads: &[Uuid],
) -> Result<Vec<(LeadId, i32)>, DbError> {
    #[derive(QueryableByName)]
    struct RowOfLead {
        #[diesel(sql_type = SqlUuid)]
        lead_id: Uuid,
        #[diesel(sql_type = Integer, column_name = row)]
        number: i32,
    }
    let rows: Vec<RowOfLead> = diesel::sql_query(
        "SELECT lead_id, min(row) AS row FROM unnest($2) AS key
         JOIN import_rows ON import_id = $1 AND lead_id = key
             AND outcome IN ('update', 'unchanged') AND row <= $3
         GROUP BY lead_id",
    )
    .bind::<SqlUuid, _>(import.uuid())
    .bind::<Array<SqlUuid>, _>(leads)
    .bind::<Integer, _>(last)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|RowOfLead { lead_id, number }| (LeadId::new(lead_id), number))
        .collect())
}
