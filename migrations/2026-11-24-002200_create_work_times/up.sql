-- How a rep's time goes: one row for as long as the rep said the same thing. The time on calls over
-- the line is not taken from here but from the calls, whatever was said meanwhile.
CREATE TABLE work_times (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users,
    state text NOT NULL CHECK (state IN ('wait', 'talk', 'wrap', 'pause')),
    -- Why the rep pauses.
    reason text,
    began_at timestamptz NOT NULL,
    -- The last sign of life: where this goes on too long ago, it ended then, whatever ended_at says.
    seen_at timestamptz NOT NULL,
    ended_at timestamptz,
    CHECK (seen_at >= began_at),
    CHECK (ended_at >= seen_at),
    CHECK ((state = 'pause') = (reason IS NOT NULL)),
    CHECK (length(reason) BETWEEN 1 AND 100)
);
-- A rep does one thing at a time.
CREATE UNIQUE INDEX work_times_one_at_a_time_key ON work_times (user_id) WHERE ended_at IS NULL;
CREATE INDEX work_times_user_id_idx ON work_times (user_id, ended_at);
