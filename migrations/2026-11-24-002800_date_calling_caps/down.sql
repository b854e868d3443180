CREATE OR REPLACE FUNCTION rests_until(lead_id uuid, place text, moment timestamptz) RETURNS timestamptz
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

DELETE FROM calling_caps WHERE holds_from > now() OR holds_until <= now();
ALTER TABLE calling_caps
    DROP CONSTRAINT calling_caps_pkey,
    ADD PRIMARY KEY (place, max_attempts, period_hours),
    DROP CONSTRAINT calling_caps_holds_check,
    DROP COLUMN holds_from,
    DROP COLUMN holds_until;
