ALTER TABLE assignments
    DROP CONSTRAINT assignments_end_reason_check,
    ADD CONSTRAINT assignments_end_reason_check
        CHECK (end_reason IN ('reassigned', 'unassigned', 'merged', 'erased', 'undone')) NOT VALID;
