//! What can be done in a call: mute, keys, devices, the recorded message, hanging up.

use dto::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::handset::Phone;
use super::line::Line;
use super::sdk::AudioHelper;
use super::state::{Event, Stage};
use crate::api;

impl Phone {
    /// Hangs up, or gives the call up before it began.
    pub fn hang_up(self) {
        let (had_line, was_away) = self.stage.with_untracked(|stage| {
            (stage.has_line(), matches!(stage, Stage::Reconnecting { .. }))
        });
        if !self.tell(&Event::HangUp) {
            return;
        }
        if had_line {
            self.with_line(Line::hang_up);
        }
        if was_away {
            // A line that is away carries no word: they would stay on the phone, alone.
            self.ask_to_hang_up();
        }
    }

    /// Switches the microphone.
    pub fn toggle_mute(self) {
        let (is_talking, muted) =
            self.stage.with_untracked(|stage| (stage.is_talking(), stage.is_muted()));
        if is_talking {
            self.with_line(|line| line.mute(!muted));
        }
    }

    /// Sends the tone of a key.
    pub fn press(self, key: char) {
        self.with_line(|line| line.send_digits(&key.to_string()));
    }

    /// Leaves the recorded message, which ends the call on this side.
    pub fn drop_voicemail(self) {
        let Some(id) = self.call_id() else { return };
        if self.dropping.get_untracked() || !self.stage.with_untracked(Stage::is_talking) {
            return;
        }
        self.dropping.set(true);
        spawn_local(async move {
            match api::calls::drop_voicemail(self.me, id).await {
                Ok(call) => {
                    self.toasts.done("Your message is being left. You can go on.");
                    self.take(call);
                }
                Err(error) => {
                    let _gone = self.dropping.try_set(false);
                    if error.code() == Some(Code::NoVoicemailMessage) {
                        let _gone = self.has_message.try_set(false);
                    }
                    self.toasts.failed(&error);
                }
            }
        });
    }

    /// Uses the chosen microphone and speaker in the call that goes on.
    pub fn apply_devices(self) {
        spawn_local(async move {
            if self.stage.with_untracked(Stage::has_line) {
                self.choose_microphone().await;
            }
            self.choose_speaker().await;
        });
    }

    async fn choose_microphone(self) {
        let Some(audio) = self.audio() else { return };
        let id = self.devices.microphone.get_untracked();
        let chosen = if id.is_empty() {
            audio.unset_input_device().await
        } else {
            audio.set_input_device(&id).await
        };
        if chosen.is_err() {
            self.toasts
                .refused("That microphone does not work. The call goes on with the one before.");
        }
    }

    pub(super) async fn choose_speaker(self) {
        let Some(audio) = self.audio().filter(AudioHelper::can_choose_output) else {
            return;
        };
        let id = self.devices.speaker.get_untracked();
        let id = if id.is_empty() { "default" } else { &id };
        if let Some(speakers) = audio.speaker_devices()
            && speakers.set(id).await.is_err()
        {
            // It is not plugged in any more: the browser's own choice is heard.
            self.devices.speaker.set(String::new());
        }
    }

    /// A microphone that was changed during a call stays on until it is let go.
    pub(super) fn let_microphone_go(self) {
        let Some(audio) = self.audio() else { return };
        spawn_local(async move {
            // Nothing to let go when none was changed.
            let _none = audio.unset_input_device().await;
        });
    }

    fn audio(self) -> Option<AudioHelper> {
        self.line.try_with_value(|line| line.as_ref()?.device().audio()).flatten()
    }

    pub(super) fn with_line(self, act: impl FnOnce(&Line)) {
        self.line.try_with_value(|line| {
            if let Some(line) = line {
                act(line);
            }
        });
    }
}
