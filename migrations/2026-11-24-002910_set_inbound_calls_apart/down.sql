DROP INDEX activity_turned_away_idx;

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

DROP INDEX calls_one_at_a_time_key;
CREATE UNIQUE INDEX calls_one_at_a_time_key ON calls (user_id)
    WHERE status IN ('permitted', 'dialling', 'ringing', 'in_progress') AND voicemail_dropped_at IS NULL;
