DROP INDEX jobs_waiting_key;
ALTER TABLE jobs DROP COLUMN key;
DROP FUNCTION lead_refusals;
DROP TABLE voicemail_messages;
DROP TABLE recordings;
DROP TABLE call_events;
DROP FUNCTION refuse_changed_call_events;
DROP INDEX calls_undispositioned_idx;
DROP INDEX calls_one_at_a_time_key;
DELETE FROM calls WHERE origin <> 'logged';
ALTER TABLE calls
    DROP CONSTRAINT calls_answered_check,
    DROP CONSTRAINT calls_ended_check,
    DROP CONSTRAINT calls_dialled_check,
    DROP CONSTRAINT calls_browser_check,
    DROP CONSTRAINT calls_logged_check,
    DROP CONSTRAINT calls_disposition_check,
    DROP CONSTRAINT calls_origin_check,
    DROP COLUMN is_attempt,
    DROP COLUMN child_sid,
    DROP COLUMN parent_sid,
    DROP COLUMN dispositioned_at,
    DROP COLUMN voicemail_dropped_at,
    DROP COLUMN sip_code,
    DROP COLUMN hung_up_by,
    DROP COLUMN answered_by,
    DROP COLUMN ended_at,
    DROP COLUMN answered_at,
    DROP COLUMN dialled_at,
    DROP COLUMN permitted_until,
    DROP COLUMN is_recorded,
    DROP COLUMN override_reason,
    DROP COLUMN provider,
    DROP COLUMN caller_id,
    DROP COLUMN phone_e164,
    DROP COLUMN status,
    ALTER COLUMN disposition SET NOT NULL,
    ADD CONSTRAINT calls_origin_check CHECK (origin IN ('logged'));
ALTER TABLE campaigns DROP COLUMN recording_notice, DROP COLUMN records_calls;
ALTER TABLE regions DROP COLUMN caller_id;
