CREATE TABLE leads (
    id uuid PRIMARY KEY,
    region_id uuid NOT NULL REFERENCES regions,
    campaign_id uuid REFERENCES campaigns,
    import_id uuid REFERENCES imports,
    name text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 500),
    -- As it was given; phone_e164 is what is dialled, none when no number could be read.
    formatted_phone text,
    phone_e164 text CHECK (phone_e164 ~ '^\+[1-9][0-9]{3,14}$'),
    street_number text,
    street text,
    city text,
    region_name text,
    postal_code text,
    country char(2) CHECK (country ~ '^[A-Z]{2}$'),
    url text CHECK (url ~ '^https?://'),
    has_website boolean NOT NULL,
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    location geography(Point, 4326) GENERATED ALWAYS AS
        (ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography) STORED,
    time_zone text,
    -- What "the same lead" is decided by; see domain::leads::identity.
    name_key text NOT NULL,
    address_key text,
    status text NOT NULL CHECK (status IN ('new', 'in_progress', 'completed')),
    category text CHECK (category IN ('failed', 'warm', 'closed')),
    disposition text REFERENCES dispositions (key),
    priority smallint NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 5),
    attempt_count integer NOT NULL DEFAULT 0 CHECK (attempt_count >= 0),
    last_contacted_at timestamptz,
    -- The earliest open follow-up.
    next_follow_up_at timestamptz,
    -- Not to be called before, after a retry disposition or a skip.
    next_attempt_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    -- The life cycle, as in domain::leads::Stage.
    CONSTRAINT leads_stage_check CHECK ((status = 'completed') = (category IS NOT NULL)),
    CHECK ((latitude IS NULL) = (longitude IS NULL))
);
CREATE INDEX leads_created_at_idx ON leads (created_at DESC, id DESC);
CREATE INDEX leads_phone_e164_idx ON leads (phone_e164) WHERE phone_e164 IS NOT NULL;
CREATE INDEX leads_address_key_idx ON leads (address_key) WHERE address_key IS NOT NULL;
CREATE INDEX leads_region_id_idx ON leads (region_id);
CREATE INDEX leads_campaign_id_idx ON leads (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX leads_import_id_idx ON leads (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX leads_search_idx ON leads USING gin (name gin_trgm_ops, city gin_trgm_ops, formatted_phone gin_trgm_ops, phone_e164 gin_trgm_ops);
CREATE INDEX leads_location_idx ON leads USING gist (location);

-- Who works a lead: at most one live row a lead, ended ones stay as history.
CREATE TABLE assignments (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
    assignee_id uuid NOT NULL REFERENCES users,
    assigned_by uuid NOT NULL REFERENCES users,
    -- Overrides the lead's.
    priority smallint CHECK (priority BETWEEN 1 AND 5),
    due_at timestamptz,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text CHECK (end_reason IN ('reassigned', 'unassigned')),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX assignments_live_key ON assignments (lead_id) WHERE ended_at IS NULL;
CREATE INDEX assignments_assignee_id_idx ON assignments (assignee_id) WHERE ended_at IS NULL;
CREATE INDEX assignments_lead_id_idx ON assignments (lead_id, created_at);
CREATE INDEX assignments_created_at_idx ON assignments (created_at DESC, id DESC);

-- A lead that a rep is working right now; one that expired counts for nothing.
CREATE TABLE queue_leases (
    lead_id uuid PRIMARY KEY REFERENCES leads ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users,
    leased_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX queue_leases_user_id_idx ON queue_leases (user_id);
