-- The heart: what came in, what goes out, what went aside. Times are UTC milliseconds.

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
);

CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('update', 'tick', 'command', 'effect')),
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    body TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0,
    handled_at INTEGER,
    result TEXT,
    UNIQUE (key, channel, kind, body_hash)
);
CREATE INDEX inbox_waiting ON inbox (id) WHERE state = 'waiting';
CREATE INDEX inbox_handled ON inbox (handled_at) WHERE state <> 'waiting';

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    channel TEXT NOT NULL,
    chat_id INTEGER NOT NULL,
    lane INTEGER NOT NULL CHECK (lane BETWEEN 0 AND 3),
    method TEXT NOT NULL,
    parameters TEXT NOT NULL,
    parent_id INTEGER REFERENCES outbox (id),
    if_orphaned TEXT NOT NULL DEFAULT 'skip' CHECK (if_orphaned IN ('skip', 'send')),
    target TEXT,
    effect TEXT,
    due_at INTEGER NOT NULL,
    expires_at INTEGER,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'sending', 'sent', 'skipped', 'failed', 'uncertain')),
    reason TEXT,
    message_ids TEXT,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    UNIQUE (event_id, ordinal)
);
CREATE INDEX outbox_due ON outbox (lane, due_at, id) WHERE state = 'waiting';
CREATE INDEX outbox_target ON outbox (target) WHERE state = 'waiting' AND target IS NOT NULL;
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE dead_letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id INTEGER,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    reason TEXT NOT NULL,
    traceback TEXT,
    died_at INTEGER NOT NULL
);

CREATE TABLE unreachable (
    channel TEXT NOT NULL,
    chat_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (channel, chat_id)
);
