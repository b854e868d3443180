-- When leads may be called: rules as data, each with its source. See domain::calling_rules.
CREATE TABLE calling_rules (
    id uuid PRIMARY KEY,
    -- What receipts know it by, for good.
    key text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_-]{0,49}$'),
    name text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 100),
    -- ISO 3166-1, or EU for members of the European Union without a rule of their own.
    country char(2) NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    -- The second part of ISO 3166-2.
    state text CHECK (state ~ '^[A-Z0-9]{2,3}$'),
    -- [{"days":["mon"],"from":"08:00","to":"20:00"}] in local time; none means at any hour.
    windows jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(windows) = 'array'),
    -- On whose public holidays no calls are allowed.
    holidays text CHECK (holidays IN ('us', 'fr')),
    -- At most so many calls to one lead within so many hours.
    max_attempts integer CHECK (max_attempts BETWEEN 1 AND 100),
    period_hours integer CHECK (period_hours BETWEEN 1 AND 8760),
    effective_from date,
    effective_until date,
    confidence text NOT NULL CHECK (confidence IN ('high', 'medium', 'low')),
    source text NOT NULL DEFAULT '',
    notes text NOT NULL DEFAULT '',
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT calling_rules_key_key UNIQUE (key),
    CONSTRAINT calling_rules_cap_check CHECK ((max_attempts IS NULL) = (period_hours IS NULL)),
    CONSTRAINT calling_rules_effective_check CHECK (effective_from <= effective_until)
);

-- Where leads may be, as domain::calling_places names it: US-CA,US-NY@America/Los_Angeles. Many leads
-- share few places.
CREATE TABLE calling_places (
    key text PRIMARY KEY
);

-- When each place may be called, worked out from the rules for the weeks to come, so that no query
-- knows a rule, a weekday or a time zone.
CREATE TABLE calling_hours (
    place text NOT NULL REFERENCES calling_places ON DELETE CASCADE,
    opens_at timestamptz NOT NULL,
    closes_at timestamptz NOT NULL,
    PRIMARY KEY (place, opens_at),
    CHECK (opens_at < closes_at)
);

-- How often a lead there may be called; every line counts.
CREATE TABLE calling_caps (
    place text NOT NULL REFERENCES calling_places ON DELETE CASCADE,
    max_attempts integer NOT NULL,
    period_hours integer NOT NULL,
    PRIMARY KEY (place, max_attempts, period_hours)
);

-- None until it is worked out, for leads from before: they are not called until then.
ALTER TABLE leads ADD COLUMN calling_place text REFERENCES calling_places;
CREATE INDEX leads_calling_place_missing_idx ON leads (id) WHERE calling_place IS NULL;
INSERT INTO jobs (id, kind, arguments, status, run_at, attempts, created_at)
    SELECT gen_random_uuid(), 'fill_calling_places', '{}', 'queued', now(), 0, now()
    WHERE EXISTS (SELECT FROM leads);

-- What a person may do beyond the role.
ALTER TABLE users ADD COLUMN permissions text[] NOT NULL DEFAULT '{}'
    CONSTRAINT users_permissions_check CHECK (permissions <@ ARRAY['override_calling_rules']);

DROP FUNCTION lead_refusals (leads, timestamptz);
DROP FUNCTION lead_refusal (leads, timestamptz);
DROP FUNCTION call_refusal (text, text, boolean, integer, timestamptz, timestamptz, text, campaigns, settings, timestamptz);
DROP FUNCTION seconds_until_close (settings, text, timestamptz);
DROP FUNCTION calls_open_from (settings, text, timestamptz);
DROP FUNCTION calls_are_open (settings, text, timestamptz);

-- Whether calls to a place are allowed at a moment.
CREATE FUNCTION calls_are_open(workspace settings, place text, moment timestamptz) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN workspace.calling_windows <> 'enforced' OR EXISTS (
    SELECT FROM calling_hours hours
    WHERE hours.place = calls_are_open.place AND hours.opens_at <= moment AND hours.closes_at > moment);

