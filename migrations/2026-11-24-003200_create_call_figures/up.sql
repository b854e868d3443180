-- What calls come to, so that no figure has to read the calls (docs/decisions/0022).
--
-- By quarter of an hour (UTC), whose sums are the days and hours of any time zone, kept by triggers in the
-- transaction that writes a call, whoever writes. Days that are over are folded into the three narrower
-- tables below, so that a month is read in a moment however many calls it had.
--
-- A call that was made without a campaign has the nil id here, one of which nothing was said yet an empty
-- disposition: they are part of the keys. Nothing refers to other tables: calls do, and `skiigen verify`
-- sets these against the calls.
CREATE TABLE call_figures (
    user_id uuid NOT NULL,
    quarter timestamptz NOT NULL,
    region_id uuid NOT NULL,
    campaign_id uuid NOT NULL,
    disposition text NOT NULL,
    calls integer NOT NULL,
    connected integer NOT NULL,
    call_backs integer NOT NULL,
    conversations integer NOT NULL,
    closed integer NOT NULL,
    warm integer NOT NULL,
    failed integer NOT NULL,
    talk_seconds bigint NOT NULL,
    PRIMARY KEY (user_id, quarter, region_id, campaign_id, disposition)
);
CREATE INDEX call_figures_quarter_idx ON call_figures (quarter);

-- Whole days (UTC) of people.
CREATE TABLE folded_user_figures (
    day date NOT NULL,
    user_id uuid NOT NULL,
    region_id uuid NOT NULL,
    campaign_id uuid NOT NULL,
    calls integer NOT NULL,
    connected integer NOT NULL,
    call_backs integer NOT NULL,
    conversations integer NOT NULL,
    closed integer NOT NULL,
    warm integer NOT NULL,
    failed integer NOT NULL,
    talk_seconds bigint NOT NULL,
    PRIMARY KEY (day, user_id, region_id, campaign_id)
);

-- Whole days (UTC) of outcomes.
CREATE TABLE folded_disposition_figures (
    day date NOT NULL,
    region_id uuid NOT NULL,
    campaign_id uuid NOT NULL,
    disposition text NOT NULL,
    calls integer NOT NULL,
    connected integer NOT NULL,
    call_backs integer NOT NULL,
    conversations integer NOT NULL,
    closed integer NOT NULL,
    warm integer NOT NULL,
    failed integer NOT NULL,
    talk_seconds bigint NOT NULL,
    PRIMARY KEY (day, region_id, campaign_id, disposition)
);

-- Quarters of all people together: for the days and hours of any time zone.
CREATE TABLE folded_quarter_figures (
    quarter timestamptz NOT NULL,
    region_id uuid NOT NULL,
    campaign_id uuid NOT NULL,
    calls integer NOT NULL,
    connected integer NOT NULL,
    call_backs integer NOT NULL,
    conversations integer NOT NULL,
    closed integer NOT NULL,
    warm integer NOT NULL,
    failed integer NOT NULL,
    talk_seconds bigint NOT NULL,
    PRIMARY KEY (quarter, region_id, campaign_id)
);

-- How far days are folded, and when figures and calls were last set against each other. One row.
CREATE TABLE figure_state (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    folded_until date NOT NULL,
    checked_at timestamptz,
    wrong integer,
    CHECK ((checked_at IS NULL) = (wrong IS NULL))
);
INSERT INTO figure_state (folded_until) VALUES ('2000-01-01');

