DROP INDEX calls_one_at_a_time_key;
CREATE UNIQUE INDEX calls_one_at_a_time_key ON calls (user_id)
    WHERE status IN ('permitted', 'dialling', 'ringing', 'in_progress');
