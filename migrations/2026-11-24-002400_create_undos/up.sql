-- What somebody did a moment ago and can still take back, with how things stood before. Today that is
-- what a rep said of a call.
CREATE TABLE undos (
    -- The act, as it is on record.
    activity_id uuid PRIMARY KEY,
    call_id uuid NOT NULL REFERENCES calls ON DELETE CASCADE,
    lead_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users,
    until timestamptz NOT NULL,
    -- How the lead stood before and stood after, and what the act did beside.
    facts jsonb NOT NULL
);
CREATE INDEX undos_user_id_idx ON undos (user_id, until);
CREATE INDEX undos_call_id_idx ON undos (call_id);
CREATE INDEX undos_lead_id_idx ON undos (lead_id);
