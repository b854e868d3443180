DROP FUNCTION lead_refusal (leads, timestamptz);
DROP FUNCTION call_refusal (text, text, boolean, integer, timestamptz, timestamptz, text, campaigns, settings, timestamptz);
DROP FUNCTION seconds_until_close (settings, text, timestamptz);
DROP FUNCTION calls_open_from (settings, text, timestamptz);
DROP FUNCTION calls_are_open (settings, text, timestamptz);
