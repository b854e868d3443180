//! Lines to the browsers that are connected.

use std::collections::HashMap;

use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use crate::call::SessionId;

/// What goes down a line.
#[derive(Debug)]
pub(crate) enum Line {
    /// A message.
    Say(String),
    /// Nothing any more.
    Cut,
}

/// Every open line.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    open: HashMap<SessionId, UnboundedSender<Line>>,
    count: SessionId,
}

impl Lines {
    pub(crate) fn open(&mut self, sender: UnboundedSender<Line>) -> SessionId {
        self.count += 1;
        self.open.insert(self.count, sender);
        self.count
    }

    pub(crate) fn close(&mut self, session: SessionId) {
        self.open.remove(&session);
    }

    /// A browser that has gone meanwhile is told nothing.
    pub(crate) fn say(&mut self, session: SessionId, message: &Value) {
        if let Some(sender) = self.open.get(&session)
            && sender.send(Line::Say(message.to_string())).is_err()
        {
            self.open.remove(&session);
        }
    }

    /// Cuts every line.
    pub(crate) fn cut(&mut self) {
        for (_, sender) in self.open.drain() {
            // One that has closed already needs no cutting.
            let _cut = sender.send(Line::Cut);
        }
    }
}
