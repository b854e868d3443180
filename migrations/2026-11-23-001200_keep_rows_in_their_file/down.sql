ALTER TABLE leads ADD COLUMN name_key text, ADD COLUMN address_key text;
UPDATE leads SET name_key = lower(name);
ALTER TABLE leads ALTER COLUMN name_key SET NOT NULL;
CREATE INDEX leads_address_key_idx ON leads (address_key) WHERE address_key IS NOT NULL;
DROP INDEX leads_match_keys_idx;
DROP INDEX leads_match_keys_missing_idx;
ALTER TABLE leads DROP COLUMN alternative_phones, DROP COLUMN custom_fields, DROP COLUMN match_keys;
DROP TABLE import_kept_leads;
DROP TABLE import_changes;
DROP TABLE import_mappings;
DROP TABLE import_rows;
CREATE TABLE import_rows (
    import_id uuid NOT NULL REFERENCES imports ON DELETE CASCADE,
    row integer NOT NULL,
    line integer NOT NULL,
    cells text[] NOT NULL,
    lead jsonb NOT NULL,
    phone_e164 text,
    name_key text NOT NULL,
    address_key text,
    outcome text NOT NULL CHECK (outcome IN ('create', 'update', 'unchanged', 'duplicate', 'rejected')),
    issues jsonb NOT NULL DEFAULT '[]',
    lead_id uuid,
    duplicate_of integer,
    PRIMARY KEY (import_id, row)
);
CREATE INDEX import_rows_phone_idx ON import_rows (import_id, phone_e164) WHERE phone_e164 IS NOT NULL;
CREATE INDEX import_rows_address_idx ON import_rows (import_id, address_key) WHERE address_key IS NOT NULL;
CREATE INDEX import_rows_lead_idx ON import_rows (import_id, lead_id) WHERE outcome IN ('update', 'unchanged');
CREATE INDEX import_rows_outcome_idx ON import_rows (import_id, outcome, row);
DELETE FROM import_chunks WHERE part = 'text';
ALTER TABLE import_chunks DROP CONSTRAINT import_chunks_pkey, DROP COLUMN part, ADD PRIMARY KEY (import_id, position);
ALTER TABLE imports DROP COLUMN choice, DROP COLUMN reading, DROP COLUMN mapping, DROP COLUMN tally,
    DROP COLUMN step_started_at, DROP COLUMN undone_row, DROP COLUMN removed_count,
    DROP COLUMN restored_count, DROP COLUMN kept_count;
