DROP TABLE jobs, idempotency_keys, activity_payloads, activity;
