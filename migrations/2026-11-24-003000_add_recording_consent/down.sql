ALTER TABLE calls DROP COLUMN recording_consent;
ALTER TABLE settings DROP COLUMN recording_consent;
DELETE FROM calling_rules WHERE recording IS NOT NULL;
ALTER TABLE calling_rules DROP COLUMN recording;
