-- Live events with numbers that are never used twice, so that a reader can resume.
CREATE TABLE events (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  kind    TEXT NOT NULL,
  subject TEXT NOT NULL,
  data    TEXT NOT NULL
) STRICT;
