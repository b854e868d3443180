-- The workspace: one row.
CREATE TABLE settings (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    name text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    time_zone text NOT NULL,
    default_country char(2) NOT NULL CHECK (default_country ~ '^[A-Z]{2}$'),
    calling_windows text NOT NULL CHECK (calling_windows IN ('enforced', 'advisory', 'off')),
    -- Calls are allowed from opens_at until before closes_at, in the lead's own time zone.
    calls_open_at time NOT NULL,
    calls_close_at time NOT NULL,
    retry_minutes integer NOT NULL CHECK (retry_minutes BETWEEN 1 AND 43200),
    max_attempts integer NOT NULL CHECK (max_attempts BETWEEN 1 AND 100),
    updated_at timestamptz NOT NULL,
    CHECK (calls_open_at < calls_close_at)
);
INSERT INTO settings (name, time_zone, default_country, calling_windows, calls_open_at, calls_close_at, retry_minutes, max_attempts, updated_at)
VALUES ('My workspace', 'UTC', 'US', 'enforced', '08:00', '20:00', 240, 8, now());
