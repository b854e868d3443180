DROP TRIGGER queue_updated_lead ON leads;
DROP TRIGGER queue_inserted_assignments ON assignments;
DROP TRIGGER queue_updated_assignments ON assignments;
DROP TRIGGER queue_deleted_assignments ON assignments;
DROP FUNCTION queue_changed_lead ();
DROP FUNCTION queue_changed_assignments ();
DROP FUNCTION refresh_queue_entries (uuid[]);
DROP VIEW open_assignments;
DROP TABLE queue_entries;
