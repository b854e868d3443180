-- Two buttons of one name are one too many: from the second on they are numbered.
UPDATE dispositions SET label = left(label, 50) || ' (' || again.number || ')'
FROM (SELECT id, row_number() OVER (PARTITION BY lower(label) ORDER BY position, key) AS number
    FROM dispositions WHERE is_active) again
WHERE again.id = dispositions.id AND again.number > 1;
CREATE UNIQUE INDEX dispositions_label_key ON dispositions (lower(label)) WHERE is_active;

-- Whether a call has ended with one, or a lead stands at it, is asked before what it does may change,
-- and by the database before it goes.
CREATE INDEX calls_disposition_idx ON calls (disposition) WHERE disposition IS NOT NULL;
CREATE INDEX leads_disposition_idx ON leads (disposition) WHERE disposition IS NOT NULL;
