-- Calls from the browser. What the carrier tells lies in call_events and is only added to; the row in
-- calls is what those events come to, so that a late, repeated or lost message changes nothing that it
-- should not.

ALTER TABLE regions
    -- The number that leads of this region see; the workspace's when none.
    ADD COLUMN caller_id text CHECK (caller_id ~ '^\+[1-9][0-9]{6,14}$');

-- Without defaults at first: functions take rows of this table, and PostgreSQL adds no column with a
-- default to such a table since 15.20 and its sisters.
ALTER TABLE campaigns
    ADD COLUMN records_calls boolean,
    -- Read out to whoever is called, before a recorded call is connected.
    ADD COLUMN recording_notice text CHECK (length(trim(recording_notice)) BETWEEN 1 AND 500);
UPDATE campaigns SET records_calls = false, recording_notice = 'This call is recorded.';
ALTER TABLE campaigns
    ALTER COLUMN records_calls SET DEFAULT false,
    ALTER COLUMN records_calls SET NOT NULL,
    ALTER COLUMN recording_notice SET DEFAULT 'This call is recorded.',
    ALTER COLUMN recording_notice SET NOT NULL;

ALTER TABLE calls
    DROP CONSTRAINT calls_origin_check,
    ALTER COLUMN disposition DROP NOT NULL,
    ADD COLUMN status text NOT NULL DEFAULT 'completed' CHECK (status IN (
        'permitted', 'dialling', 'ringing', 'in_progress',
        'completed', 'busy', 'no_answer', 'failed', 'canceled', 'expired')),
    -- The number that was dialled, and the one that the lead saw.
    ADD COLUMN phone_e164 text,
    ADD COLUMN caller_id text,
    ADD COLUMN provider text CHECK (provider IN ('twilio', 'simulator')),
    -- Why a rule was overridden, where one was.
    ADD COLUMN override_reason text,
    ADD COLUMN is_recorded boolean NOT NULL DEFAULT false,
    -- Until when the permission can be used, and when it was.
    ADD COLUMN permitted_until timestamptz,
    ADD COLUMN dialled_at timestamptz,
    ADD COLUMN answered_at timestamptz,
    ADD COLUMN ended_at timestamptz,
    ADD COLUMN answered_by text CHECK (answered_by IN ('human', 'machine', 'fax', 'unknown')),
    ADD COLUMN hung_up_by text CHECK (hung_up_by IN ('rep', 'lead')),
    ADD COLUMN sip_code integer,
    ADD COLUMN voicemail_dropped_at timestamptz,
    ADD COLUMN dispositioned_at timestamptz,
    -- The carrier's names for the rep's leg and the lead's.
    ADD COLUMN parent_sid text,
    ADD COLUMN child_sid text,
    -- Whether it counts as a call: dialled, logged or dispositioned.
    ADD COLUMN is_attempt boolean NOT NULL
        GENERATED ALWAYS AS (dialled_at IS NOT NULL OR disposition IS NOT NULL) STORED;

UPDATE calls SET dispositioned_at = created_at;

ALTER TABLE calls
    ADD CONSTRAINT calls_origin_check CHECK (origin IN ('logged', 'browser')),
    ADD CONSTRAINT calls_parent_sid_key UNIQUE (parent_sid),
    ADD CONSTRAINT calls_child_sid_key UNIQUE (child_sid),
    ADD CONSTRAINT calls_disposition_check
        CHECK ((disposition IS NULL) = (dispositioned_at IS NULL)
            AND (category IS NULL OR disposition IS NOT NULL)),
    -- What was logged is over and was never ours.
    ADD CONSTRAINT calls_logged_check CHECK (origin <> 'logged'
        OR (status = 'completed' AND disposition IS NOT NULL AND permitted_until IS NULL
            AND dialled_at IS NULL AND parent_sid IS NULL AND child_sid IS NULL)),
    ADD CONSTRAINT calls_browser_check CHECK (origin <> 'browser'
        OR (phone_e164 IS NOT NULL AND provider IS NOT NULL AND permitted_until IS NOT NULL)),
    -- Permitted, then dialled or expired; ended once it is over; answered once it is in progress.
    ADD CONSTRAINT calls_dialled_check CHECK (origin <> 'browser'
        OR ((dialled_at IS NULL) = (status IN ('permitted', 'expired'))
            AND (dialled_at IS NULL) = (parent_sid IS NULL)
            AND (child_sid IS NULL OR dialled_at IS NOT NULL))),
    ADD CONSTRAINT calls_ended_check CHECK (origin <> 'browser'
        OR (ended_at IS NULL) = (status IN ('permitted', 'dialling', 'ringing', 'in_progress'))),
    ADD CONSTRAINT calls_answered_check CHECK (origin <> 'browser'
        OR (CASE status WHEN 'in_progress' THEN answered_at IS NOT NULL
            WHEN 'completed' THEN answered_at IS NOT NULL ELSE true END
            AND (answered_at IS NOT NULL OR NOT is_connected)
            AND (answered_at IS NULL OR dialled_at IS NOT NULL)));

