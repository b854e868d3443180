-- Leads that were folded into another one, and into which: what happened on them stands in activity
-- under their own ids, links and lists still name them, and taking an import back has to know.
CREATE TABLE lead_merges (
    merged_id uuid PRIMARY KEY,
    -- The lead that is there; when it is merged in turn, the one that is there then.
    kept_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
    created_at timestamptz NOT NULL
);
CREATE INDEX lead_merges_kept_id_idx ON lead_merges (kept_id);

ALTER TABLE assignments
    DROP CONSTRAINT assignments_end_reason_check,
    ADD CONSTRAINT assignments_end_reason_check
        CHECK (end_reason IN ('reassigned', 'unassigned', 'merged')) NOT VALID;

ALTER TABLE import_kept_leads
    DROP CONSTRAINT import_kept_leads_reason_check,
    ADD CONSTRAINT import_kept_leads_reason_check
        CHECK (reason IN ('has_history', 'changed', 'merged')) NOT VALID;
