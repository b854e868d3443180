//! A lead rings: who it is, and answering or declining.

use domain::ids::{CallId, LeadId};
use dto::calls::CallResponse;
use dto::leads::LeadResponse;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::failure::Failure;
use super::handset::{Callee, Phone};
use super::line::{Line, Ringing, accept_options};
use super::microphone;
use super::state::{Event, Stage};
use super::tabs;
use crate::api;

/// Who rings, as far as it is known by now.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// The call.
    pub id: CallId,
    /// The number that rings.
    pub number: String,
    /// The call as the server knows it.
    pub call: Option<CallResponse>,
    /// The lead, where it is the person's own.
    pub lead: Option<LeadResponse>,
}

impl Incoming {
    /// The lead that rings.
    #[must_use]
    pub fn lead_id(&self) -> Option<LeadId> {
        self.call.as_ref()?.lead.as_ref().map(|lead| LeadId::from(lead.id))
    }

    /// Its name; its number as long as that is not known.
    #[must_use]
    pub fn name(&self) -> String {
        let lead = self.call.as_ref().and_then(|call| call.lead.as_ref());
        lead.map_or_else(|| self.number.clone(), |lead| lead.name.clone())
    }

    fn callee(&self) -> Option<Callee> {
        let lead = self.lead_id()?;
        let shown = self.lead.as_ref().and_then(|lead| lead.formatted_phone.clone());
        let number = shown.unwrap_or_else(|| self.number.clone());
        Some(Callee { lead, name: self.name(), number, override_reason: None })
    }
}

impl Phone {
    /// Whether a lead rings; tracked.
    #[must_use]
    pub fn is_rung(self) -> bool {
        self.incoming.with(Option::is_some)
    }

    /// A lead rings. Who is on a call, or about to be, lets it leave a message.
    pub(super) fn ring(self, ringing: &Ringing) {
        let Ringing { call, number } = ringing.clone();
        let Ok(id) = call.parse::<CallId>() else { return self.with_line(Line::decline) };
        if self.stage.try_with_untracked(Stage::is_free) != Some(true) {
            return self.with_line(Line::decline);
        }
        let _gone = self.incoming.try_set(Some(Incoming { id, number, call: None, lead: None }));
        spawn_local(async move {
            // What is not known by now is not shown: it can be answered all the same.
            let Ok(call) = api::calls::find(self.me, id).await else { return };
            let lead = call.lead.as_ref().map(|lead| LeadId::from(lead.id));
            self.learn(id, |incoming| incoming.call = Some(call));
            let Some(lead) = lead else { return };
            if let Ok(lead) = api::leads::find(self.me, lead).await {
                self.learn(id, |incoming| incoming.lead = Some(lead));
            }
        });
    }

    fn learn(self, id: CallId, know: impl FnOnce(&mut Incoming)) {
        let _gone = self.incoming.try_update(|incoming| {
            if let Some(incoming) = incoming.as_mut().filter(|incoming| incoming.id == id) {
                know(incoming);
            }
        });
    }

    /// It rings no more: given up, or answered in another window.
    pub(super) fn stop_ringing(self) {
        if let Some(Some(incoming)) = self.incoming.try_update(Option::take) {
            self.toasts.note(format!("{} does not ring any more.", incoming.name()));
        }
    }

    /// Answers the lead that rings; gives the lead.
    pub fn answer(self) -> Option<LeadId> {
        let incoming = self.incoming.get_untracked()?;
        if !self.tell(&Event::PickedUp) {
            return None;
        }
        self.incoming.set(None);
        let turn = self.turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        })?;
        self.callee.set(incoming.callee());
        self.call.set(incoming.call.clone());
        self.since.set(None);
        self.was_renewed.set_value(false);
        spawn_local(async move {
            if let Err(failure) = self.accept(turn).await {
                self.fail_in(turn, failure);
            }
        });
        incoming.lead_id()
    }

    async fn accept(self, turn: u32) -> Result<(), Failure> {
        let user = self.me.user.with_untracked(|user| user.id).to_string();
        let tab = tabs::claim(&user).await.ok_or_else(Failure::other_tab)?;
        if self.stage.with_untracked(Stage::is_live) {
            self.tab.set_value(Some(tab));
        }
        let wished = self.devices.microphone.get_untracked();
        let wished = Some(wished.as_str()).filter(|wished| !wished.is_empty());
        let options = accept_options(&microphone::audio_constraint(wished));
        let tell = Callback::new(move |told| self.hear(turn, &told));
        let was_ringing = self
            .line
            .try_update_value(|line| line.as_mut().is_some_and(|line| line.accept(tell, &options)));
        if was_ringing != Some(true) {
            return Err(Failure::lasting(
                "They hung up before you answered. A missed call is among your follow-ups.",
            ));
        }
        self.choose_speaker().await;
        Ok(())
    }

    /// Lets the lead that rings leave a message.
    pub fn decline(self) {
        if self.incoming.try_update(Option::take).flatten().is_some() {
            self.with_line(Line::decline);
        }
    }

    /// Makes this page ring when a lead rings; again whenever the line was begun anew.
    pub fn listen(self) {
        let _gone = self.listens.try_set_value(true);
        spawn_local(async move {
            // A page that cannot ring now says so when somebody calls; the next line tries again.
            let _silent = self.open_line().await;
            self.register().await;
        });
    }
}
