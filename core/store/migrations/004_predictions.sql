-- What the gateway has answered, and what users said of it. The input and the answer are sealed.
CREATE TABLE predictions (
  number     INTEGER PRIMARY KEY AUTOINCREMENT,
  receipt    TEXT NOT NULL UNIQUE,
  time       TEXT NOT NULL,
  deployment TEXT NOT NULL,
  json       TEXT NOT NULL,
  sealed     TEXT NOT NULL
) STRICT;
CREATE INDEX predictions_by_deployment ON predictions (deployment, number);

CREATE TABLE feedback (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  id      TEXT NOT NULL UNIQUE,
  receipt TEXT NOT NULL REFERENCES predictions (receipt),
  json    TEXT NOT NULL
) STRICT;
CREATE INDEX feedback_by_receipt ON feedback (receipt);
