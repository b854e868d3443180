ALTER TABLE import_kept_leads
    DROP CONSTRAINT import_kept_leads_reason_check,
    ADD CONSTRAINT import_kept_leads_reason_check
        CHECK (reason IN ('has_history', 'changed', 'merged')) NOT VALID;
ALTER TABLE assignments
    DROP CONSTRAINT assignments_end_reason_check,
    ADD CONSTRAINT assignments_end_reason_check
        CHECK (end_reason IN ('reassigned', 'unassigned', 'merged')) NOT VALID;
