-- A list's rows stay in its file: a row says where it stands there and what comes of it. The file
-- is kept as long as its import.
ALTER TABLE imports
    -- What somebody said about how the file is read: domain::imports::ReadingChoice.
    ADD COLUMN choice jsonb NOT NULL DEFAULT '{}',
    -- How it is read: domain::imports::Reading; none until it was looked at.
    ADD COLUMN reading jsonb,
    -- What becomes of its columns: domain::imports::mapping::ColumnPlan.
    ADD COLUMN mapping jsonb NOT NULL DEFAULT '[]',
    -- The report card: domain::imports::Tally.
    ADD COLUMN tally jsonb NOT NULL DEFAULT '{}',
    -- Since when it has been parsing, committing or undoing.
    ADD COLUMN step_started_at timestamptz NOT NULL DEFAULT now(),
    -- The checkpoint of taking it back, and what that has done.
    ADD COLUMN undone_row integer NOT NULL DEFAULT 0,
    ADD COLUMN removed_count integer NOT NULL DEFAULT 0,
    ADD COLUMN restored_count integer NOT NULL DEFAULT 0,
    ADD COLUMN kept_count integer NOT NULL DEFAULT 0;

-- The file as it was uploaded, and its text where the file is none: packed, a workbook, or in
-- another encoding than UTF-8.
ALTER TABLE import_chunks ADD COLUMN part text NOT NULL DEFAULT 'file' CHECK (part IN ('file', 'text'));
ALTER TABLE import_chunks ALTER COLUMN part DROP DEFAULT;
ALTER TABLE import_chunks DROP CONSTRAINT import_chunks_pkey, ADD PRIMARY KEY (import_id, part, position);

-- Lists that wait for review are read again; of those that became leads, the text is written anew
-- from the cells.
DELETE FROM import_rows USING imports
    WHERE imports.id = import_id AND status IN ('parsing', 'review');
UPDATE imports SET status = 'parsing', parsed_bytes = 0, parsed_lines = 0, read_count = 0, create_count = 0,
        update_count = 0, unchanged_count = 0, duplicate_count = 0, rejected_count = 0
    WHERE status IN ('parsing', 'review');
INSERT INTO jobs (id, kind, arguments, status, run_at, attempts, created_at)
    SELECT gen_random_uuid(), 'run_import_parse', jsonb_build_object('import_id', id), 'queued', now(), 0, now()
    FROM imports WHERE status = 'parsing' AND NOT EXISTS (
        SELECT FROM jobs WHERE kind = 'run_import_parse' AND arguments ->> 'import_id' = imports.id::text
            AND status IN ('queued', 'running'));
UPDATE imports SET status = 'failed', finished_at = now(), failure = 'The system was brought up to date while '
        || 'this list was being imported. Upload the file again: leads that are there already are recognised.'
    WHERE status = 'committing';

CREATE TEMPORARY TABLE lines ON COMMIT DROP AS
    SELECT import_id, import_rows.row, line, outcome, issues, lead_id, duplicate_of,
        (SELECT string_agg('"' || replace(cell, '"', '""') || '"', ',' ORDER BY place)
            FROM unnest(cells) WITH ORDINALITY AS cell (cell, place)) || E'\r\n' AS text
    FROM import_rows
    UNION ALL
    SELECT DISTINCT import_id, 0, 0, '', '[]'::jsonb, NULL::uuid, NULL::integer,
        E'Name,Formatted phone number,Street number,Street,City,Region,Postal code,Country,Url,'
            || E'Website present (Y/N),Lat,Lng\r\n'
    FROM import_rows;

DROP TABLE import_rows;
CREATE TABLE import_rows (
    -- Not a foreign key: of a million rows, each would look its import up. Whoever deletes an import
    -- deletes its rows; see db::imports::delete.
    import_id uuid NOT NULL,
    -- 1 is the first row below the header.
    row integer NOT NULL,
    -- Where the row starts in the file; 1 is the file's first line.
    line integer NOT NULL,
    -- Where it stands in the text, in bytes.
    start bigint NOT NULL,
    length integer NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('create', 'update', 'unchanged', 'duplicate', 'rejected')),
    -- What somebody chose shall come of it.
    chosen text CHECK (chosen IN ('create', 'update', 'duplicate', 'rejected')),
    -- Numbers that rows of the same lead share; see domain::leads::identity.
    keys bigint[] NOT NULL,
    -- What was noticed; none when nothing was.
    issues jsonb,
    -- What somebody has mended: domain::imports::mapping::Mending.
    mending jsonb,
    -- The lead that was matched, or made; before commit, the id that a new one will have.
    lead_id uuid,
    -- The earlier row of this file that is the same lead.
    duplicate_of integer,
    -- How sure that is, and why: domain::leads::identity::Match.
    found jsonb,
    PRIMARY KEY (import_id, row)
);
CREATE INDEX import_rows_outcome_idx ON import_rows (import_id, outcome, row) WHERE outcome <> 'create';
CREATE INDEX import_rows_lead_idx ON import_rows (import_id, lead_id) WHERE outcome IN ('update', 'unchanged');
CREATE INDEX import_rows_issues_idx ON import_rows (import_id, row) WHERE issues IS NOT NULL;

