UPDATE import_kept_leads SET reason = 'changed' WHERE reason = 'merged';
ALTER TABLE import_kept_leads
    DROP CONSTRAINT import_kept_leads_reason_check,
    ADD CONSTRAINT import_kept_leads_reason_check CHECK (reason IN ('has_history', 'changed'));
UPDATE assignments SET end_reason = 'unassigned' WHERE end_reason = 'merged';
ALTER TABLE assignments
    DROP CONSTRAINT assignments_end_reason_check,
    ADD CONSTRAINT assignments_end_reason_check CHECK (end_reason IN ('reassigned', 'unassigned'));
DROP TABLE lead_merges;
