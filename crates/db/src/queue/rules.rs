//! The rules of the order, as pieces of SQL that the queue's statements share.
//!
//! The order is walked, not sorted: for each place whose calling hours are open, the index of
//! `queue_entries` gives the leads by priority and age, and the walk ends at the limit. See the
//! migration that creates the table for why it exists.

/// The workspace's settings as one row. The limit tells the planner so: a table as small as this is
/// never analysed, and taken for one of hundreds of rows.
macro_rules! workspace {
    () => {
        "workspace AS (SELECT settings FROM settings LIMIT 1)"
    };
}

/// Until when an `entry` rests, having been called as often as its place allows.
macro_rules! rests_until {
    () => {
        "CASE WHEN entry.attempt_count > 0
            AND entry.calling_place IN (SELECT place FROM calling_caps)
        THEN rests_until(entry.lead_id, entry.calling_place, $2) END"
    };
}

/// Why an `entry` may not be called at `$2`; its `campaign` and the `workspace` are in scope. Takes how
/// to know whether the number is on the do-not-call list, until when the entry rests, and whether its
/// place is open.
macro_rules! refusal {
    ($is_forbidden:literal, $rests_until:expr, $is_open:literal) => {
        concat!(
            "call_refusal(entry.phone_e164, ",
            $is_forbidden,
            ", entry.attempt_count, entry.next_attempt_at, entry.next_follow_up_at, ",
            $rests_until,
            ", ",
            $is_open,
            ", campaign, workspace.settings, $2)"
        )
    };
}

/// Whether an `entry` may be called at `$2` and nobody holds it; takes how to know whether its place is
/// open. The CASE keeps the planner from
/// taking callable leads for rare, which would make it sort where it can walk.
macro_rules! is_free {
    () => {
        is_free!("calls_are_open(workspace.settings, entry.calling_place, $2)")
    };
    ($is_open:literal) => {
        concat!(
            "CASE WHEN ",
            refusal!(
                "EXISTS (SELECT FROM do_not_call WHERE do_not_call.phone_e164 = entry.phone_e164)",
                rests_until!(),
                $is_open
            ),
            " IS NULL THEN true END
            AND NOT EXISTS (SELECT FROM queue_leases lease
                WHERE lease.lead_id = entry.lead_id AND lease.expires_at > $2)"
        )
    };
}

/// Whether an `entry` is among those asked for; takes the parameters of region and campaign.
macro_rules! is_asked_for {
    ($region:literal, $campaign:literal) => {
        concat!(
            "(",
            $region,
            "::uuid IS NULL OR entry.region_id = ",
            $region,
            ") AND (",
            $campaign,
            "::uuid IS NULL OR entry.campaign_id = ",
            $campaign,
            ")"
        )
    };
}

/// The free, callable leads of `$1` at `$2` in the region `$4` and campaign `$5` in order, `$3` at most,
/// as `candidates`.
macro_rules! candidates {
    () => {
        concat!(
            "WITH RECURSIVE ",
            workspace!(),
            ", places AS (
                (SELECT calling_place FROM queue_entries WHERE assignee_id = $1
                    ORDER BY calling_place LIMIT 1)
                UNION ALL
                SELECT (SELECT entry.calling_place FROM queue_entries entry
                    WHERE entry.assignee_id = $1 AND entry.calling_place > places.calling_place
                    ORDER BY entry.calling_place LIMIT 1)
                FROM places WHERE places.calling_place IS NOT NULL
            ), open_places AS (
                SELECT places.calling_place,
                    seconds_until_close(workspace.settings, places.calling_place, $2) AS closes_in
                FROM places, workspace
                WHERE places.calling_place IS NOT NULL
                    AND calls_are_open(workspace.settings, places.calling_place, $2)
            ), waiting AS (
                SELECT entry.*, false AS is_due, open_places.closes_in
                FROM open_places CROSS JOIN LATERAL (
                    SELECT entry.*
                    FROM workspace, queue_entries entry
                    LEFT JOIN campaigns campaign ON campaign.id = entry.campaign_id
                    WHERE entry.assignee_id = $1 AND entry.calling_place = open_places.calling_place
                        AND (entry.next_follow_up_at IS NULL OR entry.next_follow_up_at > $2)
                        AND ",
            is_asked_for!("$4", "$5"),
            " AND ",
            is_free!("true"),
            "       ORDER BY entry.priority, entry.lead_created_at, entry.lead_id
                    LIMIT $3
                ) entry
            ), due AS (
                SELECT entry.*, true AS is_due,
                    seconds_until_close(workspace.settings, entry.calling_place, $2) AS closes_in
                FROM workspace, queue_entries entry
                LEFT JOIN campaigns campaign ON campaign.id = entry.campaign_id
                WHERE entry.assignee_id = $1 AND entry.next_follow_up_at <= $2
                    AND ",
            is_asked_for!("$4", "$5"),
            " AND ",
            is_free!(),
            "), candidates AS MATERIALIZED (
                SELECT *, row_number() OVER (ORDER BY is_due DESC, priority,
                    CASE WHEN is_due THEN next_follow_up_at END,
                    closes_in NULLS LAST, lead_created_at, lead_id) AS place
                FROM (SELECT * FROM due UNION ALL SELECT * FROM waiting) either
                ORDER BY place
                LIMIT $3
            )"
        )
    };
}
