-- Reviews, their cases, and the append-only ledger of decisions.
CREATE TABLE reviews (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  id      TEXT NOT NULL UNIQUE,
  model   TEXT NOT NULL,
  kind    TEXT NOT NULL,
  state   TEXT NOT NULL,
  created TEXT NOT NULL,
  json    TEXT NOT NULL
) STRICT;

-- `json` holds no patient data but what is sealed: the case's content is read from its dataset or
-- its prediction. `state`, `label` and `corrected` are what the case's decisions come to, written
-- with each of them.
CREATE TABLE review_cases (
  id        TEXT PRIMARY KEY,
  review    TEXT NOT NULL REFERENCES reviews (id),
  number    INTEGER NOT NULL,
  row       INTEGER NOT NULL,
  receipt   TEXT NOT NULL,
  state     TEXT NOT NULL,
  label     TEXT NOT NULL,
  corrected INTEGER NOT NULL,
  json      TEXT NOT NULL,
  UNIQUE (review, number)
) STRICT;
CREATE INDEX review_cases_by_state ON review_cases (review, state, number);
CREATE UNIQUE INDEX review_cases_by_receipt ON review_cases (review, receipt) WHERE receipt <> '';

CREATE TABLE decisions (
  seq     INTEGER PRIMARY KEY,
  review  TEXT NOT NULL REFERENCES reviews (id),
  case_id TEXT NOT NULL REFERENCES review_cases (id),
  reader  TEXT NOT NULL,
  reading TEXT NOT NULL,
  kind    TEXT NOT NULL,
  undoes  INTEGER NOT NULL,
  time    TEXT NOT NULL,
  json    TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_by_case ON decisions (case_id, seq);
CREATE INDEX decisions_by_reader ON decisions (review, reader, seq);
CREATE UNIQUE INDEX decisions_undone_once ON decisions (undoes) WHERE undoes > 0;

CREATE TRIGGER decisions_are_not_changed BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'the ledger of decisions is append-only'); END;

CREATE TRIGGER decisions_are_not_deleted BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'the ledger of decisions is append-only'); END;

-- INSERT OR REPLACE would delete without the trigger above.
CREATE TRIGGER decisions_are_appended BEFORE INSERT ON decisions
WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM decisions)
BEGIN SELECT RAISE(ABORT, 'the ledger of decisions is append-only'); END;
