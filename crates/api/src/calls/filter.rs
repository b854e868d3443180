//! The wire's filter as the database takes it.

use app::Caller;
use app::calls::{CallDays, DaysError};
use db::calls::CallFilter;
use dto::calls as wire;

use crate::error::ApiError;

/// Reads a filter; its days are those of its time zone, else of the workspace's.
pub(crate) async fn read(
    caller: &Caller,
    filter: wire::CallFilter,
) -> Result<CallFilter, ApiError> {
    let wire::CallFilter {
        lead_id,
        user_id,
        region_id,
        campaign_id,
        direction,
        disposition,
        dispositioned,
        category,
        connected,
        min_duration,
        from,
        to,
        time_zone,
    } = filter;
    let time_zone = match time_zone {
        Some(time_zone) => time_zone,
        None => db::settings::find(&mut *caller.conn().await?).await?.time_zone,
    };
    let CallDays { from, to } = app::calls::days(&time_zone, from, to)?;
    Ok(CallFilter {
        id: None,
        lead: lead_id,
        user: user_id,
        region: region_id,
        campaign: campaign_id,
        direction,
        disposition,
        is_dispositioned: dispositioned,
        category,
        is_connected: connected,
        min_duration,
        from,
        to,
    })
}

impl From<DaysError> for ApiError {
    fn from(error: DaysError) -> Self {
        match error {
            DaysError::UnknownTimeZone => Self::field(
                "/time_zone",
                "unknown_time_zone",
                "This is no time zone. Use a name such as Europe/Berlin.",
            ),
            DaysError::OutOfReach => {
                Self::field("/from", "out_of_bounds", "Choose days from the year 1970 on.")
            }
            DaysError::EndsBeforeItBegins => Self::field(
                "/to",
                "ends_before_it_begins",
                "The last day is before the first. Choose a later one.",
            ),
        }
    }
}
