//! What follows from a disposition, whether the call was logged or dialled.

use chrono::{DateTime, TimeDelta, Utc};
use db::dispositions::Disposition;
use db::progress::{LockedLead, Progress};
use db::{Change, DbError, Tx};
use domain::dispositions::Effect;
use domain::ids::UserId;
use domain::leads::{Stage, StageError};
use serde_json::Value;

use super::log::LogCallError;
use crate::follow_ups::{FollowUpDraft, keep_promises, promise};
use crate::progress;

/// An attempt that fits the rules, and what follows from it.
pub(super) struct Attempt {
    pub(super) called_at: DateTime<Utc>,
    /// The number that was called, where that is known.
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
        called_at: DateTime<Utc>,
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
        let stage = progress::stage(lead)?.after(effect).map_err(|error| match error {
            StageError::AlreadyCompleted => LogCallError::LeadCompleted,
            other => LogCallError::Db(progress::contradiction(other)),
        })?;
        let phone_e164 = lead.phone_e164.clone();
        Ok(Self { called_at, phone_e164, disposition, stage, effect, follow_up })
    }

    /// Moves the lead on: keeps promises and makes the new one, puts the change on record, forbids
    /// the number where that was asked for, and ends the caller's lease.
    pub(super) async fn conclude(
        &self,
        tx: &mut Tx,
        lead: &LockedLead,
        user: UserId,
        (change, facts): (Change, Value),
    ) -> Result<(), LogCallError> {
        keep_promises(tx, lead, self.called_at, self.stage.category()).await?;
        let promised_at = match &self.follow_up {
            Some(draft) => Some(promise(tx, lead, user, draft.clone()).await?.due_at),
            None => None,
        };
        let after = self.advance(tx, lead, promised_at).await?;
        progress::record(tx, lead, &after, change, facts).await?;
        let forbids = self.disposition.rule.0.forbids_calling();
        if let Some(phone) = self.phone_e164.as_deref().filter(|_| forbids) {
            let now = tx.now();
            db::calls::forbid(tx.conn(), phone, "Asked for on a call", user, now).await?;
        }
        Ok(db::queue::end_lease(tx.conn(), lead.id, user).await?)
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
                let minutes = db::calls::retry_minutes(tx.conn(), lead.campaign_id).await?;
                Some(self.called_at + TimeDelta::minutes(minutes.into()))
            }
            Effect::FollowUp => promised_at,
            Effect::Complete(_) => None,
        };
        Ok(Progress {
            disposition: Some(self.disposition.key.clone()),
            attempt_count: before.attempt_count.saturating_add(1),
            last_contacted_at: before.last_contacted_at.max(Some(self.called_at)),
            next_follow_up_at: db::follow_ups::earliest_open(tx.conn(), lead.id).await?,
            next_attempt_at,
            ..before.at(self.stage)
        })
    }
}
