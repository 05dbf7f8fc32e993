-- How often each test part was opened, and the hashes of access tokens.
CREATE TABLE test_openings (
  dataset TEXT PRIMARY KEY REFERENCES datasets (id),
  openings INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
  name        TEXT PRIMARY KEY,
  hash        TEXT NOT NULL,
  permissions TEXT NOT NULL,
  created     TEXT NOT NULL
) STRICT;
