ALTER TABLE calls VALIDATE CONSTRAINT calls_browser_check;
ALTER TABLE calls VALIDATE CONSTRAINT calls_inbound_check;
ALTER TABLE call_events VALIDATE CONSTRAINT call_events_kind_check;
