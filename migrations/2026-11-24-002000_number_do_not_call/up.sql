-- An id for each number on the list, by which the record of changes names it, and quick ways to read
-- the list in order and to search it.
ALTER TABLE do_not_call ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE do_not_call ADD CONSTRAINT do_not_call_id_key UNIQUE (id);
CREATE INDEX do_not_call_created_at_idx ON do_not_call (created_at DESC, phone_e164);
CREATE INDEX do_not_call_search_idx ON do_not_call USING gin (phone_e164 gin_trgm_ops, reason gin_trgm_ops);
