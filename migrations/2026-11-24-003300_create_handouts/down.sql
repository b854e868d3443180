UPDATE assignments SET end_reason = 'unassigned' WHERE end_reason = 'undone';
ALTER TABLE assignments
    DROP COLUMN handout_id,
    DROP COLUMN ended_by_handout_id,
    DROP CONSTRAINT assignments_end_reason_check,
    ADD CONSTRAINT assignments_end_reason_check
        CHECK (end_reason IN ('reassigned', 'unassigned', 'merged', 'erased'));
DROP TABLE handout_passed_over;
DROP TABLE handout_shares;
DROP TABLE handouts;
ALTER TABLE users DROP COLUMN capacity;
