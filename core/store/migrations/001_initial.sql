-- The workspace's records. Each row is the protocol type as JSON, with what is searched for beside it.
PRAGMA application_id = 1414288198;  -- "TLSF"

CREATE TABLE datasets (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE,
  kind        TEXT NOT NULL,
  state       TEXT NOT NULL,
  parent      TEXT REFERENCES datasets (id),
  created     TEXT NOT NULL,
  table_blob  TEXT NOT NULL,
  report_blob TEXT NOT NULL,
  json        TEXT NOT NULL
) STRICT;
CREATE INDEX datasets_by_state ON datasets (state);

CREATE TABLE splits (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  id      TEXT NOT NULL UNIQUE,
  dataset TEXT NOT NULL REFERENCES datasets (id),
  created TEXT NOT NULL,
  json    TEXT NOT NULL
) STRICT;

CREATE TABLE split_parts (
  split    TEXT NOT NULL REFERENCES splits (id),
  part     TEXT NOT NULL,
  dataset  TEXT NOT NULL UNIQUE REFERENCES datasets (id),
  row_list TEXT NOT NULL,
  PRIMARY KEY (split, part)
) STRICT;

CREATE TABLE jobs (
  number       INTEGER PRIMARY KEY AUTOINCREMENT,
  id           TEXT NOT NULL UNIQUE,
  kind         TEXT NOT NULL,
  state        TEXT NOT NULL,
  created      TEXT NOT NULL,
  evaluation   TEXT REFERENCES evaluations (id) DEFERRABLE INITIALLY DEFERRED,
  request      TEXT NOT NULL,
  queue_number INTEGER NOT NULL,
  process_id   INTEGER NOT NULL,
  restarts     INTEGER NOT NULL,
  event_offset INTEGER NOT NULL,
  event_seq    INTEGER NOT NULL,
  json         TEXT NOT NULL
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, queue_number);

CREATE TABLE models (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  id      TEXT NOT NULL UNIQUE,
  job     TEXT REFERENCES jobs (id),
  created TEXT NOT NULL,
  json    TEXT NOT NULL
) STRICT;

CREATE TABLE evaluations (
  number    INTEGER PRIMARY KEY AUTOINCREMENT,
  id        TEXT NOT NULL UNIQUE,
  model     TEXT NOT NULL REFERENCES models (id),
  test_data TEXT NOT NULL REFERENCES datasets (id),
  status    TEXT NOT NULL,
  created   TEXT NOT NULL,
  json      TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
  seq     INTEGER PRIMARY KEY,
  time    TEXT NOT NULL,
  actor   TEXT NOT NULL,
  action  TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail  TEXT NOT NULL,
  hash    TEXT NOT NULL
) STRICT;

CREATE TABLE audit_head (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  seq  INTEGER NOT NULL,
  hash TEXT NOT NULL,
  seal TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

-- INSERT OR REPLACE would delete without the trigger above.
CREATE TRIGGER audit_is_appended BEFORE INSERT ON audit
WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
