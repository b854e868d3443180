DROP TRIGGER recount_call ON calls;
DROP TRIGGER discount_call ON calls;
DROP TRIGGER count_new_call ON calls;
DROP FUNCTION recount_call();
DROP FUNCTION discount_call();
DROP FUNCTION count_new_call();
DROP FUNCTION count_folded_call(
    uuid, date, timestamptz, uuid, uuid, text,
    integer, integer, integer, integer, integer, integer, integer, integer);
DROP FUNCTION count_call(
    uuid, timestamptz, uuid, uuid, text, boolean, text, boolean, integer, text, integer);
DROP FUNCTION counted_calls(timestamptz, timestamptz);
DROP FUNCTION quarter_of(timestamptz);
DROP FUNCTION call_counts(boolean, text, boolean, integer, text);
DROP TABLE figure_state;
DROP TABLE folded_quarter_figures;
DROP TABLE folded_disposition_figures;
DROP TABLE folded_user_figures;
DROP TABLE call_figures;
