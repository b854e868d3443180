-- One uploaded list.
CREATE TABLE imports (
    id uuid PRIMARY KEY,
    file_name text NOT NULL,
    file_size bigint NOT NULL CHECK (file_size >= 0),
    region_id uuid NOT NULL REFERENCES regions,
    campaign_id uuid REFERENCES campaigns,
    created_by uuid NOT NULL REFERENCES users,
    status text NOT NULL CHECK (status IN
        ('parsing', 'review', 'committing', 'completed', 'cancelled', 'failed', 'undoing', 'undone')),
    -- What to do with a lead that is already there.
    duplicate_policy text NOT NULL CHECK (duplicate_policy IN ('skip', 'update', 'create')),
    -- Why the whole file could not be read, in plain words.
    failure text,
    -- Checkpoints: both move in the same transaction as the rows they count.
    parsed_bytes bigint NOT NULL DEFAULT 0,
    parsed_lines integer NOT NULL DEFAULT 0,
    committed_row integer NOT NULL DEFAULT 0,
    read_count integer NOT NULL DEFAULT 0,
    create_count integer NOT NULL DEFAULT 0,
    update_count integer NOT NULL DEFAULT 0,
    unchanged_count integer NOT NULL DEFAULT 0,
    duplicate_count integer NOT NULL DEFAULT 0,
    rejected_count integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    finished_at timestamptz,
    -- Nothing is dropped silently.
    CHECK (read_count = create_count + update_count + unchanged_count + duplicate_count + rejected_count),
    CHECK ((status = 'failed') = (failure IS NOT NULL))
);
CREATE INDEX imports_created_at_idx ON imports (created_at DESC, id DESC);

-- The file, in pieces, so that any worker on any machine can read it; gone once it is not needed.
CREATE TABLE import_chunks (
    -- Checked at commit: the pieces arrive before the fields that the import is made of.
    import_id uuid NOT NULL REFERENCES imports ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    position integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (import_id, position)
);
-- Kept for minutes: compressing costs more than it saves.
ALTER TABLE import_chunks ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE import_rows (
    import_id uuid NOT NULL REFERENCES imports ON DELETE CASCADE,
    -- 1 is the first row below the header.
    row integer NOT NULL,
    -- Where the row starts in the file; 1 is the file's first line.
    line integer NOT NULL,
    -- The cells as they stand in the file, in the order of the product's columns.
    cells text[] NOT NULL,
    -- The cells as a lead would take them.
    lead jsonb NOT NULL,
    phone_e164 text,
    name_key text NOT NULL,
    address_key text,
    outcome text NOT NULL CHECK (outcome IN ('create', 'update', 'unchanged', 'duplicate', 'rejected')),
    issues jsonb NOT NULL DEFAULT '[]',
    -- The lead that was matched, or made; before commit, the id that a new one will have.
    lead_id uuid,
    -- The earlier row of this file that is the same lead.
    duplicate_of integer,
    PRIMARY KEY (import_id, row)
);
CREATE INDEX import_rows_phone_idx ON import_rows (import_id, phone_e164) WHERE phone_e164 IS NOT NULL;
CREATE INDEX import_rows_address_idx ON import_rows (import_id, address_key) WHERE address_key IS NOT NULL;
CREATE INDEX import_rows_lead_idx ON import_rows (import_id, lead_id) WHERE outcome IN ('update', 'unchanged');
CREATE INDEX import_rows_outcome_idx ON import_rows (import_id, outcome, row);
