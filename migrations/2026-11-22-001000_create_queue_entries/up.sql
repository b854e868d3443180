-- What the queue needs of every open lead in a rep's hands: a narrow copy, kept by triggers, so that
-- serving the next lead is a walk along an index, whatever the number of leads. Without it a rep
-- with 40,000 leads waits for 40,000 wide rows to be read and sorted.

CREATE TABLE queue_entries (
    lead_id uuid PRIMARY KEY REFERENCES leads ON DELETE CASCADE,
    assignee_id uuid NOT NULL,
    -- The assignment's, else the lead's.
    priority smallint NOT NULL,
    -- Empty when the lead's is not known: the workspace's counts.
    time_zone text NOT NULL,
    campaign_id uuid,
    phone_e164 text,
    attempt_count integer NOT NULL,
    next_follow_up_at timestamptz,
    next_attempt_at timestamptz,
    lead_created_at timestamptz NOT NULL
);
CREATE INDEX queue_entries_order_idx
    ON queue_entries (assignee_id, time_zone, priority, lead_created_at, lead_id);
CREATE INDEX queue_entries_due_idx
    ON queue_entries (assignee_id, next_follow_up_at) WHERE next_follow_up_at IS NOT NULL;

-- What queue_entries must hold.
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

-- Brings the entries of these leads up to date.
CREATE FUNCTION refresh_queue_entries(lead_ids uuid[]) RETURNS void
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

CREATE FUNCTION queue_changed_assignments() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    lead_ids uuid[] := ARRAY(SELECT DISTINCT changed.lead_id FROM changed);
BEGIN
    -- Whoever changes one of these leads at the same time is waited for, or waits: else neither
    -- would see what the other did, and the entry would stay behind.
    PERFORM FROM leads WHERE id = ANY (lead_ids) ORDER BY id FOR SHARE;
    PERFORM refresh_queue_entries(lead_ids);
    RETURN NULL;
END
$$;
CREATE TRIGGER queue_inserted_assignments AFTER INSERT ON assignments
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_changed_assignments();
CREATE TRIGGER queue_updated_assignments AFTER UPDATE ON assignments
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_changed_assignments();
CREATE TRIGGER queue_deleted_assignments AFTER DELETE ON assignments
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_changed_assignments();

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
