-- A list made into a file for a spreadsheet.
CREATE TABLE exports (
    id uuid PRIMARY KEY,
    source text NOT NULL CHECK (source IN ('leads', 'calls')),
    format text NOT NULL CHECK (format IN ('csv', 'xlsx')),
    -- Which rows, as it was asked, and what that means: db::exports::Scope.
    filter jsonb NOT NULL,
    scope jsonb NOT NULL,
    -- The zone that times are written in.
    time_zone text NOT NULL,
    file_name text NOT NULL,
    created_by uuid NOT NULL REFERENCES users,
    status text NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'failed')),
    -- Why there is no file, in plain words.
    failure text,
    -- The try that writes the file; whoever holds another one has lost it.
    run uuid,
    run_started_at timestamptz,
    done_count bigint NOT NULL DEFAULT 0,
    total_count bigint NOT NULL DEFAULT 0,
    file_size bigint,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    finished_at timestamptz,
    -- When the file goes.
    expires_at timestamptz,
    CHECK ((status = 'failed') = (failure IS NOT NULL)),
    CHECK ((status = 'completed') = (file_size IS NOT NULL AND expires_at IS NOT NULL)),
    -- Nothing is left out silently.
    CHECK (status <> 'completed' OR done_count = total_count)
);
CREATE INDEX exports_created_at_idx ON exports (created_at DESC, id DESC);

-- The file, in pieces, so that any process on any machine can write and serve it.
CREATE TABLE export_chunks (
    export_id uuid NOT NULL REFERENCES exports ON DELETE CASCADE,
    position integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (export_id, position)
);
-- A workbook is packed already, and the rest goes in a few days.
ALTER TABLE export_chunks ALTER COLUMN content SET STORAGE EXTERNAL;
