-- What a report's reporter was asked, and what they said to it. `preset` names a question that is offered; it is NULL
-- for one in the asker's own `words`. `outbox_id` is the row that asked. No foreign key: it joins the outbox later.
CREATE TABLE report_questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES reports (id),
    asker_id INTEGER NOT NULL REFERENCES members (id),
    preset TEXT,
    words TEXT NOT NULL DEFAULT '',
    outbox_id INTEGER,
    asked_at INTEGER NOT NULL,
    reminded_at INTEGER,
    answer_kind TEXT,
    answer TEXT NOT NULL DEFAULT '',
    answered_at INTEGER,
    CHECK ((answer_kind IS NULL) = (answered_at IS NULL))
);
CREATE INDEX report_questions_report ON report_questions (report_id);
CREATE INDEX report_questions_open ON report_questions (asked_at) WHERE answered_at IS NULL;

-- What the reporter and whoever answers for the report wrote to each other. A photo is stored without metadata, its
-- `sha256` NULL until its bytes are here; a voice is kept as the channel names it.
CREATE TABLE report_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES reports (id),
    sender_id INTEGER NOT NULL REFERENCES members (id),
    side TEXT NOT NULL CHECK (side IN ('reporter', 'responsible')),
    kind TEXT NOT NULL CHECK (kind IN ('words', 'photo', 'voice')),
    words TEXT NOT NULL DEFAULT '',
    sha256 TEXT REFERENCES photos (sha256),
    file_id TEXT,
    message_id INTEGER NOT NULL,
    media_group_id TEXT,
    written_at INTEGER NOT NULL
);
CREATE INDEX report_messages_report ON report_messages (report_id, written_at);
CREATE INDEX report_messages_album ON report_messages (media_group_id) WHERE media_group_id IS NOT NULL;
CREATE INDEX report_messages_sha256 ON report_messages (sha256) WHERE sha256 IS NOT NULL;

-- What was said with a photo that came after its report: an answer, or how it looks since it was fixed.
ALTER TABLE report_photos ADD COLUMN words TEXT NOT NULL DEFAULT '';
