DROP TABLE campaign_regions, campaigns, regions;
