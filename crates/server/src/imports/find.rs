//! Regions and campaigns by what people call them.

use std::fmt::Display;

use app::Ctx;
use db::DbError;
use domain::ids::{CampaignId, RegionId};

use super::BringInError;

/// The region of this name or id.
pub(super) async fn region(ctx: &Ctx, wanted: &str) -> Result<RegionId, BringInError> {
    let regions = db::regions::list(&mut *ctx.db().conn().await?).await?;
    let all = regions.into_iter().map(|(region, _)| (RegionId::new(region.id), region.name));
    only("region", "--region", wanted, &all.collect::<Vec<_>>())
}

/// The campaign of this name or id.
pub(super) async fn campaign(ctx: &Ctx, wanted: &str) -> Result<CampaignId, BringInError> {
    let views: Result<_, DbError> = db::campaigns::list_views(&mut *ctx.db().conn().await?).await;
    let all =
        views?.into_iter().map(|view| (CampaignId::new(view.campaign.id), view.campaign.name));
    only("campaign", "--campaign", wanted, &all.collect::<Vec<_>>())
}

/// The only one that is meant.
fn only<I: Copy + Display>(
    kind: &str,
    flag: &str,
    wanted: &str,
    all: &[(I, String)],
) -> Result<I, BringInError> {
    let folded = |name: &str| name.trim().to_lowercase();
    let is_meant = |(id, name): &&(I, String)| {
        id.to_string() == folded(wanted) || folded(name) == folded(wanted)
    };
    let meant: Vec<I> = all.iter().filter(is_meant).map(|(id, _)| *id).collect();
    let text = match meant.as_slice() {
        [one] => return Ok(*one),
        [] if all.is_empty() => format!("there is no {kind} yet: add one on the page first"),
        [] => {
            let names: Vec<&str> = all.iter().map(|(_, name)| name.as_str()).collect();
            format!("there is no {kind} “{wanted}”: give {flag} one of {}", names.join(", "))
        }
        several => {
            let ids: Vec<String> = several.iter().map(ToString::to_string).collect();
            format!("several are called “{wanted}”: give {flag} one of the ids {}", ids.join(", "))
        }
    };
    Err(BringInError::Usage(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(wanted: &str) -> Result<u8, String> {
        let all = [(1, "Bayern"), (2, "Ontario"), (3, "ontario ")];
        let all = all.map(|(id, name)| (id, name.to_owned()));
        only("region", "--region", wanted, &all).map_err(|error| error.to_string())
    }

    #[test]
    fn a_name_or_an_id_finds_one() {
        assert_eq!(find("bayern"), Ok(1));
        assert_eq!(find("2"), Ok(2));
    }

    #[test]
    fn what_does_not_find_one_says_what_there_is() {
        assert!(find("Berlin").unwrap_err().contains("one of Bayern, Ontario"));
        assert!(find("Ontario").unwrap_err().contains("ids 2, 3"));
        let none = only::<u8>("campaign", "--campaign", "Spring", &[]).unwrap_err();
        assert!(none.to_string().contains("there is no campaign yet"));
    }
}