INSERT INTO import_rows (import_id, row, line, start, length, outcome, keys, issues, lead_id, duplicate_of)
    SELECT import_id, row, line, stop - length, length, outcome, '{}', NULLIF(issues, '[]'), lead_id, duplicate_of
    FROM (SELECT *, octet_length(text) AS length,
            sum(octet_length(text)) OVER (PARTITION BY import_id ORDER BY row)::bigint AS stop FROM lines) AS placed
    WHERE row > 0;
INSERT INTO import_chunks (import_id, part, position, content)
    SELECT import_id, 'text', position, substring(content FROM position * 1048576 + 1 FOR 1048576)
    FROM (SELECT import_id, convert_to(string_agg(text, '' ORDER BY row), 'UTF8') AS content
        FROM lines GROUP BY import_id) AS whole,
        generate_series(0, (octet_length(content) - 1) / 1048576) AS position;
UPDATE imports SET mapping = (
        SELECT jsonb_agg(jsonb_build_object('header', name, 'source', 'header', 'examples', '[]'::jsonb,
            'target', jsonb_build_object('fields', jsonb_build_array(name), 'custom_field', NULL)) ORDER BY place)
        FROM unnest(ARRAY['Name', 'Formatted phone number', 'Street number', 'Street', 'City', 'Region',
            'Postal code', 'Country', 'Url', 'Website present (Y/N)', 'Lat', 'Lng']) WITH ORDINALITY AS own (name, place)),
        reading = jsonb_build_object('encoding', 'UTF-8', 'delimiter', 'comma', 'header_line', 1, 'rows_at', 116,
            'rows_below', 1, 'text_size', (SELECT sum(octet_length(text)) FROM lines WHERE import_id = imports.id),
            'is_converted', true, 'is_packed', false, 'sheet', NULL, 'sheets', '[]'::jsonb)
    WHERE id IN (SELECT import_id FROM lines);

-- What becomes of the columns of lists with the same headers.
CREATE TABLE import_mappings (
    -- SHA-256 of domain::imports::mapping::header_set.
    header_set bytea PRIMARY KEY,
    plans jsonb NOT NULL,
    updated_at timestamptz NOT NULL
);

-- The cells that an import has changed of leads that were there: what taking it back needs.
CREATE TABLE import_changes (
    import_id uuid NOT NULL REFERENCES imports ON DELETE CASCADE,
    row integer NOT NULL,
    lead_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    PRIMARY KEY (import_id, row)
);
CREATE INDEX import_changes_lead_id_idx ON import_changes (lead_id);

-- Leads that taking an import back has left as they are, wholly or in part.
CREATE TABLE import_kept_leads (
    import_id uuid NOT NULL REFERENCES imports ON DELETE CASCADE,
    row integer NOT NULL,
    lead_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
    reason text NOT NULL CHECK (reason IN ('has_history', 'changed')),
    -- The cells that stay, when it is not the whole lead.
    fields text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (import_id, row)
);
CREATE INDEX import_kept_leads_lead_id_idx ON import_kept_leads (lead_id);

-- Defaults come afterwards, as migrations/README.md says.
ALTER TABLE leads
    -- Other numbers of the business, as they are dialled.
    ADD COLUMN alternative_phones text[],
    -- What lists say beside what a lead has a column for, by name.
    ADD COLUMN custom_fields jsonb,
    -- Numbers that the same lead in another list shares; see domain::leads::identity. None until
    -- they are worked out, for leads from before they were kept.
    ADD COLUMN match_keys bigint[];
UPDATE leads SET alternative_phones = '{}', custom_fields = '{}';
ALTER TABLE leads
    ALTER COLUMN alternative_phones SET DEFAULT '{}',
    ALTER COLUMN alternative_phones SET NOT NULL,
    ALTER COLUMN custom_fields SET DEFAULT '{}',
    ALTER COLUMN custom_fields SET NOT NULL;
-- Without a list of entries to come: of a million rows, each batch would search it.
CREATE INDEX leads_match_keys_idx ON leads USING gin (match_keys) WITH (fastupdate = off);
CREATE INDEX leads_match_keys_missing_idx ON leads (id) WHERE match_keys IS NULL;
ALTER TABLE leads DROP COLUMN name_key, DROP COLUMN address_key;
INSERT INTO jobs (id, kind, arguments, status, run_at, attempts, created_at)
    SELECT gen_random_uuid(), 'fill_match_keys', '{}', 'queued', now(), 0, now()
    WHERE EXISTS (SELECT FROM leads);
