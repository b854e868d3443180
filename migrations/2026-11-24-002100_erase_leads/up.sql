-- Erasing what is known of a lead. The lead, its calls and what was recorded of it stay, for the figures;
-- the words in them go.
ALTER TABLE leads ADD COLUMN erased_at timestamptz;
ALTER TABLE calls ADD COLUMN is_erased boolean NOT NULL DEFAULT false;

-- The number that was dialled goes too.
ALTER TABLE calls
    DROP CONSTRAINT calls_browser_check,
    ADD CONSTRAINT calls_browser_check CHECK (origin <> 'browser'
        OR ((phone_e164 IS NOT NULL OR is_erased) AND provider IS NOT NULL AND permitted_until IS NOT NULL)) NOT VALID;

ALTER TABLE assignments
    DROP CONSTRAINT assignments_end_reason_check,
    ADD CONSTRAINT assignments_end_reason_check
        CHECK (end_reason IN ('reassigned', 'unassigned', 'merged', 'erased')) NOT VALID;

-- Numbers of leads that were erased, so that no list brings one back unnoticed: not the numbers, but
-- what this installation's own key makes of them.
CREATE TABLE erased_numbers (
    -- HMAC-SHA256 of the number as it is dialled.
    digest text PRIMARY KEY,
    erased_at timestamptz NOT NULL
);
