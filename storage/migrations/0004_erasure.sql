-- Somebody asked to be erased. `token` and `version` are for the button that confirms it, as with reports. Once erased,
-- `channel` and `user_id` stay until the goodbye is delivered too: a second look then drops what it left behind.
CREATE TABLE erasures (
    member_id INTEGER PRIMARY KEY REFERENCES members (id),
    token TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL DEFAULT 1,
    asked_at INTEGER NOT NULL,
    erased_at INTEGER,
    channel TEXT,
    user_id INTEGER
);
