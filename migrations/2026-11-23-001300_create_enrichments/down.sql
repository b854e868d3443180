DROP TABLE geocoded_places;
DROP TABLE enrichment_runs;
DROP TABLE enrichments;
