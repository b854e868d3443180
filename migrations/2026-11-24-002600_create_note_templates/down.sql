DROP TABLE note_templates;
