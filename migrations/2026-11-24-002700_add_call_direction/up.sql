-- Leads ring back. Such a call was permitted by nobody and is dialled by the lead: dialled_at is when it
-- came in, parent_sid the lead's leg, child_sid that of the rep's browser.
ALTER TABLE calls
    ADD COLUMN direction text NOT NULL DEFAULT 'outbound' CHECK (direction IN ('outbound', 'inbound')),
    DROP CONSTRAINT calls_browser_check,
    ADD CONSTRAINT calls_browser_check CHECK (origin <> 'browser'
        OR ((phone_e164 IS NOT NULL OR is_erased) AND provider IS NOT NULL
            AND (permitted_until IS NOT NULL) = (direction = 'outbound'))) NOT VALID,
    ADD CONSTRAINT calls_inbound_check CHECK (direction = 'outbound'
        OR (origin = 'browser' AND dialled_at IS NOT NULL AND override_reason IS NULL
            AND voicemail_dropped_at IS NULL)) NOT VALID;

-- What a caller said after the tone.
ALTER TABLE call_events
    DROP CONSTRAINT call_events_kind_check,
    ADD CONSTRAINT call_events_kind_check CHECK (kind IN ('voice', 'refused', 'status', 'dial', 'recording',
        'amd', 'message', 'hang_up', 'voicemail_drop', 'expired', 'reconciled', 'lost')) NOT VALID;

-- Whoever rings is found by number, and leads have more than one.
CREATE INDEX leads_alternative_phones_idx ON leads USING gin (alternative_phones)
    WHERE alternative_phones <> '{}';
