-- Approvals, deployments with their history, alerts.
CREATE TABLE approvals (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id     TEXT NOT NULL UNIQUE,
  model  TEXT NOT NULL REFERENCES models (id),
  json   TEXT NOT NULL
) STRICT;
CREATE INDEX approvals_by_model ON approvals (model);

CREATE TABLE deployments (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE,
  model       TEXT NOT NULL REFERENCES models (id),
  service     TEXT NOT NULL,
  environment TEXT NOT NULL,
  status      TEXT NOT NULL,
  salt        TEXT NOT NULL,
  reference   TEXT NOT NULL,
  json        TEXT NOT NULL
) STRICT;
CREATE INDEX deployments_by_service ON deployments (service, environment, status);

CREATE TABLE alerts (
  number     INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  deployment TEXT NOT NULL,
  time       TEXT NOT NULL,
  open       INTEGER NOT NULL,
  json       TEXT NOT NULL
) STRICT;
