CREATE TABLE regions (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    description text NOT NULL DEFAULT '',
    -- Phones without a country code are read as numbers of this country.
    default_country char(2) NOT NULL CHECK (default_country ~ '^[A-Z]{2}$'),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX regions_name_key ON regions (lower(name));

CREATE TABLE campaigns (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    description text NOT NULL DEFAULT '',
    script text NOT NULL DEFAULT '',
    is_active boolean NOT NULL DEFAULT true,
    starts_on date,
    ends_on date,
    -- Closed leads that the campaign is after.
    goal integer CHECK (goal > 0),
    -- None: the workspace's.
    retry_minutes integer CHECK (retry_minutes BETWEEN 1 AND 43200),
    max_attempts integer CHECK (max_attempts BETWEEN 1 AND 100),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (starts_on <= ends_on)
);
CREATE UNIQUE INDEX campaigns_name_key ON campaigns (lower(name));

CREATE TABLE campaign_regions (
    campaign_id uuid NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    region_id uuid NOT NULL REFERENCES regions,
    PRIMARY KEY (campaign_id, region_id)
);
CREATE INDEX campaign_regions_region_id_idx ON campaign_regions (region_id);
