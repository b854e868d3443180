-- Whoever has left the recorded message on a machine is free for the next call while it plays.
DROP INDEX calls_one_at_a_time_key;
CREATE UNIQUE INDEX calls_one_at_a_time_key ON calls (user_id)
    WHERE status IN ('permitted', 'dialling', 'ringing', 'in_progress') AND voicemail_dropped_at IS NULL;