-- The first moment from this one on at which calls to a place are allowed; null when none is known.
CREATE FUNCTION calls_open_from(workspace settings, place text, moment timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN workspace.calling_windows <> 'enforced' THEN moment
    ELSE (
        SELECT CASE WHEN count(*) > 0 THEN GREATEST(moment, min(hours.opens_at)) END
        FROM calling_hours hours
        WHERE hours.place = calls_open_from.place AND hours.closes_at > moment)
END;

-- Seconds until calls to a place close; what "window closing soonest" sorts by. Null when they are
-- closed already.
CREATE FUNCTION seconds_until_close(workspace settings, place text, moment timestamptz) RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN workspace.calling_windows <> 'off' THEN (
    SELECT EXTRACT(EPOCH FROM hours.closes_at - moment)::integer FROM calling_hours hours
    WHERE hours.place = seconds_until_close.place AND hours.opens_at <= moment AND hours.closes_at > moment)
END;

-- Until when a lead rests, having been called as often as its place allows; null when it may be called.
-- A call that was permitted and neither dialled nor dispositioned is no attempt.
CREATE FUNCTION rests_until(lead_id uuid, place text, moment timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT max(attempt.called_at + cap.period_hours * interval '1 hour')
    FROM calling_caps cap CROSS JOIN LATERAL (
        SELECT calls.called_at FROM calls
        WHERE calls.lead_id = rests_until.lead_id
            AND (calls.status NOT IN ('permitted', 'expired') OR calls.disposition IS NOT NULL)
        ORDER BY calls.called_at DESC OFFSET cap.max_attempts - 1 LIMIT 1
    ) attempt
    WHERE cap.place = rests_until.place AND attempt.called_at + cap.period_hours * interval '1 hour' > moment);

-- Why a lead in this state may not be called at a moment; null when it may.
CREATE FUNCTION call_refusal(
    phone_e164 text, is_forbidden boolean, attempt_count integer,
    next_attempt_at timestamptz, next_follow_up_at timestamptz, rests_until timestamptz, is_open boolean,
    campaign campaigns, workspace settings, moment timestamptz
) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN phone_e164 IS NULL THEN 'no_phone'
    WHEN is_forbidden THEN 'do_not_call'
    WHEN NOT campaign.is_active
        OR (moment AT TIME ZONE workspace.time_zone)::date < campaign.starts_on
        OR (moment AT TIME ZONE workspace.time_zone)::date > campaign.ends_on
    THEN 'campaign_inactive'
    WHEN attempt_count >= COALESCE(campaign.max_attempts, workspace.max_attempts) THEN 'attempts_used'
    WHEN rests_until > moment THEN 'attempts_capped'
    WHEN next_attempt_at > moment
        AND (next_follow_up_at IS NULL OR next_follow_up_at > moment) THEN 'retry_later'
    WHEN NOT is_open THEN 'window_closed'
END;

-- The same for a lead as it is stored: what a lead's page and the list of leads show.
CREATE FUNCTION lead_refusal(lead leads, moment timestamptz) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN lead.status = 'completed' THEN 'completed' ELSE (
    SELECT call_refusal(lead.phone_e164,
        EXISTS (SELECT FROM do_not_call WHERE do_not_call.phone_e164 = lead.phone_e164),
        lead.attempt_count, lead.next_attempt_at, lead.next_follow_up_at,
        CASE WHEN lead.attempt_count > 0 THEN rests_until(lead.id, lead.calling_place, moment) END,
        calls_are_open(settings, lead.calling_place, moment), campaigns, settings, moment)
    FROM settings LEFT JOIN campaigns ON campaigns.id = lead.campaign_id)
END;

-- Every reason for which a lead may not be called at a moment, the one that lead_refusal gives first.
-- The queue needs only that one, and needs it to be quick; who asks to dial is told all of them.
CREATE FUNCTION lead_refusals(lead leads, moment timestamptz) RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT array_remove(ARRAY[
        CASE WHEN lead.status = 'completed' THEN 'completed' END,
        CASE WHEN lead.phone_e164 IS NULL THEN 'no_phone' END,
        CASE WHEN EXISTS (SELECT FROM do_not_call WHERE do_not_call.phone_e164 = lead.phone_e164)
            THEN 'do_not_call' END,
        CASE WHEN NOT campaign.is_active
            OR (moment AT TIME ZONE workspace.time_zone)::date < campaign.starts_on
            OR (moment AT TIME ZONE workspace.time_zone)::date > campaign.ends_on
            THEN 'campaign_inactive' END,
        CASE WHEN lead.attempt_count >= COALESCE(campaign.max_attempts, workspace.max_attempts)
            THEN 'attempts_used' END,
        CASE WHEN rests_until(lead.id, lead.calling_place, moment) IS NOT NULL
            THEN 'attempts_capped' END,
        CASE WHEN lead.next_attempt_at > moment
            AND (lead.next_follow_up_at IS NULL OR lead.next_follow_up_at > moment)
            THEN 'retry_later' END,
        CASE WHEN NOT calls_are_open(workspace, lead.calling_place, moment) THEN 'window_closed' END
    ], NULL)
    FROM settings workspace LEFT JOIN campaigns campaign ON campaign.id = lead.campaign_id);

