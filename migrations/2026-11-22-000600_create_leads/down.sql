DROP TABLE queue_leases, assignments, leads;
