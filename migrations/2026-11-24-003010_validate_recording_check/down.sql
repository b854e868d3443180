ALTER TABLE calls
    DROP CONSTRAINT calls_recording_check,
    ADD CONSTRAINT calls_recording_check CHECK (NOT (is_recorded AND recording_consent = 'never')) NOT VALID;
