-- Who answers for a region: new leads of it may go to them.
ALTER TABLE regions ADD COLUMN owner_id uuid REFERENCES users;
-- Until then somebody is handed nothing by rules.
ALTER TABLE users ADD COLUMN away_until timestamptz;
-- Whether it was done by rules, and not by whoever brought the leads in.
ALTER TABLE handouts ADD COLUMN is_by_rules boolean NOT NULL DEFAULT false;

-- Who is handed new leads; the first rule in order that fits a lead and has somebody for it counts.
CREATE TABLE assignment_rules (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 60),
    position smallint NOT NULL CHECK (position > 0),
    is_active boolean NOT NULL DEFAULT true,
    -- Which leads; what is null counts for all.
    region_id uuid REFERENCES regions,
    country char(2) CHECK (country ~ '^[A-Z]{2}$'),
    campaign_id uuid REFERENCES campaigns,
    has_website boolean,
    lead_priority smallint CHECK (lead_priority BETWEEN 1 AND 5),
    -- To whom: domain::assignment_rules::Method.
    method text NOT NULL CHECK (method IN ('round_robin', 'least_loaded', 'region_owner')),
    assignee_ids uuid[] NOT NULL,
    -- With what.
    priority smallint CHECK (priority BETWEEN 1 AND 5),
    due_days smallint CHECK (due_days BETWEEN 1 AND 365),
    -- Whose turn is next, counted on for ever.
    turn bigint NOT NULL DEFAULT 0 CHECK (turn >= 0),
    CHECK ((method = 'region_owner') = (cardinality(assignee_ids) = 0))
);
CREATE UNIQUE INDEX assignment_rules_name_key ON assignment_rules (lower(name));
CREATE INDEX assignment_rules_region_id_idx ON assignment_rules (region_id) WHERE region_id IS NOT NULL;
CREATE INDEX assignment_rules_campaign_id_idx ON assignment_rules (campaign_id) WHERE campaign_id IS NOT NULL;
