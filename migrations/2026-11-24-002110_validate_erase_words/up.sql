ALTER TABLE calls VALIDATE CONSTRAINT calls_browser_check;
ALTER TABLE assignments VALIDATE CONSTRAINT assignments_end_reason_check;
