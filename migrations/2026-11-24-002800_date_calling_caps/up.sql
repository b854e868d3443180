-- How long a cap counts: that of a rule with a first or a last day begins and ends at midnight there, not
-- when hours are next worked out. What is there counts as it did until then.
ALTER TABLE calling_caps
    ADD COLUMN holds_from timestamptz NOT NULL DEFAULT '-infinity',
    ADD COLUMN holds_until timestamptz NOT NULL DEFAULT 'infinity',
    ADD CONSTRAINT calling_caps_holds_check CHECK (holds_from < holds_until),
    DROP CONSTRAINT calling_caps_pkey,
    ADD PRIMARY KEY (place, max_attempts, period_hours, holds_from);

-- Until when a lead rests, having been called as often as its place allows; null when it may be called.
-- A call that was permitted and neither dialled nor dispositioned is no attempt.
CREATE OR REPLACE FUNCTION rests_until(lead_id uuid, place text, moment timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT max(LEAST(attempt.called_at + cap.period_hours * interval '1 hour', cap.holds_until))
    FROM calling_caps cap CROSS JOIN LATERAL (
        SELECT calls.called_at FROM calls
        WHERE calls.lead_id = rests_until.lead_id
            AND (calls.status NOT IN ('permitted', 'expired') OR calls.disposition IS NOT NULL)
        ORDER BY calls.called_at DESC OFFSET cap.max_attempts - 1 LIMIT 1
    ) attempt
    WHERE cap.place = rests_until.place AND cap.holds_from <= moment AND cap.holds_until > moment
        AND attempt.called_at + cap.period_hours * interval '1 hour' > moment);
