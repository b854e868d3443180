-- The rules of calling time, each in one place. Written as single expressions over rows that the
-- query already has, so that PostgreSQL inlines them: a rep's whole queue is one pass, not one
-- function call after the other.

-- Whether calls to a time zone are allowed at a moment.
CREATE FUNCTION calls_are_open(workspace settings, zone text, moment timestamptz) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN workspace.calling_windows <> 'enforced' OR (
    (moment AT TIME ZONE COALESCE(zone, workspace.time_zone))::time >= workspace.calls_open_at
    AND (moment AT TIME ZONE COALESCE(zone, workspace.time_zone))::time < workspace.calls_close_at);

-- The first moment from this one on at which calls to a time zone are allowed.
CREATE FUNCTION calls_open_from(workspace settings, zone text, moment timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN calls_are_open(workspace, zone, moment) THEN moment
    ELSE ((moment AT TIME ZONE COALESCE(zone, workspace.time_zone))::date
        + workspace.calls_open_at
        + CASE WHEN (moment AT TIME ZONE COALESCE(zone, workspace.time_zone))::time
            < workspace.calls_open_at THEN interval '0' ELSE interval '1 day' END
        ) AT TIME ZONE COALESCE(zone, workspace.time_zone)
END;

-- Seconds until calls to a time zone close today; what "window closing soonest" sorts by. Null when
-- they are closed already, or never close.
CREATE FUNCTION seconds_until_close(workspace settings, zone text, moment timestamptz) RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN workspace.calling_windows = 'off' THEN NULL
    WHEN (moment AT TIME ZONE COALESCE(zone, workspace.time_zone))::time
        BETWEEN workspace.calls_open_at AND workspace.calls_close_at
    THEN EXTRACT(EPOCH FROM workspace.calls_close_at
        - (moment AT TIME ZONE COALESCE(zone, workspace.time_zone))::time)::integer
END;

-- Why a lead in this state may not be called at a moment; null when it may.
CREATE FUNCTION call_refusal(
    status text, phone_e164 text, is_forbidden boolean, attempt_count integer,
    next_attempt_at timestamptz, next_follow_up_at timestamptz, zone text,
    campaign campaigns, workspace settings, moment timestamptz
) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN status = 'completed' THEN 'completed'
    WHEN phone_e164 IS NULL THEN 'no_phone'
    WHEN is_forbidden THEN 'do_not_call'
    WHEN NOT campaign.is_active
        OR (moment AT TIME ZONE workspace.time_zone)::date < campaign.starts_on
        OR (moment AT TIME ZONE workspace.time_zone)::date > campaign.ends_on
    THEN 'campaign_inactive'
    WHEN attempt_count >= COALESCE(campaign.max_attempts, workspace.max_attempts) THEN 'attempts_used'
    WHEN next_attempt_at > moment
        AND (next_follow_up_at IS NULL OR next_follow_up_at > moment) THEN 'retry_later'
    WHEN NOT calls_are_open(workspace, zone, moment) THEN 'window_closed'
END;

-- The same for a lead as it is stored: what a lead's page and the list of leads show.
CREATE FUNCTION lead_refusal(lead leads, moment timestamptz) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT call_refusal(lead.status, lead.phone_e164,
        EXISTS (SELECT FROM do_not_call WHERE do_not_call.phone_e164 = lead.phone_e164),
        lead.attempt_count, lead.next_attempt_at, lead.next_follow_up_at, lead.time_zone,
        campaigns, settings, moment)
    FROM settings LEFT JOIN campaigns ON campaigns.id = lead.campaign_id);
