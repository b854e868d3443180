DROP TABLE assignment_rules;
ALTER TABLE handouts DROP COLUMN is_by_rules;
ALTER TABLE users DROP COLUMN away_until;
ALTER TABLE regions DROP COLUMN owner_id;
