-- When a lead that was not reached is tried again. What a campaign says of an outcome comes first, then
-- the campaign's retry_minutes, then what the disposition says, then the workspace's retry_minutes.
ALTER TABLE dispositions
    ADD COLUMN retry jsonb,
    ADD CONSTRAINT dispositions_retry_check CHECK (retry IS NULL OR rule = 'retry');

CREATE TABLE campaign_retry_rules (
    campaign_id uuid NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    disposition_id uuid NOT NULL REFERENCES dispositions ON DELETE CASCADE,
    retry jsonb NOT NULL,
    PRIMARY KEY (campaign_id, disposition_id)
);
CREATE INDEX campaign_retry_rules_disposition_id_idx ON campaign_retry_rules (disposition_id);

-- Who is on the phone is free again soon; nobody there in the morning may mean somebody in the afternoon.
UPDATE dispositions SET retry = '{"kind": "after", "minutes": 20}' WHERE key = 'busy' AND rule = 'retry';
UPDATE dispositions SET retry = '{"kind": "other_time_of_day"}' WHERE key = 'no_answer' AND rule = 'retry';
