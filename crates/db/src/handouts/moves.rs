//! What an act comes to: who got and lost how many, and what was passed over.

use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::handouts::PassedOver;
use domain::ids::{HandoutId, LeadId};
use uuid::Uuid;

use crate::schema::handout_shares;
use crate::{Conn, DbError};

/// What one rep got and lost, to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = handout_shares)]
pub struct NewShare {
    /// The act.
    pub handout_id: Uuid,
    /// The rep.
    pub user_id: Uuid,
    /// The rep's place in the receipt.
    pub position: i32,
    /// Leads handed to the rep.
    pub gained: i64,
    /// Leads taken from the rep.
    pub lost: i64,
}

/// Adds what each rep got and lost.
///
/// # Errors
/// Those of the insert.
pub async fn insert_shares(conn: &mut Conn, shares: &[NewShare]) -> Result<(), DbError> {
    diesel::insert_into(handout_shares::table).values(shares).execute(conn).await?;
    Ok(())
}

/// Adds leads that were passed over, or stay as they are.
///
/// # Errors
/// Those of the insert.
pub async fn insert_passed_over(
    conn: &mut Conn,
    id: HandoutId,
    leads: &[(LeadId, PassedOver)],
) -> Result<(), DbError> {
    let (leads, reasons): (Vec<Uuid>, Vec<&str>) =
        leads.iter().map(|(lead, reason)| (lead.uuid(), reason.as_str())).unzip();
    diesel::sql_query(
        "INSERT INTO handout_passed_over (handout_id, lead_id, reason)
         SELECT $1, lead_id, reason FROM unnest($2, $3) AS passed (lead_id, reason)
         ON CONFLICT DO NOTHING",
    )
    .bind::<SqlUuid, _>(id.uuid())
    .bind::<Array<SqlUuid>, _>(leads)
    .bind::<Array<Text>, _>(reasons)
    .execute(conn)
    .await?;
    Ok(())
}
