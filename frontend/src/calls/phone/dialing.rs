//! From the press on "Call" to the ringing: microphone, permission, line.

use std::time::Duration;

use dto::calls::PlaceCallRequest;
use dto::problem::Code;
use dto::telephony::{PhoneTokenResponse, Provider};
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::failure::Failure;
use super::handset::{Callee, Phone};
use super::line::{Line, Told, connect_options};
use super::microphone::{self, Permission};
use super::state::{Event, Stage};
use super::{errors, loader, sdk, tabs};
use crate::api::{self, ApiError};

const LIBRARY: &str = "/vendor/twilio.min.js";
/// Stands in for the carrier's network, where the carrier is in the box.
const SIMULATOR: &str = "/simulator_media.js";
/// The library waits for its line for ever.
const CONNECT_WITHIN_MS: u32 = 10_000;
/// How long after a line was let go this page can be rung again.
const LISTEN_AGAIN: Duration = Duration::from_secs(2);
/// A permission with less left than this is renewed before a call.
const WORTH_KEEPING_MS: f64 = 120_000.0;

impl Phone {
    /// Calls, unless a call is on already.
    pub fn dial(self, callee: Callee) {
        if !self.tell(&Event::Dial) {
            return;
        }
        // Who calls has no ear for whoever rings, and may be rung from then on.
        self.decline();
        self.listens.set_value(true);
        let turn = self.turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        });
        let Some(turn) = turn else { return };
        self.callee.set(Some(callee));
        self.call.set(None);
        self.since.set(None);
        self.was_renewed.set_value(false);
        spawn_local(async move {
            if let Err(failure) = self.begin(turn).await {
                self.fail_in(turn, failure);
            }
        });
    }

    /// Calls the same lead once more.
    pub fn dial_again(self) {
        if let Some(callee) = self.callee.get_untracked() {
            self.dial(callee);
        }
    }

    /// The person has read why the microphone is needed, and lets the browser ask.
    pub fn allow_microphone(self) {
        let turn = self.turn.get_value();
        self.asking_browser.set(true);
        self.explaining.set(false);
        spawn_local(async move {
            let result = match microphone::ask().await {
                Ok(()) => self.go_on(turn).await,
                Err(failure) => Err(failure),
            };
            if let Err(failure) = result {
                self.fail_in(turn, failure);
            }
        });
    }

    async fn begin(self, turn: u32) -> Result<(), Failure> {
        let user = self.me.user.with_untracked(|user| user.id).to_string();
        let tab = tabs::claim(&user).await.ok_or_else(Failure::other_tab)?;
        if self.stage.with_untracked(Stage::is_live) {
            self.tab.set_value(Some(tab));
        }
        match microphone::permission().await {
            Permission::Granted => self.go_on(turn).await,
            Permission::Denied => Err(Failure::microphone_blocked()),
            Permission::Ask => {
                let is_asking =
                    self.stage.with_untracked(|stage| *stage == Stage::AskingMicrophone);
                self.explaining.set(is_asking);
                Ok(())
            }
        }
    }

    async fn go_on(self, turn: u32) -> Result<(), Failure> {
        if !self.tell_in(turn, &Event::MicrophoneAllowed) {
            return Ok(());
        }
        self.open_line().await?;
        let Some(callee) = self.callee.get_untracked() else { return Ok(()) };
        let request =
            PlaceCallRequest { lead_id: callee.lead, override_reason: callee.override_reason };
        let call = api::calls::place(self.me, &request).await.map_err(|error| why(&error))?;
        let id = call.id;
        if self.turn.try_get_value() == Some(turn) {
            self.call.set(Some(call));
        }
        if self.tell_in(turn, &Event::Permitted) {
            return self.connect(turn).await;
        }
        // Given up meanwhile: nobody else has to wait for the permission to run out.
        let _runs_out_by_itself = api::calls::hang_up(self.me, id).await;
        Ok(())
    }

    /// Dials over the open line.
    async fn connect(self, turn: u32) -> Result<(), Failure> {
        let device = self.line.with_value(|line| line.as_ref().map(Line::device));
        let (Some(device), Some(id)) = (device, self.call_id()) else { return Ok(()) };
        let wished = self.devices.microphone.get_untracked();
        let wished = Some(wished.as_str()).filter(|wished| !wished.is_empty());
        let options = connect_options(&id.to_string(), &microphone::audio_constraint(wished));
        let dialling = Box::pin(async move { device.connect(&options).await });
        let call = match select(dialling, TimeoutFuture::new(CONNECT_WITHIN_MS)).await {
            Either::Left((Ok(call), _)) => call,
            Either::Left((Err(error), _)) => return self.refused(turn, &error).await,
            Either::Right(_) => {
                // The next call begins with a fresh line.
                self.drop_line();
                return Err(Failure::no_answer_from_service());
            }
        };
        let tell = Callback::new(move |told| self.hear(turn, &told));
        self.line.update_value(|line| {
            if let Some(line) = line {
                line.follow(call, tell);
                // Hung up while the line was being made.
                if !self.stage.with_untracked(Stage::has_line) {
                    line.hang_up();
                }
            }
        });
        self.choose_speaker().await;
        Ok(())
    }

    async fn refused(self, turn: u32, error: &JsValue) -> Result<(), Failure> {
        let code = sdk::code_of(error);
        if errors::PERMISSION_EXPIRED.contains(&code) && !self.was_renewed.get_value() {
            self.redial(turn).await
        } else {
            Err(errors::explain(code))
        }
    }

    /// The permission had run out: once more with a fresh one.
    async fn redial(self, turn: u32) -> Result<(), Failure> {
        self.was_renewed.set_value(true);
        let _old = self.line.try_update_value(Option::take);
        self.token_ends_ms.set_value(0.0);
        self.open_line().await?;
        if self.turn.try_get_value() == Some(turn) && self.stage.with_untracked(Stage::has_line) {
            Box::pin(self.connect(turn)).await?;
        }
        Ok(())
    }

    /// Makes the phone ready, with a permission that lasts for a while.
    pub(super) async fn open_line(self) -> Result<(), Failure> {
        let is_open = self.line.with_value(Option::is_some);
        let left = self.token_ends_ms.get_value() - js_sys::Date::now();
        if is_open && left > WORTH_KEEPING_MS {
            return Ok(());
        }
        let token = self.get_token().await.map_err(|error| why(&error))?;
        if is_open {
            return self.take_token(&token);
        }
        if token.provider == Provider::Simulator {
            loader::load(SIMULATOR).await?;
        }
        loader::load(LIBRARY).await?;
        let tell = Callback::new(move |told| self.hear(self.turn.get_value(), &told));
        if self.line.with_value(Option::is_some) {
            // Somebody else was as quick.
            return Ok(());
        }
        let line = Line::open(&token.token, tell).map_err(|_unsupported| {
            Failure::lasting(
                "This browser cannot make calls. Use a current Chrome, Edge, Firefox or Safari.",
            )
        })?;
        self.line.set_value(Some(line));
        if self.listens.get_value() {
            spawn_local(self.register());
        }
        Ok(())
    }

    /// Has the line ring for leads; one that does already goes on.
    pub(super) async fn register(self) {
        let device = self.line.try_with_value(|line| line.as_ref().map(Line::device)).flatten();
        if let Some(device) = device {
            // A line that cannot be rung still calls.
            let _deaf = device.register().await;
        }
    }

    /// Lets the line go; whoever wants to be rung gets another one.
    pub(super) fn drop_line(self) {
        let _old = self.line.try_update_value(Option::take);
        let _gone = self.incoming.try_set(None);
        if self.listens.try_get_value() == Some(true) {
            let again = move || {
                if self.listens.try_get_value() == Some(true) {
                    self.listen();
                }
            };
            set_timeout(again, LISTEN_AGAIN);
        }
    }

    pub(super) async fn get_token(self) -> Result<PhoneTokenResponse, ApiError> {
        let answer = api::telephony::token(self.me).await;
        match &answer {
            Ok(token) => {
                let lifetime = f64::from(token.expires_in) * 1_000.0;
                let _gone = self.token_ends_ms.try_set_value(js_sys::Date::now() + lifetime);
                let _gone = self.provider.try_set(Some(token.provider));
                let _gone = self.off.try_set(None);
            }
            Err(error) if error.code() == Some(Code::TelephonyNotConfigured) => {
                let _gone = self.off.try_set(Some(error.message()));
            }
            Err(_) => {}
        }
        answer
    }

    fn take_token(self, token: &PhoneTokenResponse) -> Result<(), Failure> {
        self.line.with_value(|line| match line {
            Some(line) => {
                line.renew(&token.token).map_err(|error| errors::explain(sdk::code_of(&error)))
            }
            None => Ok(()),
        })
    }

    /// A call that goes on keeps its line when the permission is renewed in time.
    fn renew(self) {
        spawn_local(async move {
            // Without an answer, the library tells once more when it has run out.
            if let Ok(token) = self.get_token().await {
                let _told_later = self.take_token(&token);
            }
        });
    }

    /// What the line tells, of the call of this turn.
    pub(super) fn hear(self, turn: u32, told: &Told) {
        match *told {
            Told::PermissionEnds => self.renew(),
            Told::Rings(ref ringing) => self.ring(ringing),
            Told::RingsNoMore => self.stop_ringing(),
            _ if self.turn.try_get_value() != Some(turn) => {}
            Told::Ringing => self.go(&Event::Rang),
            Told::Accepted => self.go(&Event::Answered),
            Told::Muted(muted) => self.go(&Event::Muted(muted)),
            Told::Reconnecting => self.go(&Event::LineLost),
            Told::Reconnected => self.go(&Event::LineBack),
            Told::Disconnected => self.end_soon(turn),
            Told::Error(code) if errors::PERMISSION_EXPIRED.contains(&code) => {
                self.renew_or_fail(turn, code);
            }
            Told::Error(code) => self.fail_in(turn, errors::explain(code)),
        }
    }

    fn go(self, event: &Event) {
        // What comes late means nothing.
        let _moved = self.tell(event);
    }

    fn renew_or_fail(self, turn: u32, code: u32) {
        let is_dialling = self.stage.with_untracked(|stage| *stage == Stage::Connecting);
        if !is_dialling {
            self.renew();
        } else if self.was_renewed.get_value() {
            self.fail_in(turn, errors::explain(code));
        } else {
            spawn_local(async move {
                if let Err(failure) = self.redial(turn).await {
                    self.fail_in(turn, failure);
                }
            });
        }
    }
}

/// Why the server said no.
pub(super) fn why(error: &ApiError) -> Failure {
    let text = match error {
        ApiError::Refused(_) => error.message(),
        _ => format!("{}. {}", error.title(), error.message()),
    };
    let is_off = error.code() == Some(Code::TelephonyNotConfigured);
    if error.is_passing() && !is_off { Failure::passing(text) } else { Failure::lasting(text) }
}
