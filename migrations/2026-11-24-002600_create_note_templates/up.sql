-- Texts that a rep puts into a note by a few keys.
CREATE TABLE note_templates (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 60),
    body text NOT NULL CHECK (length(trim(body)) BETWEEN 1 AND 4000),
    position smallint NOT NULL,
    is_active boolean NOT NULL DEFAULT true
);
CREATE UNIQUE INDEX note_templates_name_key ON note_templates (lower(name));
