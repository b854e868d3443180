DROP TABLE work_times;
DELETE FROM jobs WHERE kind = 'end_presence';
