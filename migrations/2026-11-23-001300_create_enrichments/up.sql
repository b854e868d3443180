-- What was found out about a lead after its list was imported: which step found what, where, how
-- exactly and when.
CREATE TABLE enrichments (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL REFERENCES leads ON DELETE CASCADE,
    step text NOT NULL CHECK (step IN ('phone', 'place', 'time_zone', 'website')),
    -- The fields that were set, with their values.
    found jsonb NOT NULL CHECK (jsonb_typeof(found) = 'object'),
    -- Such as postal_codes, nominatim, or cache:nominatim for an answer that was kept.
    source text NOT NULL CHECK (length(source) BETWEEN 1 AND 100),
    precision text CHECK (precision IN ('exact', 'street', 'postal_code', 'city', 'country')),
    created_at timestamptz NOT NULL
);
CREATE INDEX enrichments_lead_id_idx ON enrichments (lead_id, created_at, id);

-- How far the leads of an import are looked at. Each turn moves the checkpoint in the transaction of
-- what it found; its number tells a worker that somebody else has taken the turn.
CREATE TABLE enrichment_runs (
    import_id uuid PRIMARY KEY REFERENCES imports ON DELETE CASCADE,
    -- First what can be told at once, then what somebody is asked for.
    pass text NOT NULL DEFAULT 'at_hand' CHECK (pass IN ('at_hand', 'asking')),
    turn integer NOT NULL DEFAULT 0,
    last_lead_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    phone_count integer NOT NULL DEFAULT 0,
    place_count integer NOT NULL DEFAULT 0,
    time_zone_count integer NOT NULL DEFAULT 0,
    website_count integer NOT NULL DEFAULT 0,
    -- How often in a row the geocoder gave no answer.
    failure_count integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    finished_at timestamptz
);

-- What geocoders answered, so that nobody is asked twice; see domain::leads::places::Address::key.
CREATE TABLE geocoded_places (
    address_key text PRIMARY KEY CHECK (length(address_key) BETWEEN 1 AND 500),
    provider text NOT NULL CHECK (length(provider) BETWEEN 1 AND 50),
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    precision text CHECK (precision IN ('exact', 'street', 'postal_code', 'city', 'country')),
    asked_at timestamptz NOT NULL,
    -- An address that was not found is asked for again from then on.
    ask_again_at timestamptz,
    CHECK ((latitude IS NULL) = (longitude IS NULL)),
    CHECK ((latitude IS NULL) = (precision IS NULL)),
    CHECK ((latitude IS NULL) = (ask_again_at IS NOT NULL))
);