-- The queue goes by places where it went by time zones.
DROP TRIGGER queue_updated_lead ON leads;
DROP FUNCTION queue_changed_lead ();
DROP VIEW open_assignments;
DELETE FROM queue_entries;
ALTER TABLE queue_entries RENAME COLUMN time_zone TO calling_place;

CREATE VIEW open_assignments AS
SELECT leads.id AS lead_id,
    assignments.assignee_id,
    COALESCE(assignments.priority, leads.priority) AS priority,
    COALESCE(leads.calling_place, '') AS calling_place,
    leads.campaign_id,
    leads.phone_e164,
    leads.attempt_count,
    leads.next_follow_up_at,
    leads.next_attempt_at,
    leads.created_at AS lead_created_at
FROM assignments JOIN leads ON leads.id = assignments.lead_id
WHERE assignments.ended_at IS NULL AND leads.status <> 'completed';

CREATE OR REPLACE FUNCTION refresh_queue_entries(lead_ids uuid[]) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM queue_entries
    WHERE queue_entries.lead_id = ANY (lead_ids)
        AND NOT EXISTS (SELECT FROM open_assignments WHERE open_assignments.lead_id = queue_entries.lead_id);
    INSERT INTO queue_entries
    SELECT * FROM open_assignments WHERE open_assignments.lead_id = ANY (lead_ids)
    ON CONFLICT (lead_id) DO UPDATE SET
        assignee_id = EXCLUDED.assignee_id,
        priority = EXCLUDED.priority,
        calling_place = EXCLUDED.calling_place,
        campaign_id = EXCLUDED.campaign_id,
        phone_e164 = EXCLUDED.phone_e164,
        attempt_count = EXCLUDED.attempt_count,
        next_follow_up_at = EXCLUDED.next_follow_up_at,
        next_attempt_at = EXCLUDED.next_attempt_at,
        lead_created_at = EXCLUDED.lead_created_at;
END
$$;

CREATE FUNCTION queue_changed_lead() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_queue_entries(ARRAY[NEW.id]);
    RETURN NULL;
END
$$;
CREATE TRIGGER queue_updated_lead AFTER UPDATE ON leads FOR EACH ROW
    WHEN ((OLD.status, OLD.phone_e164, OLD.calling_place, OLD.campaign_id, OLD.priority, OLD.attempt_count,
            OLD.next_follow_up_at, OLD.next_attempt_at, OLD.created_at)
        IS DISTINCT FROM
        (NEW.status, NEW.phone_e164, NEW.calling_place, NEW.campaign_id, NEW.priority, NEW.attempt_count,
            NEW.next_follow_up_at, NEW.next_attempt_at, NEW.created_at))
    EXECUTE FUNCTION queue_changed_lead();
INSERT INTO queue_entries
SELECT * FROM open_assignments;

