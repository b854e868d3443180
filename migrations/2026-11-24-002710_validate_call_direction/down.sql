ALTER TABLE calls
    DROP CONSTRAINT calls_browser_check,
    ADD CONSTRAINT calls_browser_check CHECK (origin <> 'browser'
        OR ((phone_e164 IS NOT NULL OR is_erased) AND provider IS NOT NULL
            AND (permitted_until IS NOT NULL) = (direction = 'outbound'))) NOT VALID,
    DROP CONSTRAINT calls_inbound_check,
    ADD CONSTRAINT calls_inbound_check CHECK (direction = 'outbound'
        OR (origin = 'browser' AND dialled_at IS NOT NULL AND override_reason IS NULL
            AND voicemail_dropped_at IS NULL)) NOT VALID;
ALTER TABLE call_events
    DROP CONSTRAINT call_events_kind_check,
    ADD CONSTRAINT call_events_kind_check CHECK (kind IN ('voice', 'refused', 'status', 'dial', 'recording',
        'amd', 'message', 'hang_up', 'voicemail_drop', 'expired', 'reconciled', 'lost')) NOT VALID;
