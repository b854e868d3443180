DROP INDEX leads_disposition_idx;
DROP INDEX calls_disposition_idx;
DROP INDEX dispositions_label_key;