-- Out of the box: 26 rules with their sources. Decision support, no legal advice.
INSERT INTO calling_rules (id, key, name, country, state, windows, holidays, max_attempts, period_hours,
    confidence, source, notes) VALUES
    ('01900000-0000-7000-8000-00000ca11000', 'us-federal', 'United States', 'US', NULL, '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"08:00","to":"21:00"}]', NULL, NULL, NULL, 'high', '47 CFR 64.1200(c)(1),(c)(2),(d); 16 CFR 310.4(c)', 'Telephone solicitation to homes. Keep an own list of numbers not to be called; numbers on the national registry are checked at most 31 days after it was last fetched.'),
    ('01900000-0000-7000-8000-00000ca11001', 'us-al', 'Alabama', 'US', 'AL', '[{"days":["mon","tue","wed","thu","fri","sat"],"from":"08:00","to":"20:00"}]', 'us', NULL, NULL, 'medium', 'dropcowboy.com 2025-11, clickpoint 2025-07', 'The state’s own holidays are not known here; the federal ones are kept.'),
    ('01900000-0000-7000-8000-00000ca11002', 'us-ct', 'Connecticut', 'US', 'CT', '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"09:00","to":"20:00"}]', NULL, NULL, NULL, 'medium', 'dropcowboy 2025-11 (clickpoint older: 9-21)', ''),
    ('01900000-0000-7000-8000-00000ca11003', 'us-fl', 'Florida', 'US', 'FL', '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"08:00","to":"20:00"}]', NULL, 3, 24, 'high', 'Fla. Stat. 501.616(6)(a),(b)', 'At most three calls in 24 hours about one matter.'),
    ('01900000-0000-7000-8000-00000ca11004', 'us-ky', 'Kentucky', 'US', 'KY', '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"10:00","to":"21:00"}]', NULL, NULL, NULL, 'medium', 'dropcowboy, clickpoint', ''),
    ('01900000-0000-7000-8000-00000ca11005', 'us-la', 'Louisiana', 'US', 'LA', '[{"days":["mon","tue","wed","thu","fri","sat"],"from":"08:00","to":"20:00"}]', 'us', NULL, NULL, 'medium', 'dropcowboy, clickpoint', 'Holidays of the Public Service Commission; the federal ones are kept.'),
    ('01900000-0000-7000-8000-00000ca11006', 'us-md', 'Maryland', 'US', 'MD', '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"08:00","to":"20:00"}]', NULL, 3, 24, 'medium', 'dropcowboy, g2leadstosales', 'At most three calls in 24 hours about one matter.'),
    ('01900000-0000-7000-8000-00000ca11007', 'us-ma', 'Massachusetts', 'US', 'MA', '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"08:00","to":"20:00"}]', NULL, NULL, NULL, 'medium', 'dropcowboy, clickpoint', ''),
    ('01900000-0000-7000-8000-00000ca11008', 'us-mi', 'Michigan', 'US', 'MI', '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"09:00","to":"21:00"}]', NULL, NULL, NULL, 'medium', 'dropcowboy, clickpoint', ''),
    ('01900000-0000-7000-8000-00000ca11009', 'us-mn', 'Minnesota', 'US', 'MN', '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"09:00","to":"21:00"}]', NULL, NULL, NULL, 'medium', 'dropcowboy', ''),
    ('01900000-0000-7000-8000-00000ca1100a', 'us-ms', 'Mississippi', 'US', 'MS', '[{"days":["mon","tue","wed","thu","fri","sat"],"from":"08:00","to":"20:00"}]', NULL, NULL, NULL, 'medium', 'dropcowboy (Central time)', 'Central time.'),
    ('01900000-0000-7000-8000-00000ca1100b', 'us-nv', 'Nevada', 'US', 'NV', '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"09:00","to":"20:00"}]', NULL, NULL, NULL, 'medium', 'dropcowboy', ''),
    ('01900000-0000-7000-8000-00000ca1100c', 'us-nm', 'New Mexico', 'US', 'NM', '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"09:00","to":"21:00"}]', NULL, NULL, NULL, 'medium', 'dropcowboy', ''),
    ('01900000-0000-7000-8000-00000ca1100d', 'us-ok', 'Oklahoma', 'US', 'OK', '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"08:00","to":"20:00"}]', NULL, 3, 24, 'medium', '15 O.S. 775C.4 via clickpoint', 'At most three calls in 24 hours about one matter.'),
    ('01900000-0000-7000-8000-00000ca1100e', 'us-pa', 'Pennsylvania', 'US', 'PA', '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"08:00","to":"21:00"}]', 'us', NULL, NULL, 'low', 'dropcowboy', 'One source prints Saturday from 8 to 12.'),
    ('01900000-0000-7000-8000-00000ca1100f', 'us-ri', 'Rhode Island', 'US', 'RI', '[{"days":["mon","tue","wed","thu","fri"],"from":"09:00","to":"18:00"},{"days":["sat"],"from":"10:00","to":"17:00"}]', 'us', NULL, NULL, 'low', 'R.I. Gen. Laws 5-61-2(9), 5-61-3.6 exist; hours from dropcowboy weekdays, the rest not verified', 'The hours of weekdays from one source, the rest not verified.'),
    ('01900000-0000-7000-8000-00000ca11010', 'us-sd', 'South Dakota', 'US', 'SD', '[{"days":["mon","tue","wed","thu","fri","sat"],"from":"09:00","to":"21:00"}]', NULL, NULL, NULL, 'low', 'Not verified', ''),
    ('01900000-0000-7000-8000-00000ca11011', 'us-tx', 'Texas', 'US', 'TX', '[{"days":["mon","tue","wed","thu","fri","sat"],"from":"09:00","to":"21:00"},{"days":["sun"],"from":"12:00","to":"21:00"}]', NULL, NULL, NULL, 'low', 'Tex. Bus. & Com. Code 301.051, not verified', ''),
    ('01900000-0000-7000-8000-00000ca11012', 'us-ut', 'Utah', 'US', 'UT', '[{"days":["mon","tue","wed","thu","fri","sat"],"from":"08:00","to":"21:00"}]', 'us', NULL, NULL, 'low', 'holidays: dnc.dreamhosters; Sunday not verified', ''),
    ('01900000-0000-7000-8000-00000ca11013', 'us-wa', 'Washington', 'US', 'WA', '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"08:00","to":"20:00"}]', NULL, NULL, NULL, 'high', 'RCW 19.158.040; RCW 80.36.390', 'Say who calls, for whom and why within 30 seconds; end the call within 10 seconds when asked to.'),
    ('01900000-0000-7000-8000-00000ca11014', 'us-wy', 'Wyoming', 'US', 'WY', '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"08:00","to":"20:00"}]', NULL, NULL, NULL, 'low', 'Not verified', ''),
    ('01900000-0000-7000-8000-00000ca11015', 'ca', 'Canada', 'CA', NULL, '[{"days":["mon","tue","wed","thu","fri"],"from":"09:00","to":"21:30"},{"days":["sat","sun"],"from":"10:00","to":"18:00"}]', NULL, NULL, NULL, 'high', 'CRTC UTR (lnnte-dncl.gc.ca, northerntel.ca)', 'Calls to businesses are exempt from the national list, not from the hours. Rules of a province prevail where they are stricter.'),
    ('01900000-0000-7000-8000-00000ca11016', 'fr-consumer', 'France', 'FR', NULL, '[{"days":["mon","tue","wed","thu","fri"],"from":"10:00","to":"13:00"},{"days":["mon","tue","wed","thu","fri"],"from":"14:00","to":"20:00"}]', 'fr', 4, 720, 'medium', 'décret text at lexbase.fr; illiade.digitaloi.fr, leclubdesjuristes.com', 'Made for calls to consumers, who must have agreed since 11 August 2026 (Loi 2025-594); at most four calls in 30 days, and none for 60 days after a refusal. Switch it off if you call businesses only.'),
    ('01900000-0000-7000-8000-00000ca11017', 'gb', 'United Kingdom', 'GB', NULL, '[{"days":["mon","tue","wed","thu","fri"],"from":"08:00","to":"21:00"},{"days":["sat","sun"],"from":"09:00","to":"21:00"}]', NULL, NULL, NULL, 'low', 'PECR reg 21 via ICO; Ofcom persistent misuse policy in force 2017-03-01', 'No hours are in the law; these are those of codes of the industry. Show a number that can be called back.'),
    ('01900000-0000-7000-8000-00000ca11018', 'de-consumer', 'Germany', 'DE', NULL, '[{"days":["mon","tue","wed","thu","fri","sat"],"from":"08:00","to":"20:00"}]', NULL, NULL, NULL, 'low', 'nwb.de, consocias.com, medienrecht-24.de', 'No hours are in the law; these are careful ones. Consumers must have agreed before (UWG §7); the agreement of businesses may be presumed. Switch it off if you call businesses only.'),
    ('01900000-0000-7000-8000-00000ca11019', 'eu-default', 'European Union', 'EU', NULL, '[{"days":["mon","tue","wed","thu","fri"],"from":"09:00","to":"20:00"}]', NULL, NULL, NULL, 'low', 'ePrivacy Directive, article 13(3); GDPR', 'For members of the European Union without a rule of their own. Whoever objects to direct marketing is never called again (GDPR, article 21).');
