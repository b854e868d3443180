//! What follows from a disposition, whether the call was logged or dialled.

use chrono::{DateTime, SubsecRound, Utc};
use chrono_tz::Tz;
use db::dispositions::Disposition;
use db::progress::{LockedLead, Progress};
use db::undos::{Undo, UndoFacts};
use db::{Change, DbError, Tx};
use domain::calls::CallDirection;
use domain::dispositions::Effect;
use domain::ids::UserId;
use domain::leads::{Stage, StageError};
use domain::undos::{UNDO_GRACE, UNDO_WITHIN};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::log::LogCallError;
use crate::follow_ups::{FollowUpDraft, keep_promises, promise};
use crate::progress;

/// The digits of a second that the database keeps.
const STORED_DIGITS: u16 = 6;

/// How a call that was said something of can be taken back.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct UndoOffer {
    /// The act, as it is on record.
    pub activity_id: Uuid,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// An attempt that fits the rules, and what follows from it.
pub(super) struct Attempt {
    pub(super) called_at: DateTime<Utc>,
    /// Who called whom.
    pub(super) direction: CallDirection,
    /// The lead's number, where that is known.
    pub(super) phone_e164: Option<String>,
    pub(super) disposition: Disposition,
    pub(super) stage: Stage,
    pub(super) effect: Effect,
    /// The promise that goes with it.
    pub(super) follow_up: Option<FollowUpDraft>,
}

impl Attempt {
    /// Looks up a disposition and checks that it fits the lead and what comes with it.
    pub(super) async fn check(
        tx: &mut Tx,
        lead: &LockedLead,
        (called_at, direction): (DateTime<Utc>, CallDirection),
        disposition: &str,
        follow_up: Option<FollowUpDraft>,
    ) -> Result<Self, LogCallError> {
        let disposition = match db::dispositions::find_active(tx.conn(), disposition).await {
            Err(DbError::NotFound) => return Err(LogCallError::UnknownDisposition),
            found => found?,
        };
        let rule = disposition.rule.0;
        if rule.needs_follow_up() && follow_up.is_none() {
            return Err(LogCallError::FollowUpNeeded);
        }
        if rule.forbids_calling() && follow_up.is_some() {
            return Err(LogCallError::FollowUpForbidden);
        }
        let effect = rule
            .effect(disposition.category.map(|category| category.0))
            .ok_or_else(|| progress::contradiction(StageError::CategoryMismatch))?;
        let before = progress::stage(lead)?;
        let stage = match direction {
            CallDirection::Outbound => before.after(effect),
            CallDirection::Inbound => Ok(before.after_ringing_back(effect)),
        };
        let stage = stage.map_err(|error| match error {
            StageError::AlreadyCompleted => LogCallError::LeadCompleted,
            other => LogCallError::Db(progress::contradiction(other)),
        })?;
        let phone_e164 = lead.phone_e164.clone();
        // As exact as they are stored, so that what is stored can be told to be the same.
        let called_at = called_at.trunc_subsecs(STORED_DIGITS);
        let follow_up = follow_up.map(|draft| FollowUpDraft {
            due_at: draft.due_at.trunc_subsecs(STORED_DIGITS),
            ..draft
        });
        Ok(Self { called_at, direction, phone_e164, disposition, stage, effect, follow_up })
    }

    /// Moves the lead on: keeps promises and makes the new one, puts the change on record, forbids
    /// the number where that was asked for, and ends the caller's lease. Gives how all of it can be
    /// taken back.
    pub(super) async fn conclude(
        &self,
        tx: &mut Tx,
        lead: &LockedLead,
        user: UserId,
        (change, facts): (Change, Value),
    ) -> Result<UndoOffer, LogCallError> {
        let kept = keep_promises(tx, lead, self.called_at, self.stage.category()).await?;
        let promised = match &self.follow_up {
            Some(draft) => Some(promise(tx, lead, user, draft.clone()).await?),
            None => None,
        };
        let promised_at = promised.as_ref().map(|promise| promise.due_at);
        let after = self.advance(tx, lead, promised_at).await?;
        let call_id = change.subject_id;
        let activity_id = progress::record(tx, lead, &after, change, facts).await?;
        let facts = UndoFacts {
            before: lead.progress.clone(),
            after,
            at: tx.now(),
            kept,
            promised: promised.map(|promise| promise.id),
            forbade: self.forbid(tx, user).await?,
        };
        db::queue::end_lease(tx.conn(), lead.id, user).await?;
        offer_undo(tx, lead, (activity_id, call_id), facts).await
    }

    /// Forbids the number where that was asked for; gives it where it was allowed before.
    async fn forbid(&self, tx: &mut Tx, user: UserId) -> Result<Option<String>, DbError> {
        let forbids = self.disposition.rule.0.forbids_calling();
        let Some(phone) = self.phone_e164.as_deref().filter(|_| forbids) else { return Ok(None) };
        let now = tx.now();
        let is_new =
            db::do_not_call::insert(tx.conn(), phone, "Asked for on a call", user, now).await?;
        Ok(is_new.then(|| phone.to_owned()))
    }

    /// The lead after the attempt: tried again after the retry time, at the promised time, or never.
    async fn advance(
        &self,
        tx: &mut Tx,
        lead: &LockedLead,
        promised_at: Option<DateTime<Utc>>,
    ) -> Result<Progress, DbError> {
        let before = lead.progress.clone();
        let next_attempt_at = match self.effect {
            Effect::Retry => {
                let campaign = lead.campaign_id;
                let rule = db::retry_rules::find(tx.conn(), campaign, &self.disposition).await?;
                let zone = zone_of(tx, lead).await?;
                Some(rule.next_attempt(self.called_at, zone))
            }
            Effect::FollowUp => promised_at,
            Effect::Complete(_) => None,
        };
        // A lead that rang us was not tried once more.
        let attempts = match self.direction {
            CallDirection::Outbound => 1,
            CallDirection::Inbound => 0,
        };
        Ok(Progress {
            disposition: Some(self.disposition.key.clone()),
            attempt_count: before.attempt_count.saturating_add(attempts),
            last_contacted_at: before.last_contacted_at.max(Some(self.called_at)),
            next_follow_up_at: db::follow_ups::earliest_open(tx.conn(), lead.id).await?,
            next_attempt_at,
            ..before.at(self.stage)
        })
    }
}

/// The zone that the lead lives by: its own, else the workspace's.
async fn zone_of(tx: &mut Tx, lead: &LockedLead) -> Result<Tz, DbError> {
    let own = lead.time_zone.as_deref().and_then(|zone| zone.parse().ok());
    match own {
        Some(zone) => Ok(zone),
        // Both are checked when they are written.
        None => Ok(db::settings::find(tx.conn()).await?.time_zone.parse().unwrap_or(Tz::UTC)),
    }
}

/// Says until when the act can be taken back, and keeps what that takes. Only a person can.
async fn offer_undo(
    tx: &mut Tx,
    lead: &LockedLead,
    (activity_id, call_id): (Uuid, Uuid),
    facts: UndoFacts,
) -> Result<UndoOffer, LogCallError> {
    let until = tx.now() + UNDO_WITHIN;
    if let Some(user) = tx.actor() {
        let (lead_id, user_id) = (lead.id.uuid(), user.uuid());
        let undo = Undo { activity_id, call_id, lead_id, user_id, until, facts };
        let past = tx.now() - UNDO_GRACE;
        db::undos::offer(tx.conn(), &undo, past).await?;
    }
    Ok(UndoOffer { activity_id, until })
}
