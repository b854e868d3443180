DROP TRIGGER queue_updated_lead ON leads;
DROP FUNCTION queue_changed_lead ();
DROP VIEW open_assignments;
DROP FUNCTION lead_refusals (leads, timestamptz);
DROP FUNCTION lead_refusal (leads, timestamptz);
DROP FUNCTION call_refusal (text, boolean, integer, timestamptz, timestamptz, timestamptz, boolean, campaigns, settings, timestamptz);
DROP FUNCTION rests_until (uuid, text, timestamptz);
DROP FUNCTION seconds_until_close (settings, text, timestamptz);
DROP FUNCTION calls_open_from (settings, text, timestamptz);
DROP FUNCTION calls_are_open (settings, text, timestamptz);
DELETE FROM queue_entries;
ALTER TABLE queue_entries RENAME COLUMN calling_place TO time_zone;
ALTER TABLE users DROP COLUMN permissions;
ALTER TABLE leads DROP COLUMN calling_place;
DELETE FROM jobs WHERE kind IN ('fill_calling_places', 'extend_calling_hours');
DROP TABLE calling_caps;
DROP TABLE calling_hours;
DROP TABLE calling_places;
DROP TABLE calling_rules;

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

CREATE FUNCTION lead_refusals(lead leads, moment timestamptz) RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT array_remove(ARRAY[
        CASE WHEN lead.status = 'completed' THEN 'completed' END,
        CASE WHEN lead.phone_e164 IS NULL THEN 'no_phone' END,
        CASE WHEN EXISTS (SELECT FROM do_not_call WHERE do_not_call.phone_e164 = lead.phone_e164)
            THEN 'do_not_call' END,
        CASE WHEN NOT campaign.is_active
            OR (moment AT TIME ZONE workspace.time_zone)::date < campaign.starts_on
            OR (moment AT TIME ZONE workspace.time_zone)::date > campaign.ends_on
            THEN 'campaign_inactive' END,
        CASE WHEN lead.attempt_count >= COALESCE(campaign.max_attempts, workspace.max_attempts)
            THEN 'attempts_used' END,
        CASE WHEN lead.next_attempt_at > moment
            AND (lead.next_follow_up_at IS NULL OR lead.next_follow_up_at > moment)
            THEN 'retry_later' END,
        CASE WHEN NOT calls_are_open(workspace, lead.time_zone, moment) THEN 'window_closed' END
    ], NULL)
    FROM settings workspace LEFT JOIN campaigns campaign ON campaign.id = lead.campaign_id);

CREATE VIEW open_assignments AS
SELECT leads.id AS lead_id,
    assignments.assignee_id,
    COALESCE(assignments.priority, leads.priority) AS priority,
    COALESCE(leads.time_zone, '') AS time_zone,
    leads.campaign_id,
    leads.phone_e164,
    leads.attempt_count,
    leads.next_follow_up_at,
    leads.next_attempt_at,
    leads.created_at AS lead_created_at
FROM assignments JOIN leads ON leads.id = assignments.lead_id
WHERE assignments.ended_at IS NULL AND leads.status <> 'completed';

CREATE OR REPLACE FUNCTION refresh_queue_entries(lead_ids uuid[]) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM queue_entries
    WHERE queue_entries.lead_id = ANY (lead_ids)
        AND NOT EXISTS (SELECT FROM open_assignments WHERE open_assignments.lead_id = queue_entries.lead_id);
    INSERT INTO queue_entries
    SELECT * FROM open_assignments WHERE open_assignments.lead_id = ANY (lead_ids)
    ON CONFLICT (lead_id) DO UPDATE SET
        assignee_id = EXCLUDED.assignee_id,
        priority = EXCLUDED.priority,
        time_zone = EXCLUDED.time_zone,
        campaign_id = EXCLUDED.campaign_id,
        phone_e164 = EXCLUDED.phone_e164,
        attempt_count = EXCLUDED.attempt_count,
        next_follow_up_at = EXCLUDED.next_follow_up_at,
        next_attempt_at = EXCLUDED.next_attempt_at,
        lead_created_at = EXCLUDED.lead_created_at;
END
$$;

CREATE FUNCTION queue_changed_lead() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_queue_entries(ARRAY[NEW.id]);
    RETURN NULL;
END
$$;
CREATE TRIGGER queue_updated_lead AFTER UPDATE ON leads FOR EACH ROW
    WHEN ((OLD.status, OLD.phone_e164, OLD.time_zone, OLD.campaign_id, OLD.priority, OLD.attempt_count,
            OLD.next_follow_up_at, OLD.next_attempt_at, OLD.created_at)
        IS DISTINCT FROM
        (NEW.status, NEW.phone_e164, NEW.time_zone, NEW.campaign_id, NEW.priority, NEW.attempt_count,
            NEW.next_follow_up_at, NEW.next_attempt_at, NEW.created_at))
    EXECUTE FUNCTION queue_changed_lead();
INSERT INTO queue_entries
SELECT * FROM open_assignments;