-- One call at a time, however many windows a rep has open.
CREATE UNIQUE INDEX calls_one_at_a_time_key ON calls (user_id)
    WHERE status IN ('permitted', 'dialling', 'ringing', 'in_progress');
-- Calls that still wait for the rep's word.
CREATE INDEX calls_undispositioned_idx ON calls (user_id, called_at DESC) WHERE disposition IS NULL;

-- What happened to a call, as it was told. Append-only.
CREATE TABLE call_events (
    id uuid PRIMARY KEY,
    call_id uuid NOT NULL REFERENCES calls,
    kind text NOT NULL CHECK (kind IN ('voice', 'refused', 'status', 'dial', 'recording', 'amd',
        'hang_up', 'voicemail_drop', 'expired', 'reconciled', 'lost')),
    -- The same for every telling of the same thing.
    fact text NOT NULL,
    child_sid text,
    -- Events of one leg, in the order in which they came about.
    sequence integer CHECK (sequence >= 0),
    -- In the carrier's words.
    status text,
    -- Marks the tellings of one request; a hint, since it is not signed.
    idempotency_token text,
    -- What else was told, as far as we know its meaning.
    fields jsonb NOT NULL DEFAULT '{}',
    occurred_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT call_events_fact_key UNIQUE (call_id, fact)
);

CREATE FUNCTION refuse_changed_call_events() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'call_events is only added to';
END
$$;
CREATE TRIGGER keep_call_events BEFORE UPDATE OR DELETE ON call_events
    FOR EACH ROW EXECUTE FUNCTION refuse_changed_call_events();
CREATE TRIGGER keep_all_call_events BEFORE TRUNCATE ON call_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_changed_call_events();

-- Recordings lie with the carrier; this is where.
CREATE TABLE recordings (
    call_id uuid PRIMARY KEY REFERENCES calls,
    sid text NOT NULL,
    status text NOT NULL CHECK (status IN ('in_progress', 'completed', 'absent', 'failed')),
    duration_seconds integer CHECK (duration_seconds >= 0),
    updated_at timestamptz NOT NULL,
    CONSTRAINT recordings_sid_key UNIQUE (sid),
    CHECK (status <> 'completed' OR duration_seconds IS NOT NULL)
);

-- What a rep leaves on answering machines.
CREATE TABLE voicemail_messages (
    user_id uuid PRIMARY KEY REFERENCES users,
    content_type text NOT NULL CHECK (content_type IN ('audio/wav', 'audio/mpeg')),
    content bytea NOT NULL CHECK (length(content) BETWEEN 1 AND 5242880),
    updated_at timestamptz NOT NULL
);

-- Every reason for which a lead may not be called at a moment, the one that lead_refusal gives first.
-- The queue needs only that one, and needs it to be quick; who asks to dial is told all of them.
CREATE FUNCTION lead_refusals(lead leads, moment timestamptz) RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT array_remove(ARRAY[
        CASE WHEN lead.status = 'completed' THEN 'completed' END,
        CASE WHEN lead.phone_e164 IS NULL THEN 'no_phone' END,
        CASE WHEN EXISTS (SELECT FROM do_not_call WHERE do_not_call.phone_e164 = lead.phone_e164)
            THEN 'do_not_call' END,
        CASE WHEN NOT campaign.is_active
            OR (moment AT TIME ZONE workspace.time_zone)::date < campaign.starts_on
            OR (moment AT TIME ZONE workspace.time_zone)::date > campaign.ends_on
            THEN 'campaign_inactive' END,
        CASE WHEN lead.attempt_count >= COALESCE(campaign.max_attempts, workspace.max_attempts)
            THEN 'attempts_used' END,
        CASE WHEN lead.next_attempt_at > moment
            AND (lead.next_follow_up_at IS NULL OR lead.next_follow_up_at > moment)
            THEN 'retry_later' END,
        CASE WHEN NOT calls_are_open(workspace, lead.time_zone, moment) THEN 'window_closed' END
    ], NULL)
    FROM settings workspace LEFT JOIN campaigns campaign ON campaign.id = lead.campaign_id);

-- Work that is asked for again while it waits is done once. A worker that takes it clears the key, so
-- that what happens from then on is work anew.
ALTER TABLE jobs ADD COLUMN key text;
CREATE UNIQUE INDEX jobs_waiting_key ON jobs (kind, key) WHERE status = 'queued';
