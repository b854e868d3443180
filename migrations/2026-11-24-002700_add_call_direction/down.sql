DROP INDEX leads_alternative_phones_idx;

-- What came in has no place in what was there before.
ALTER TABLE call_events DISABLE TRIGGER keep_call_events;
DELETE FROM call_events WHERE call_id IN (SELECT id FROM calls WHERE direction = 'inbound');
ALTER TABLE call_events ENABLE TRIGGER keep_call_events;
DELETE FROM recordings WHERE call_id IN (SELECT id FROM calls WHERE direction = 'inbound');
DELETE FROM calls WHERE direction = 'inbound';
DELETE FROM jobs WHERE kind = 'promise_call_back';

ALTER TABLE call_events
    DROP CONSTRAINT call_events_kind_check,
    ADD CONSTRAINT call_events_kind_check CHECK (kind IN ('voice', 'refused', 'status', 'dial', 'recording',
        'amd', 'hang_up', 'voicemail_drop', 'expired', 'reconciled', 'lost'));

ALTER TABLE calls
    DROP CONSTRAINT calls_inbound_check,
    DROP CONSTRAINT calls_browser_check,
    ADD CONSTRAINT calls_browser_check CHECK (origin <> 'browser'
        OR ((phone_e164 IS NOT NULL OR is_erased) AND provider IS NOT NULL AND permitted_until IS NOT NULL)),
    DROP COLUMN direction;
