ALTER TABLE calls VALIDATE CONSTRAINT calls_recording_check;
