DROP TRIGGER queue_updated_lead ON leads;
CREATE TRIGGER queue_updated_lead AFTER UPDATE ON leads FOR EACH ROW
    WHEN ((OLD.status, OLD.phone_e164, OLD.calling_place, OLD.campaign_id, OLD.priority, OLD.attempt_count,
            OLD.next_follow_up_at, OLD.next_attempt_at, OLD.created_at)
        IS DISTINCT FROM
        (NEW.status, NEW.phone_e164, NEW.calling_place, NEW.campaign_id, NEW.priority, NEW.attempt_count,
            NEW.next_follow_up_at, NEW.next_attempt_at, NEW.created_at))
    EXECUTE FUNCTION queue_changed_lead();

DROP VIEW open_assignments;
CREATE VIEW open_assignments AS
SELECT leads.id AS lead_id,
    assignments.assignee_id,
    COALESCE(assignments.priority, leads.priority) AS priority,
    COALESCE(leads.calling_place, '') AS calling_place,
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
        calling_place = EXCLUDED.calling_place,
        campaign_id = EXCLUDED.campaign_id,
        phone_e164 = EXCLUDED.phone_e164,
        attempt_count = EXCLUDED.attempt_count,
        next_follow_up_at = EXCLUDED.next_follow_up_at,
        next_attempt_at = EXCLUDED.next_attempt_at,
        lead_created_at = EXCLUDED.lead_created_at;
END
$$;

ALTER TABLE queue_entries DROP COLUMN region_id;
