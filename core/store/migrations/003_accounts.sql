-- People, their sessions and their API tokens. Passwords as argon2id strings, tokens as hashes.
CREATE TABLE users (
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  id       TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL UNIQUE,
  password TEXT NOT NULL,
  json     TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
  hash      TEXT PRIMARY KEY,
  user      TEXT NOT NULL REFERENCES users (id),
  created   TEXT NOT NULL,
  last_used TEXT NOT NULL,
  expires   TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user);

CREATE TABLE api_tokens (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id     TEXT NOT NULL UNIQUE,
  hash   TEXT NOT NULL UNIQUE,
  owner  TEXT NOT NULL,
  json   TEXT NOT NULL
) STRICT;
