DROP TABLE campaign_retry_rules;
ALTER TABLE dispositions DROP CONSTRAINT dispositions_retry_check, DROP COLUMN retry;
