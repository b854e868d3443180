-- How many open leads somebody can have in hand at once: leads are divided by the room that is left.
ALTER TABLE users ADD COLUMN capacity integer NOT NULL DEFAULT 100
    CONSTRAINT users_capacity_check CHECK (capacity BETWEEN 0 AND 100000);

-- One act on who works many leads, with its receipt.
CREATE TABLE handouts (
    id uuid PRIMARY KEY,
    act text NOT NULL CHECK (act IN ('assign', 'unassign', 'rebalance')),
    status text NOT NULL CHECK (status IN ('queued', 'completed', 'failed', 'undoing', 'undone')),
    -- How it is done: app::handouts::Terms.
    terms jsonb NOT NULL,
    -- Which leads, until it is done: what it names may be personal.
    selection jsonb,
    created_by uuid NOT NULL REFERENCES users,
    -- Leads that changed hands, and those that are as before once it was taken back.
    moved_count bigint NOT NULL DEFAULT 0 CHECK (moved_count >= 0),
    restored_count bigint CHECK (restored_count BETWEEN 0 AND moved_count),
    -- What went wrong, in plain words.
    failure text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    finished_at timestamptz,
    undone_at timestamptz,
    CHECK ((status = 'queued') = (selection IS NOT NULL)),
    CHECK ((status IN ('completed', 'undoing', 'undone')) = (finished_at IS NOT NULL)),
    CHECK ((status = 'undone') = (undone_at IS NOT NULL AND restored_count IS NOT NULL))
);
CREATE INDEX handouts_created_at_idx ON handouts (created_at DESC, id DESC);

-- What each rep got and lost.
CREATE TABLE handout_shares (
    handout_id uuid NOT NULL REFERENCES handouts ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users,
    -- In the order in which they were named.
    position integer NOT NULL,
    gained bigint NOT NULL CHECK (gained >= 0),
    lost bigint NOT NULL CHECK (lost >= 0),
    PRIMARY KEY (handout_id, user_id)
);

-- The leads that were passed over, and those that stayed when it was taken back. A lead that does not
-- exist may be named, and one that is deleted stays counted.
CREATE TABLE handout_passed_over (
    handout_id uuid NOT NULL REFERENCES handouts ON DELETE CASCADE,
    lead_id uuid NOT NULL,
    reason text NOT NULL CHECK (reason IN ('already_assigned', 'completed', 'do_not_call', 'unknown_lead',
        'unassigned', 'worked_since', 'moved_since', 'rep_gone')),
    PRIMARY KEY (handout_id, reason, lead_id)
);

-- Which act made an assignment and which ended it: what it takes to undo.
ALTER TABLE assignments
    ADD COLUMN handout_id uuid REFERENCES handouts,
    ADD COLUMN ended_by_handout_id uuid REFERENCES handouts,
    DROP CONSTRAINT assignments_end_reason_check,
    ADD CONSTRAINT assignments_end_reason_check
        CHECK (end_reason IN ('reassigned', 'unassigned', 'merged', 'erased', 'undone')) NOT VALID;
CREATE INDEX assignments_handout_id_idx ON assignments (handout_id) WHERE handout_id IS NOT NULL;
CREATE INDEX assignments_ended_by_handout_id_idx ON assignments (ended_by_handout_id)
    WHERE ended_by_handout_id IS NOT NULL;
