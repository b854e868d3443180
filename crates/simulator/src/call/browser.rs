//! Browsers: who is connected, and what they do with their calls.

use chrono::{DateTime, TimeDelta, Utc};

use super::leg::{Direction, Leg};
use super::{Due, Exchange, Status, Watcher};
use crate::sid::Sid;
use crate::signal::{Grant, say};
use crate::twiml::Method;

/// How long a call waits for a browser whose connection was lost.
const PATIENCE: TimeDelta = TimeDelta::seconds(30);

/// A connection of a browser.
pub(crate) type SessionId = u64;

/// Who is at a connection, once its token was accepted.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) grant: Grant,
    /// Whether it wants to be rung.
    pub(crate) is_registered: bool,
}

/// A browser's wish to call.
#[derive(Debug)]
pub(crate) struct Invitation {
    /// The name it gives the call for now.
    pub(crate) temporary: String,
    pub(crate) parameters: Vec<(String, String)>,
}

impl Exchange {
    /// A browser has shown a token, its first or a newer one.
    pub(crate) fn sign_in(&mut self, session: SessionId, grant: Grant) {
        let at = grant.expires_at;
        let seconds = (at - self.now).num_seconds();
        self.say(Some(session), say::connected(&grant.identity, seconds));
        self.timeline.add(at, Due::TokenExpires { session, at });
        let is_registered =
            self.browsers.get(&session).is_some_and(|browser| browser.is_registered);
        self.browsers.insert(session, Browser { grant, is_registered });
    }

    pub(super) fn token_expires(&mut self, session: SessionId, at: DateTime<Utc>) {
        let is_current =
            self.browsers.get(&session).is_some_and(|browser| browser.grant.expires_at == at);
        if is_current {
            self.browsers.remove(&session);
            self.say(Some(session), say::error(31_205, "JWT token expired"));
        }
    }

    /// A browser wants to be rung from now on.
    pub(crate) fn register(&mut self, session: SessionId) {
        let Some(browser) = self.browsers.get_mut(&session) else {
            return self.say(Some(session), say::error(31_204, "JWT is invalid"));
        };
        if browser.grant.may_be_called {
            browser.is_registered = true;
        }
        self.say(Some(session), say::ready());
    }

    /// Every connection of an identity that wants to be rung.
    pub(super) fn sessions_of(&self, identity: &str) -> Vec<SessionId> {
        let of = |(id, browser): (&SessionId, &Browser)| {
            (browser.is_registered && browser.grant.identity == identity).then_some(*id)
        };
        let mut sessions: Vec<_> = self.browsers.iter().filter_map(of).collect();
        sessions.sort_unstable();
        sessions
    }

    /// A browser calls: its application is asked what to do.
    pub(crate) fn invite(&mut self, session: SessionId, invitation: Invitation) {
        let Invitation { temporary, parameters } = invitation;
        let Some(browser) = self.browsers.get(&session) else {
            return self.say(Some(session), say::error(31_204, "JWT is invalid"));
        };
        let app = browser.grant.application.as_deref();
        if app != Some(self.config.twiml_app_sid.as_str()) {
            return self
                .say(Some(session), say::refuse(&temporary, 31_001, "Application Not Found"));
        }
        let identity = browser.grant.identity.clone();
        let mut custom = browser.grant.parameters.clone();
        custom.extend(parameters);
        let leg = self.inbound_leg(session, &identity, temporary, custom);
        let (sid, url) = (leg.sid.clone(), self.config.voice_url.clone());
        self.add(leg);
        self.ask(&sid, &url, Method::Post, Vec::new());
    }

    fn inbound_leg(
        &self,
        session: SessionId,
        identity: &str,
        temporary: String,
        custom: Vec<(String, String)>,
    ) -> Leg {
        let to = custom.iter().find(|(name, _)| name == "To").map(|(_, value)| value.clone());
        let watcher = self.config.status_callback.clone().map(|url| Watcher {
            url,
            method: Method::Post,
            events: vec!["completed".to_owned()],
            sequence: 0,
            is_app: true,
        });
        let parties = [format!("client:{identity}"), to.unwrap_or_default()];
        let mut leg = Leg::new(self.now, Direction::Inbound, parties);
        leg.status = Status::Ringing;
        leg.custom = custom;
        leg.watchers.extend(watcher);
        if let Some(browser) = leg.browser_mut() {
            browser.session = Some(session);
            browser.temporary = Some(temporary);
        }
        leg
    }

