//! Somebody rings with whom nobody works: a number that no lead has, or a lead that nobody ever called.

use db::activity::ActivityFilter;
use db::calls::KnownCaller;
use db::{Change, DbError, Tx};
use domain::activity::{Action, Subject};
use domain::ids::LeadId;
use serde_json::json;
use twilio::webhooks::VoiceRequest;
use uuid::Uuid;

use crate::telephony::Document;
use crate::{Ctx, personal_data};

/// Gives the document that says so politely. Admins find in the record who it was, once.
pub(super) async fn turn_away(
    ctx: &Ctx,
    tx: &mut Tx,
    request: &VoiceRequest,
    known: Option<KnownCaller>,
) -> Result<String, DbError> {
    let workspace = db::settings::find(tx.conn()).await?.name;
    let id = id_of(request).unwrap_or_else(|| tx.new_id());
    let before = ActivityFilter {
        action: Some(Action::CallTurnedAway),
        subject_id: Some(id),
        ..ActivityFilter::default()
    };
    if db::activity::count(tx.conn(), &before).await? == 0 {
        let change = Change::new(Action::CallTurnedAway, Subject::Call, id);
        let change = match (&known, request.number()) {
            (Some(known), _) => change.on_lead(LeadId::new(known.lead_id)),
            (None, Some(number)) if !is_erased(ctx, tx, number).await? => {
                change.after(json!({ "from": number }))
            }
            (None, _) => change,
        };
        tx.record(change).await?;
    }
    Ok(Document::turn_away(&workspace).to_xml())
}

/// The carrier's name of the call holds as many bits as an id has: so a request that comes again is known.
fn id_of(request: &VoiceRequest) -> Option<Uuid> {
    Uuid::parse_str(request.call.as_str().strip_prefix("CA")?).ok()
}

/// Whether a lead with this number was erased: it must not be written down again.
async fn is_erased(ctx: &Ctx, tx: &mut Tx, number: &str) -> Result<bool, DbError> {
    let digest = personal_data::numbers::digest(ctx, number);
    Ok(!db::personal_data::find_erased(tx.conn(), &[digest]).await?.is_empty())
}
