DROP TABLE export_chunks;
DROP TABLE exports;
DELETE FROM jobs WHERE kind IN ('run_export', 'remove_export');