    /// A browser comes back for a call whose connection it had lost, or shows a newer token.
    pub(crate) fn reclaim(&mut self, session: SessionId, call: &str, reconnect: &str) {
        let sid = Sid::from(call);
        let is_known = self.browsers.contains_key(&session);
        let leg = self.legs.get_mut(&sid).filter(|leg| is_known && !leg.is_over());
        let (status, browser) = match leg.map(|leg| (leg.status, leg.browser_mut())) {
            Some((status, Some(browser))) if browser.reconnect == reconnect => (status, browser),
            _ => return self.say(Some(session), say::refuse(call, 31_480, "The call has ended")),
        };
        browser.session = Some(session);
        let message = match status {
            Status::InProgress => say::answer(&sid, &browser.reconnect),
            _ => say::ringing(&sid),
        };
        self.say(Some(session), message);
    }

    /// The leg that a browser calls by this name.
    fn called(&self, session: SessionId, name: &str) -> Option<Sid> {
        let is_meant = |leg: &&Leg| {
            let own = leg.browser().is_some_and(|browser| browser.session == Some(session));
            own && leg.is_called(name)
        };
        self.legs.values().find(is_meant).map(|leg| leg.sid.clone())
    }

    /// A browser hangs up.
    pub(crate) fn browser_hangs_up(&mut self, session: SessionId, name: &str) {
        if let Some(sid) = self.called(session, name) {
            // It knows already; and may have begun another call when word of this one came back.
            if let Some(browser) = self.legs.get_mut(&sid).and_then(Leg::browser_mut) {
                browser.session = None;
            }
            self.hang_up(&sid);
        }
    }

    /// A browser presses digits.
    pub(crate) fn browser_presses(&mut self, session: SessionId, name: &str, digits: &str) {
        if let Some(sid) = self.called(session, name) {
            self.press(&sid, digits);
        }
    }

    /// A browser negotiates its media anew.
    pub(crate) fn browser_renegotiates(&mut self, session: SessionId, name: &str) {
        let sid = self.called(session, name);
        let reconnect = sid.as_ref().and_then(|sid| self.legs.get(sid)?.browser());
        let message = sid.as_ref().zip(reconnect);
        let message = message.map(|(sid, browser)| say::answer(sid, &browser.reconnect));
        if let Some(message) = message {
            self.say(Some(session), message);
        }
    }

    /// A browser that was rung picks up; its other connections stop ringing.
    pub(crate) fn browser_answers(&mut self, session: SessionId, name: &str) {
        let sid = Sid::from(name);
        let identity = self.browsers.get(&session).map(|browser| browser.grant.identity.clone());
        let Some(identity) = identity.filter(|identity| self.rings_for(&sid, identity)) else {
            return self.say(Some(session), say::cancel(&sid));
        };
        for other in self.sessions_of(&identity) {
            if other != session {
                self.say(Some(other), say::cancel(&sid));
            }
        }
        if let Some(browser) = self.legs.get_mut(&sid).and_then(Leg::browser_mut) {
            browser.session = Some(session);
        }
        self.far_end_answers(&sid);
    }

    /// A browser that was rung declines.
    pub(crate) fn browser_rejects(&mut self, session: SessionId, name: &str) {
        let sid = Sid::from(name);
        let identity = self.browsers.get(&session).map(|browser| browser.grant.identity.clone());
        if identity.is_some_and(|identity| self.rings_for(&sid, &identity)) {
            self.end(&sid, Status::Busy, Some(603));
        }
    }

    fn rings_for(&self, sid: &Sid, identity: &str) -> bool {
        let leg = self.legs.get(sid).filter(|leg| leg.status < Status::InProgress);
        let browser = leg.filter(|leg| leg.direction != Direction::Inbound).and_then(Leg::browser);
        browser.is_some_and(|browser| browser.identity == identity)
    }

    /// A connection is gone; its calls wait for the browser to come back.
    pub(crate) fn disconnect(&mut self, session: SessionId) {
        self.browsers.remove(&session);
        let mut waiting = Vec::new();
        for leg in self.legs.values_mut().filter(|leg| !leg.is_over()) {
            let sid = leg.sid.clone();
            if leg.browser().is_some_and(|browser| browser.session == Some(session)) {
                waiting.push(sid);
            }
        }
        for leg in waiting {
            self.schedule(PATIENCE, Due::BrowserGone { leg, session });
        }
    }

    pub(super) fn browser_gone(&mut self, sid: &Sid, session: SessionId) {
        let browser = self.legs.get(sid).and_then(Leg::browser);
        if browser.is_some_and(|browser| browser.session == Some(session)) {
            self.hang_up(sid);
        }
    }
}
