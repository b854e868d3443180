//! One call at a time over all tabs of the browser.

use crate::state::locks::{self, Held};

/// Held while this tab calls; dropping it lets another tab call.
pub type OnlyTab = Held;

/// Asks for the right to call; none while another tab has it. A browser without locks leaves the
/// question to the server, which refuses a second call as well.
pub async fn claim(user: &str) -> Option<OnlyTab> {
    locks::claim(&format!("skiigen-call-{user}")).await
}
