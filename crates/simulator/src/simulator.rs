//! The simulator as its owner holds it: one exchange, the time, and what goes in and out.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::{Notify, watch};

use crate::call::{Caller, Effect, Exchange, SessionId, WrongNumber};
use crate::line::{Line, Lines};
use crate::sid::Sid;
use crate::webhook::{Courier, Parcel, Postman};
use crate::{Call, Config, Faults, view};

/// Twilio in a box. Copies are handles of the same one.
#[derive(Debug, Clone)]
pub struct Simulator(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    config: Arc<Config>,
    exchange: Mutex<Exchange>,
    lines: Mutex<Lines>,
    courier: Courier,
    postman: Postman,
    /// Wakes the time line when something may be due sooner.
    sooner: Notify,
    /// How many webhooks are on their way.
    on_their_way: watch::Sender<usize>,
}

impl Simulator {
    /// Starts one. With a clock that flows it needs a Tokio runtime, in which things happen by
    /// themselves until the last handle is gone.
    ///
    /// # Errors
    /// When the system cannot make HTTP requests at all.
    pub fn new(config: Config) -> Result<Self, StartError> {
        let config = Arc::new(config);
        let simulator = Self(Arc::new(Inner {
            exchange: Mutex::new(Exchange::new(config.clone())),
            lines: Mutex::default(),
            courier: Courier::default(),
            postman: Postman::new(config.clone()).map_err(StartError)?,
            sooner: Notify::new(),
            on_their_way: watch::Sender::new(0),
            config,
        }));
        if simulator.0.config.clock.flows() {
            tokio::spawn(keep_time(Arc::downgrade(&simulator.0)));
        }
        Ok(simulator)
    }

    /// What it was told when it started.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Lets time pass on a manual clock: whatever becomes due happens in its order, and what comes
    /// of it has been delivered when this returns.
    pub async fn advance(&self, by: TimeDelta) {
        let until = self.0.config.clock.now() + by;
        self.settled().await;
        while let Some(at) = self.next_until(until) {
            self.0.config.clock.set(at);
            self.act(|_| ());
            self.settled().await;
        }
        self.0.config.clock.set(until);
        self.act(|_| ());
        self.settled().await;
    }

    fn next_until(&self, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.lock().next_due().filter(|at| *at <= until)
    }

    /// Waits until no webhook is on its way.
    pub async fn settled(&self) {
        let mut count = self.0.on_their_way.subscribe();
        // The sender lives as long as this handle, so there is always a count to wait for.
        let _seen = count.wait_for(|count| *count == 0).await;
    }

    /// The calls there are, oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.with(view::calls)
    }

    /// The far end of a call hangs up: the lead's, when the call is a browser's. Says whether there
    /// was such a call and it was not over.
    pub fn hang_up(&self, call: &str) -> bool {
        let sid = Sid::from(call);
        self.act(|exchange| {
            let side = exchange.other_side(&sid);
            let lives = exchange.legs.get(&side).is_some_and(|leg| !leg.is_over());
            exchange.hang_up(&side);
            lives
        })
    }

    /// Somebody rings one of the account's numbers; gives the name of their call.
    ///
    /// # Errors
    /// When that is no number.
    pub fn ring_in(&self, caller: Caller) -> Result<String, WrongNumber> {
        self.act(|exchange| exchange.ring_in(caller)).map(|sid| sid.to_string())
    }

    /// What goes wrong at present.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.with(|exchange| exchange.disorder.in_force().clone())
    }

    /// Lets other things go wrong from now on.
    pub fn order(&self, faults: Faults) {
        let is_lost = faults.signalling_lost;
        self.act(|exchange| exchange.disorder.replace(faults));
        if is_lost {
            self.lines().cut();
        }
    }

    /// Cuts every browser's connection once; they may come back at once.
    pub fn cut_connections(&self) {
        self.lines().cut();
    }

    /// Does something with the exchange at the present moment, and sends what comes of it.
    pub(crate) fn act<T>(&self, what: impl FnOnce(&mut Exchange) -> T) -> T {
        let result = self.run(what);
        self.0.sooner.notify_one();
        result
    }

    fn run<T>(&self, what: impl FnOnce(&mut Exchange) -> T) -> T {
        let (result, effects) = {
            let mut exchange = self.lock();
            let now = self.0.config.clock.now();
            while exchange.step(now) {}
            let result = what(&mut exchange);
            let effects = exchange.take_effects();
            // Counted before anybody can see what they are about: so who sees it can wait for them.
            let sent = effects.iter().filter(|effect| matches!(effect, Effect::Send(_))).count();
            self.0.on_their_way.send_modify(|count| *count += sent);
            (result, effects)
        };
        effects.into_iter().for_each(|effect| self.perform(effect));
        result
    }

    /// Looks at the exchange.
    pub(crate) fn with<T>(&self, what: impl FnOnce(&Exchange) -> T) -> T {
        what(&self.lock())
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.0.config.clock.now()
    }

    pub(crate) fn takes_connections(&self) -> bool {
        self.with(|exchange| !exchange.disorder.in_force().signalling_lost)
    }

    pub(crate) fn open_line(&self, sender: UnboundedSender<Line>) -> SessionId {
        self.lines().open(sender)
    }

    pub(crate) fn close_line(&self, session: SessionId) {
        self.lines().close(session);
        self.act(|exchange| exchange.disconnect(session));
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Say(session, message) => self.lines().say(session, &message),
            Effect::Send(parcel) => {
                if let Some(parcel) = self.0.courier.take(*parcel) {
                    tokio::spawn(carry(self.clone(), parcel));
                }
            }
        }
    }

    fn delivered(&self, parcel: &Parcel, answer: Result<String, crate::Alert>) {
        match (&parcel.reply, answer) {
            (Some(reply), answer) => {
                self.act(|exchange| exchange.document(&reply.leg, reply.turn, answer));
            }
            (None, Ok(_)) => {}
            (None, Err(alert)) => {
                tracing::warn!(url = %parcel.url, "simulated carrier: a webhook failed: {alert}");
            }
        }
        self.0.on_their_way.send_modify(|count| *count -= 1);
    }

    fn lock(&self) -> MutexGuard<'_, Exchange> {
        self.0.exchange.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.0.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Carries a webhook, and then whatever of its family has come up meanwhile.
async fn carry(simulator: Simulator, first: Parcel) {
    let family = first.family.clone();
    let mut next = Some(first);
    while let Some(parcel) = next {
        let answer = simulator.0.postman.deliver(&parcel).await;
        simulator.delivered(&parcel, answer);
        next = simulator.0.courier.next(&family);
    }
}

/// Lets things happen when they are due, as long as somebody holds the simulator.
async fn keep_time(inner: std::sync::Weak<Inner>) {
    const LONGEST: TimeDelta = TimeDelta::seconds(1);
    while let Some(simulator) = inner.upgrade().map(Simulator) {
        simulator.run(|_| ());
        let next = simulator.with(Exchange::next_due);
        let wait = next.map_or(LONGEST, |at| (at - simulator.now()).min(LONGEST));
        let wait = wait.to_std().unwrap_or_default();
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = simulator.0.sooner.notified() => {}
        }
    }
}

/// Why the simulator cannot start.
#[derive(Debug, thiserror::Error)]
#[error("prepare the simulator's HTTP client")]
pub struct StartError(#[source] reqwest::Error);
