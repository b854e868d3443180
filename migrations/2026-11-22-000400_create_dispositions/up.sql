-- What a rep says came of a call.
CREATE TABLE dispositions (
    id uuid PRIMARY KEY,
    key text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]{0,49}$'),
    label text NOT NULL CHECK (length(trim(label)) BETWEEN 1 AND 60),
    rule text NOT NULL CHECK (rule IN ('complete', 'retry', 'follow_up', 'do_not_call')),
    category text CHECK (category IN ('failed', 'warm', 'closed')),
    hotkey smallint CHECK (hotkey BETWEEN 1 AND 9),
    position smallint NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    CONSTRAINT dispositions_key_key UNIQUE (key),
    -- A disposition that ends the work on a lead says how it ended; one that goes on does not.
    CHECK ((rule IN ('complete', 'do_not_call')) = (category IS NOT NULL))
);
CREATE UNIQUE INDEX dispositions_hotkey_key ON dispositions (hotkey) WHERE is_active;

INSERT INTO dispositions (id, key, label, rule, category, hotkey, position) VALUES
    ('01900000-0000-7000-8000-000000000001', 'closed', 'Closed', 'complete', 'closed', 1, 1),
    ('01900000-0000-7000-8000-000000000002', 'warm', 'Warm', 'complete', 'warm', 2, 2),
    ('01900000-0000-7000-8000-000000000003', 'call_back', 'Call back', 'follow_up', NULL, 3, 3),
    ('01900000-0000-7000-8000-000000000004', 'no_answer', 'No answer', 'retry', NULL, 4, 4),
    ('01900000-0000-7000-8000-000000000005', 'busy', 'Busy', 'retry', NULL, 5, 5),
    ('01900000-0000-7000-8000-000000000006', 'voicemail', 'Voicemail', 'retry', NULL, 6, 6),
    ('01900000-0000-7000-8000-000000000007', 'not_interested', 'Not interested', 'complete', 'failed', 7, 7),
    ('01900000-0000-7000-8000-000000000008', 'wrong_number', 'Wrong number', 'complete', 'failed', 8, 8),
    ('01900000-0000-7000-8000-000000000009', 'do_not_call', 'Do not call again', 'do_not_call', 'failed', 9, 9),
    ('01900000-0000-7000-8000-00000000000a', 'failed', 'Failed', 'complete', 'failed', NULL, 10);
