-- One attempt. Keeps the user, region and campaign it was made under, and outlives its lead.
CREATE TABLE calls (
    id uuid PRIMARY KEY,
    lead_id uuid REFERENCES leads ON DELETE SET NULL,
    user_id uuid NOT NULL REFERENCES users,
    region_id uuid NOT NULL REFERENCES regions,
    campaign_id uuid REFERENCES campaigns,
    -- logged: made on a phone of the rep's own and written down here.
    origin text NOT NULL CHECK (origin IN ('logged')),
    called_at timestamptz NOT NULL,
    duration_seconds integer NOT NULL DEFAULT 0 CHECK (duration_seconds BETWEEN 0 AND 86400),
    -- A human answered, or logged without a retry disposition.
    is_connected boolean NOT NULL,
    disposition text NOT NULL REFERENCES dispositions (key),
    category text CHECK (category IN ('failed', 'warm', 'closed')),
    notes text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL
);
CREATE INDEX calls_lead_id_idx ON calls (lead_id, called_at DESC);
CREATE INDEX calls_called_at_idx ON calls (called_at DESC, id DESC);
CREATE INDEX calls_user_id_idx ON calls (user_id, called_at DESC);

CREATE TABLE notes (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users,
    body text NOT NULL CHECK (length(trim(body)) BETWEEN 1 AND 20000),
    created_at timestamptz NOT NULL
);
CREATE INDEX notes_lead_id_idx ON notes (lead_id, created_at DESC);

CREATE TABLE follow_ups (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users,
    due_at timestamptz NOT NULL,
    note text NOT NULL DEFAULT '',
    completed_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE INDEX follow_ups_open_lead_idx ON follow_ups (lead_id, due_at) WHERE completed_at IS NULL;
CREATE INDEX follow_ups_open_user_idx ON follow_ups (user_id, due_at) WHERE completed_at IS NULL;
CREATE INDEX follow_ups_lead_id_idx ON follow_ups (lead_id, created_at DESC);

-- Numbers that are never to be called.
CREATE TABLE do_not_call (
    phone_e164 text PRIMARY KEY,
    reason text NOT NULL DEFAULT '',
    added_by uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL
);