-- What one call counts for, nothing where it is no call of ours that reached or tried to reach anybody.
-- The thirty seconds are domain::figures::CONVERSATION_SECONDS.
CREATE FUNCTION call_counts(
    is_attempt boolean, direction text, is_connected boolean, duration_seconds integer, category text
) RETURNS TABLE (
    calls integer, connected integer, call_backs integer, conversations integer,
    closed integer, warm integer, failed integer, talk_seconds integer
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (direction = 'outbound')::integer,
        (direction = 'outbound' AND is_connected)::integer,
        (direction = 'inbound' AND is_connected)::integer,
        (direction = 'outbound' AND is_connected AND duration_seconds >= 30)::integer,
        COALESCE(category = 'closed', false)::integer,
        COALESCE(category = 'warm', false)::integer,
        COALESCE(category = 'failed', false)::integer,
        CASE WHEN is_connected THEN COALESCE(duration_seconds, 0) ELSE 0 END
    -- A lead that rang in vain is none of our calls, and nobody was reached by it.
    WHERE is_attempt AND (direction = 'outbound' OR is_connected)
$$;

-- The quarter of an hour in which a moment lies. Every clock in use since 1972 differs from UTC by whole
-- quarters.
CREATE FUNCTION quarter_of(moment timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT date_bin('15 minutes', moment, '2000-01-01 00:00:00+00')
$$;

-- What `call_figures` has to hold of these quarters, counted from the calls themselves.
CREATE FUNCTION counted_calls(since timestamptz, until timestamptz) RETURNS TABLE (
    user_id uuid, quarter timestamptz, region_id uuid, campaign_id uuid, disposition text,
    calls integer, connected integer, call_backs integer, conversations integer,
    closed integer, warm integer, failed integer, talk_seconds bigint
) LANGUAGE sql STABLE AS $$
    SELECT calls.user_id, quarter_of(calls.called_at), calls.region_id,
        COALESCE(calls.campaign_id, '00000000-0000-0000-0000-000000000000'),
        COALESCE(calls.disposition, ''),
        sum(one.calls)::integer, sum(one.connected)::integer, sum(one.call_backs)::integer,
        sum(one.conversations)::integer, sum(one.closed)::integer, sum(one.warm)::integer,
        sum(one.failed)::integer, sum(one.talk_seconds)
    FROM calls CROSS JOIN LATERAL call_counts(calls.is_attempt, calls.direction, calls.is_connected,
        calls.duration_seconds, calls.category) AS one
    WHERE calls.called_at >= since AND calls.called_at < until
    GROUP BY 1, 2, 3, 4, 5
$$;

-- Adds what a call comes to, or takes it away.
--
-- Whoever folds days waits for all who count calls, and these for it, so that no call falls between the
-- quarters that were folded and those that are still to be. The lock's number is arbitrary but fixed.
CREATE FUNCTION count_call(
    by_user uuid, moment timestamptz, in_region uuid, in_campaign uuid, said text, is_attempt boolean,
    direction text, is_connected boolean, duration_seconds integer, category text, times integer
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one record;
    at_quarter timestamptz := quarter_of(moment);
    on_day date := (moment AT TIME ZONE 'UTC')::date;
    of_campaign uuid := COALESCE(in_campaign, '00000000-0000-0000-0000-000000000000');
    outcome text := COALESCE(said, '');
BEGIN
    SELECT times * counts.calls AS calls, times * counts.connected AS connected,
        times * counts.call_backs AS call_backs, times * counts.conversations AS conversations,
        times * counts.closed AS closed, times * counts.warm AS warm, times * counts.failed AS failed,
        times * counts.talk_seconds AS talk_seconds
    INTO one
    FROM call_counts(is_attempt, direction, is_connected, duration_seconds, category) AS counts;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(7546130);
    INSERT INTO call_figures AS known VALUES (by_user, at_quarter, in_region, of_campaign, outcome,
        one.calls, one.connected, one.call_backs, one.conversations, one.closed, one.warm, one.failed,
        one.talk_seconds)
    ON CONFLICT (user_id, quarter, region_id, campaign_id, disposition) DO UPDATE SET
        calls = known.calls + EXCLUDED.calls, connected = known.connected + EXCLUDED.connected,
        call_backs = known.call_backs + EXCLUDED.call_backs,
        conversations = known.conversations + EXCLUDED.conversations,
        closed = known.closed + EXCLUDED.closed, warm = known.warm + EXCLUDED.warm,
        failed = known.failed + EXCLUDED.failed,
        talk_seconds = known.talk_seconds + EXCLUDED.talk_seconds;
    IF on_day < (SELECT folded_until FROM figure_state) THEN
        PERFORM count_folded_call(by_user, on_day, at_quarter, in_region, of_campaign, outcome,
            one.calls, one.connected, one.call_backs, one.conversations, one.closed, one.warm,
            one.failed, one.talk_seconds);
    END IF;
END
$$;

-- The same in the folded tables: something came late, was changed or went. Rare, so that it does not
-- matter that all people's changes of one day meet in few rows.
CREATE FUNCTION count_folded_call(
    by_user uuid, on_day date, at_quarter timestamptz, in_region uuid, in_campaign uuid, outcome text,
    calls integer, connected integer, call_backs integer, conversations integer, closed integer,
    warm integer, failed integer, talk_seconds integer
) RETURNS void LANGUAGE sql AS $$
    INSERT INTO folded_user_figures AS known VALUES (on_day, by_user, in_region, in_campaign,
        calls, connected, call_backs, conversations, closed, warm, failed, talk_seconds)
    ON CONFLICT (day, user_id, region_id, campaign_id) DO UPDATE SET
        calls = known.calls + EXCLUDED.calls, connected = known.connected + EXCLUDED.connected,
        call_backs = known.call_backs + EXCLUDED.call_backs,
        conversations = known.conversations + EXCLUDED.conversations,
        closed = known.closed + EXCLUDED.closed, warm = known.warm + EXCLUDED.warm,
        failed = known.failed + EXCLUDED.failed,
        talk_seconds = known.talk_seconds + EXCLUDED.talk_seconds;
    INSERT INTO folded_disposition_figures AS known VALUES (on_day, in_region, in_campaign, outcome,
        calls, connected, call_backs, conversations, closed, warm, failed, talk_seconds)
    ON CONFLICT (day, region_id, campaign_id, disposition) DO UPDATE SET
        calls = known.calls + EXCLUDED.calls, connected = known.connected + EXCLUDED.connected,
        call_backs = known.call_backs + EXCLUDED.call_backs,
        conversations = known.conversations + EXCLUDED.conversations,
        closed = known.closed + EXCLUDED.closed, warm = known.warm + EXCLUDED.warm,
        failed = known.failed + EXCLUDED.failed,
        talk_seconds = known.talk_seconds + EXCLUDED.talk_seconds;
    INSERT INTO folded_quarter_figures AS known VALUES (at_quarter, in_region, in_campaign,
        calls, connected, call_backs, conversations, closed, warm, failed, talk_seconds)
    ON CONFLICT (quarter, region_id, campaign_id) DO UPDATE SET
        calls = known.calls + EXCLUDED.calls, connected = known.connected + EXCLUDED.connected,
        call_backs = known.call_backs + EXCLUDED.call_backs,
        conversations = known.conversations + EXCLUDED.conversations,
        closed = known.closed + EXCLUDED.closed, warm = known.warm + EXCLUDED.warm,
        failed = known.failed + EXCLUDED.failed,
        talk_seconds = known.talk_seconds + EXCLUDED.talk_seconds;
$$;

CREATE FUNCTION count_new_call() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_call(NEW.user_id, NEW.called_at, NEW.region_id, NEW.campaign_id, NEW.disposition,
        NEW.is_attempt, NEW.direction, NEW.is_connected, NEW.duration_seconds, NEW.category, 1);
    RETURN NULL;
END
$$;

CREATE FUNCTION discount_call() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_call(OLD.user_id, OLD.called_at, OLD.region_id, OLD.campaign_id, OLD.disposition,
        OLD.is_attempt, OLD.direction, OLD.is_connected, OLD.duration_seconds, OLD.category, -1);
    RETURN NULL;
END
$$;

CREATE FUNCTION recount_call() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_call(OLD.user_id, OLD.called_at, OLD.region_id, OLD.campaign_id, OLD.disposition,
        OLD.is_attempt, OLD.direction, OLD.is_connected, OLD.duration_seconds, OLD.category, -1);
    PERFORM count_call(NEW.user_id, NEW.called_at, NEW.region_id, NEW.campaign_id, NEW.disposition,
        NEW.is_attempt, NEW.direction, NEW.is_connected, NEW.duration_seconds, NEW.category, 1);
    RETURN NULL;
END
$$;

-- By row: calls are written one by one, and a table of one changed row costs more than it saves.
LOCK TABLE calls IN SHARE ROW EXCLUSIVE MODE;
CREATE TRIGGER count_new_call AFTER INSERT ON calls FOR EACH ROW EXECUTE FUNCTION count_new_call();
CREATE TRIGGER discount_call AFTER DELETE ON calls FOR EACH ROW EXECUTE FUNCTION discount_call();
-- Most changes of a call, such as its notes and what the carrier calls it, change no figure.
CREATE TRIGGER recount_call AFTER UPDATE ON calls FOR EACH ROW WHEN (
        (OLD.user_id, OLD.called_at, OLD.region_id, OLD.campaign_id, OLD.disposition, OLD.is_attempt,
            OLD.direction, OLD.is_connected, OLD.duration_seconds, OLD.category)
        IS DISTINCT FROM
        (NEW.user_id, NEW.called_at, NEW.region_id, NEW.campaign_id, NEW.disposition, NEW.is_attempt,
            NEW.direction, NEW.is_connected, NEW.duration_seconds, NEW.category))
    EXECUTE FUNCTION recount_call();

INSERT INTO call_figures SELECT * FROM counted_calls('-infinity', 'infinity');
