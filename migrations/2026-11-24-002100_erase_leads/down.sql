DROP TABLE erased_numbers;
UPDATE assignments SET end_reason = 'unassigned' WHERE end_reason = 'erased';
ALTER TABLE assignments
    DROP CONSTRAINT assignments_end_reason_check,
    ADD CONSTRAINT assignments_end_reason_check
        CHECK (end_reason IN ('reassigned', 'unassigned', 'merged'));
UPDATE calls SET phone_e164 = '' WHERE origin = 'browser' AND phone_e164 IS NULL;
ALTER TABLE calls
    DROP CONSTRAINT calls_browser_check,
    ADD CONSTRAINT calls_browser_check CHECK (origin <> 'browser'
        OR (phone_e164 IS NOT NULL AND provider IS NOT NULL AND permitted_until IS NOT NULL));
ALTER TABLE calls DROP COLUMN is_erased;
ALTER TABLE leads DROP COLUMN erased_at;
