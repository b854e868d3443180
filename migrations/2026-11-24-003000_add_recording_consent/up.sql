-- What recording a call needs, by where the lead is: rules like those of when to call, with their source.
-- See domain::calling_rules::RecordingConsent.
ALTER TABLE calling_rules
    ADD COLUMN recording text CHECK (recording IN ('one_party', 'notice', 'never')),
    -- A rule speaks of one matter: it has one source, and is switched off as a whole.
    ADD CONSTRAINT calling_rules_matter_check CHECK (recording IS NULL
        OR (windows = '[]' AND holidays IS NULL AND max_attempts IS NULL));

-- At least so much is asked for everywhere: that of one side alone is enough only where the workspace's
-- own people may record by it too, and nobody has said so yet.
-- In steps, because functions take the whole row.
ALTER TABLE settings ADD COLUMN recording_consent text;
UPDATE settings SET recording_consent = 'notice';
ALTER TABLE settings
    ALTER COLUMN recording_consent SET DEFAULT 'notice',
    ALTER COLUMN recording_consent SET NOT NULL,
    ADD CONSTRAINT settings_recording_consent_check
        CHECK (recording_consent IN ('one_party', 'notice', 'never'));

-- What recording the call needed when it was permitted; null where nobody wanted to record it.
ALTER TABLE calls
    ADD COLUMN recording_consent text CHECK (recording_consent IN ('one_party', 'notice', 'never')),
    ADD CONSTRAINT calls_recording_check CHECK (NOT (is_recorded AND recording_consent = 'never')) NOT VALID;
UPDATE calls SET recording_consent = 'notice' WHERE is_recorded;

-- Where no rule holds there is a notice. Decision support, no legal advice.
INSERT INTO calling_rules (id, key, name, country, state, recording, confidence, source, notes) VALUES
    ('01900000-0000-7000-8000-00000ca12000', 'us-recording', 'United States', 'US', NULL, 'one_party', 'high', '18 USC 2511(2)(d)', 'One side’s consent suffices by federal law; states that ask for more have rules of their own.'),
    ('01900000-0000-7000-8000-00000ca12001', 'us-ca-recording', 'California', 'US', 'CA', 'notice', 'high', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'All sides must agree.'),
    ('01900000-0000-7000-8000-00000ca12002', 'us-de-recording', 'Delaware', 'US', 'DE', 'notice', 'high', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'All sides must agree.'),
    ('01900000-0000-7000-8000-00000ca12003', 'us-fl-recording', 'Florida', 'US', 'FL', 'notice', 'high', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'All sides must agree.'),
    ('01900000-0000-7000-8000-00000ca12004', 'us-il-recording', 'Illinois', 'US', 'IL', 'notice', 'high', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'All sides must agree.'),
    ('01900000-0000-7000-8000-00000ca12005', 'us-md-recording', 'Maryland', 'US', 'MD', 'notice', 'high', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'All sides must agree.'),
    ('01900000-0000-7000-8000-00000ca12006', 'us-ma-recording', 'Massachusetts', 'US', 'MA', 'notice', 'high', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'All sides must agree.'),
    ('01900000-0000-7000-8000-00000ca12007', 'us-mt-recording', 'Montana', 'US', 'MT', 'notice', 'high', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'All sides must agree.'),
    ('01900000-0000-7000-8000-00000ca12008', 'us-nv-recording', 'Nevada', 'US', 'NV', 'notice', 'high', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'All sides must agree.'),
    ('01900000-0000-7000-8000-00000ca12009', 'us-nh-recording', 'New Hampshire', 'US', 'NH', 'notice', 'high', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'All sides must agree.'),
    ('01900000-0000-7000-8000-00000ca1200a', 'us-pa-recording', 'Pennsylvania', 'US', 'PA', 'notice', 'high', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'All sides must agree.'),
    ('01900000-0000-7000-8000-00000ca1200b', 'us-wa-recording', 'Washington', 'US', 'WA', 'notice', 'high', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'All sides must agree.'),
    ('01900000-0000-7000-8000-00000ca1200c', 'us-ct-recording', 'Connecticut', 'US', 'CT', 'notice', 'medium', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'The law is mixed; treated as if all sides must agree, to be safe.'),
    ('01900000-0000-7000-8000-00000ca1200d', 'us-mi-recording', 'Michigan', 'US', 'MI', 'notice', 'medium', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'The law is mixed; treated as if all sides must agree, to be safe.'),
    ('01900000-0000-7000-8000-00000ca1200e', 'us-or-recording', 'Oregon', 'US', 'OR', 'notice', 'medium', 'freedomrankings.com 2026-06, recordphonecall.com, metaverse.law, factually.co 2026-01', 'The law is mixed; treated as if all sides must agree, to be safe.'),
    ('01900000-0000-7000-8000-00000ca1200f', 'de-recording', 'Germany', 'DE', NULL, 'notice', 'medium', 'StGB §201; GDPR', 'Recording without consent is a crime. Announce it, and stop where somebody does not agree.'),
    ('01900000-0000-7000-8000-00000ca12010', 'eu-recording', 'European Union', 'EU', NULL, 'notice', 'medium', 'GDPR', 'For members of the European Union without a rule of their own. Announce it and obtain consent.');
