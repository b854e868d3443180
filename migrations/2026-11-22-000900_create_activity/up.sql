-- Every change: who, what, when. Append-only; what was said lies in activity_payloads, so that
-- erasing a person's data leaves this table, and whatever is chained over it, whole.
CREATE TABLE activity (
    id uuid PRIMARY KEY,
    occurred_at timestamptz NOT NULL,
    -- None: the system itself.
    actor_id uuid REFERENCES users,
    action text NOT NULL,
    subject_type text NOT NULL,
    subject_id uuid NOT NULL,
    lead_id uuid,
    request_id uuid,
    -- The reps who are told beside the admins.
    audience uuid[] NOT NULL DEFAULT '{}'
);
CREATE INDEX activity_occurred_at_idx ON activity USING brin (occurred_at);
CREATE INDEX activity_actor_id_idx ON activity (actor_id, id DESC);
CREATE INDEX activity_lead_id_idx ON activity (lead_id, id DESC) WHERE lead_id IS NOT NULL;
CREATE INDEX activity_subject_id_idx ON activity (subject_id, id DESC);

CREATE TABLE activity_payloads (
    activity_id uuid PRIMARY KEY REFERENCES activity,
    before jsonb,
    after jsonb
);

-- Answers to requests that carried an Idempotency-Key, kept for a day.
CREATE TABLE idempotency_keys (
    user_id uuid NOT NULL REFERENCES users,
    -- Method and path.
    operation text NOT NULL,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    -- SHA-256 of the body.
    fingerprint bytea NOT NULL,
    outcome jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, operation, key)
);
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);

-- Work for later. A worker holds a job by renewing locked_until; one that died loses it.
CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    arguments jsonb NOT NULL,
    status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'done', 'failed')),
    run_at timestamptz NOT NULL,
    attempts smallint NOT NULL DEFAULT 0,
    locked_until timestamptz,
    last_error text,
    created_at timestamptz NOT NULL,
    finished_at timestamptz
);
CREATE INDEX jobs_waiting_idx ON jobs (run_at, id) WHERE status IN ('queued', 'running');
