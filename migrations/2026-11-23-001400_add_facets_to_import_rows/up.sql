-- What a row is counted by in the report card, in one number: domain::imports::Facets. None for rows
-- from before it was kept.
ALTER TABLE import_rows ADD COLUMN facets bigint;

-- Lists that wait for review, or are being read, are read again, which keeps what somebody has mended or chosen.
UPDATE imports SET status = 'parsing', parsed_bytes = (reading ->> 'rows_at')::bigint,
        parsed_lines = (reading ->> 'rows_below')::integer, tally = '{}', step_started_at = now(),
        read_count = 0, create_count = 0, update_count = 0, unchanged_count = 0, duplicate_count = 0,
        rejected_count = 0
    WHERE status IN ('parsing', 'review') AND reading IS NOT NULL;
INSERT INTO jobs (id, kind, arguments, status, run_at, attempts, created_at)
    SELECT gen_random_uuid(), 'run_import_parse', jsonb_build_object('import_id', id), 'queued', now(), 0, now()
    FROM imports WHERE status = 'parsing' AND NOT EXISTS (
        SELECT FROM jobs WHERE kind = 'run_import_parse' AND arguments ->> 'import_id' = imports.id::text
            AND status IN ('queued', 'running'));
