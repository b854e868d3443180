CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- People who sign in. Never deleted: history keeps its owner.
CREATE TABLE users (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    email text NOT NULL CHECK (length(email) BETWEEN 3 AND 320),
    role text NOT NULL CHECK (role IN ('admin', 'rep')),
    phone text,
    is_active boolean NOT NULL DEFAULT true,
    time_zone text NOT NULL DEFAULT 'UTC',
    daily_goal integer NOT NULL DEFAULT 60 CHECK (daily_goal BETWEEN 0 AND 1000),
    preferences jsonb NOT NULL DEFAULT '{}',
    -- Argon2id in PHC form; none until an invitation is accepted.
    password_hash text,
    -- Access tokens issued before this are refused: set on deactivation and on a change of role.
    tokens_valid_from timestamptz NOT NULL DEFAULT '-infinity',
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX users_email_key ON users (lower(email));

-- One sign-in on one browser; its refresh tokens are a chain.
CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text CHECK (end_reason IN ('signed_out', 'reused', 'deactivated', 'password_changed')),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id) WHERE ended_at IS NULL;

CREATE TABLE refresh_tokens (
    -- SHA-256 of the token: the token itself is only in the cookie.
    token_hash bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
    issued_at timestamptz NOT NULL,
    rotated_at timestamptz
);
CREATE INDEX refresh_tokens_session_id_idx ON refresh_tokens (session_id);

-- Single-use links by which a person sets a password.
CREATE TABLE password_links (
    token_hash bytea PRIMARY KEY,
    -- None: the set-up link that makes the first admin.
    user_id uuid REFERENCES users,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

-- Failed sign-ins of the last minutes, for the rate limit.
CREATE TABLE sign_in_failures (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    address text NOT NULL,
    failed_at timestamptz NOT NULL
);
CREATE INDEX sign_in_failures_email_idx ON sign_in_failures (email, failed_at);
CREATE INDEX sign_in_failures_address_idx ON sign_in_failures (address, failed_at);
