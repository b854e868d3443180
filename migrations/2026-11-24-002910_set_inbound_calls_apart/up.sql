-- A lead that rings while its rep is busy leaves a message: the rep is on one call all the same. What the
-- carrier tells of a call that came in must never be refused, so the index leaves those out.
DROP INDEX calls_one_at_a_time_key;
CREATE UNIQUE INDEX calls_one_at_a_time_key ON calls (user_id)
    WHERE status IN ('permitted', 'dialling', 'ringing', 'in_progress') AND voicemail_dropped_at IS NULL
        AND direction = 'outbound';

-- Who rings us was not called by us: caps count the calls that we make.
CREATE OR REPLACE FUNCTION rests_until(lead_id uuid, place text, moment timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT max(LEAST(attempt.called_at + cap.period_hours * interval '1 hour', cap.holds_until))
    FROM calling_caps cap CROSS JOIN LATERAL (
        SELECT calls.called_at FROM calls
        WHERE calls.lead_id = rests_until.lead_id AND calls.direction = 'outbound'
            AND (calls.status NOT IN ('permitted', 'expired') OR calls.disposition IS NOT NULL)
        ORDER BY calls.called_at DESC OFFSET cap.max_attempts - 1 LIMIT 1
    ) attempt
    WHERE cap.place = rests_until.place AND cap.holds_from <= moment AND cap.holds_until > moment
        AND attempt.called_at + cap.period_hours * interval '1 hour' > moment);

-- Numbers of people with whom nobody works: few, and looked for when such a person became a lead.
CREATE INDEX activity_turned_away_idx ON activity (id) WHERE action = 'call.turned_away';
