ALTER TABLE calls
    DROP CONSTRAINT calls_browser_check,
    ADD CONSTRAINT calls_browser_check CHECK (origin <> 'browser'
        OR ((phone_e164 IS NOT NULL OR is_erased) AND provider IS NOT NULL AND permitted_until IS NOT NULL)) NOT VALID;
ALTER TABLE assignments
    DROP CONSTRAINT assignments_end_reason_check,
    ADD CONSTRAINT assignments_end_reason_check
        CHECK (end_reason IN ('reassigned', 'unassigned', 'merged', 'erased')) NOT VALID;
