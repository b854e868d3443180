//! Hand-outs as they are shown.

use app::handouts::{Group, Place, Preview, Share, Terms};
use db::DbError;
use db::handouts::{Handout, HandoutView};
use domain::handouts::PassedOver;
use domain::ids::{HandoutId, UserId};
use dto::Reference;
use dto::handouts::{
    HandoutPreview, HandoutResponse, HandoutShare, PassedOverCount, PreviewGroup, PreviewPlace,
    PreviewShare,
};

use crate::error::ApiError;

pub(super) fn handout(view: HandoutView) -> Result<HandoutResponse, ApiError> {
    let HandoutView { handout, created_by, shares, passed_over } = view;
    let Handout {
        id,
        act,
        status,
        terms,
        selection: _,
        created_by: creator,
        moved_count,
        restored_count,
        failure,
        created_at,
        updated_at: _,
        finished_at,
        undone_at,
        is_by_rules,
    } = handout;
    let terms: Terms = serde_json::from_value(terms).map_err(DbError::from)?;
    let share = |(user, name, gained, lost)| HandoutShare {
        user_id: UserId::new(user),
        name,
        gained,
        lost,
    };
    Ok(HandoutResponse {
        id: HandoutId::new(id),
        act: act.0,
        status: status.0,
        strategy: terms.strategy,
        priority: terms.priority,
        due_at: terms.due_at,
        moved: moved_count,
        shares: shares.into_iter().map(share).collect(),
        passed_over: passed_over
            .into_iter()
            .map(|(reason, count)| counted((reason.0, count)))
            .collect(),
        restored: restored_count,
        created_by: Reference { id: creator, name: created_by },
        created_at,
        finished_at,
        undone_at,
        failure,
        by_rules: is_by_rules,
    })
}

pub(super) fn preview(preview: Preview) -> HandoutPreview {
    let Preview { moved, shares, passed_over, places } = preview;
    let place = |place| {
        let Place { latitude, longitude, user, count } = place;
        PreviewPlace { latitude, longitude, user_id: user, count }
    };
    HandoutPreview {
        moved,
        shares: shares.into_iter().map(share).collect(),
        passed_over: passed_over.into_iter().map(counted).collect(),
        places: places.into_iter().map(place).collect(),
    }
}

fn share(share: Share) -> PreviewShare {
    let Share { user, name, open, gained, lost, regions, priorities, time_zones } = share;
    PreviewShare {
        share: HandoutShare { user_id: user, name, gained, lost },
        open,
        regions: groups(regions),
        priorities: groups(priorities),
        time_zones: groups(time_zones),
    }
}

fn groups(groups: Vec<Group>) -> Vec<PreviewGroup> {
    groups.into_iter().map(|(label, count)| PreviewGroup { label, count }).collect()
}

const fn counted((reason, count): (PassedOver, i64)) -> PassedOverCount {
    PassedOverCount { reason, count }
}
