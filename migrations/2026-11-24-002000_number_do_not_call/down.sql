DROP INDEX do_not_call_search_idx;
DROP INDEX do_not_call_created_at_idx;
ALTER TABLE do_not_call DROP CONSTRAINT do_not_call_id_key;
ALTER TABLE do_not_call DROP COLUMN id;
