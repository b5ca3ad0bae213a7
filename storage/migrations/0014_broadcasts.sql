-- A message to many. A draft is a row with holes; `token` and `version` are for buttons, as with reports. The message
-- itself stays where its sender wrote it (`channel`, `chat_id`, `message_id`) and is copied from there; `previewed` is
-- the message that its sender was last shown a copy of, by the outbox row `preview_row`. The row `progress_row` tells
-- how it goes, `progress` is what that says by now, `look_at` when to look again; `ended_at` is when nothing was left.
CREATE TABLE broadcasts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL DEFAULT 1,
    sender_id INTEGER NOT NULL REFERENCES members (id),
    state TEXT NOT NULL DEFAULT 'draft',
    channel TEXT,
    chat_id INTEGER,
    message_id INTEGER,
    previewed INTEGER,
    preview_row INTEGER,
    audience TEXT,
    station_id TEXT REFERENCES stations (id),
    training_id INTEGER REFERENCES trainings (id),
    timing TEXT,
    send_at INTEGER,
    changed_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER,
    why_stopped TEXT,
    progress_row INTEGER,
    progress TEXT,
    look_at INTEGER
);
CREATE UNIQUE INDEX broadcasts_draft ON broadcasts (sender_id) WHERE state = 'draft';
CREATE INDEX broadcasts_preview ON broadcasts (preview_row) WHERE preview_row IS NOT NULL;
CREATE INDEX broadcasts_open ON broadcasts (state) WHERE ended_at IS NULL;

-- Whom it is for, frozen when its sending starts. `outbox_id` is the row that copies it to them; `skipped` is why there
-- is none. How it went is the row's own state.
CREATE TABLE broadcast_recipients (
    broadcast_id INTEGER NOT NULL REFERENCES broadcasts (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    outbox_id INTEGER,
    skipped TEXT,
    read_at INTEGER,
    PRIMARY KEY (broadcast_id, member_id)
);
CREATE INDEX broadcast_recipients_unprepared ON broadcast_recipients (broadcast_id, member_id)
    WHERE outbox_id IS NULL AND skipped IS NULL;
CREATE UNIQUE INDEX broadcast_recipients_outbox ON broadcast_recipients (outbox_id) WHERE outbox_id IS NOT NULL;
CREATE INDEX broadcast_recipients_member ON broadcast_recipients (member_id);
