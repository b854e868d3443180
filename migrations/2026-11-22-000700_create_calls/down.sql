DROP TABLE do_not_call, follow_ups, notes, calls;
