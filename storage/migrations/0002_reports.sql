-- People, the grids they answer for, and the reports that go from one to the other.

-- The platforms' depots that couriers ride for.
CREATE TABLE stations (
    id TEXT PRIMARY KEY,
    platform TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL
);

CREATE TABLE members (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    language TEXT CHECK (language IN ('zh', 'en')),
    standing TEXT NOT NULL CHECK (standing IN ('stranger', 'pending', 'active', 'left')),
    phone TEXT,
    station_id TEXT REFERENCES stations (id),
    met_at INTEGER NOT NULL
);

CREATE TABLE member_addresses (
    channel TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES members (id),
    PRIMARY KEY (channel, user_id)
);
CREATE INDEX member_addresses_member ON member_addresses (member_id);

CREATE TABLE member_roles (
    member_id INTEGER NOT NULL REFERENCES members (id),
    role TEXT NOT NULL CHECK (role IN ('courier', 'grid_worker', 'coordinator', 'admin')),
    PRIMARY KEY (member_id, role)
);
CREATE INDEX member_roles_role ON member_roles (role);

-- `outline` is a GeoJSON geometry (Polygon or MultiPolygon, WGS-84, longitude first). A group chat is told besides the
-- workers, or in their place (`group_only`).
CREATE TABLE grids (
    id TEXT PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    outline TEXT NOT NULL,
    group_chat_id INTEGER,
    group_only INTEGER NOT NULL DEFAULT 0 CHECK (group_only IN (0, 1)),
    group_language TEXT NOT NULL DEFAULT 'zh' CHECK (group_language IN ('zh', 'en'))
);

-- `is_listed`: named by the list that was imported, and gone when the next list no longer names them; those who came
-- by an invitation stay.
CREATE TABLE grid_workers (
    grid_id TEXT NOT NULL REFERENCES grids (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES members (id),
    is_listed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (grid_id, member_id)
);
CREATE INDEX grid_workers_member ON grid_workers (member_id);

-- `file_id` is what the channel calls the photo once it was sent, so that its bytes go up only once.
CREATE TABLE photos (
    sha256 TEXT PRIMARY KEY,
    image BLOB NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    file_id TEXT
);

-- A draft is a report with holes. `token` stands for it in buttons; `version` rises with every change of state;
-- `asked` is the hole that was last asked for; a draft put aside waits while its reporter reports something else;
-- `described_at` is when its reporter last added to it; `again_of` is the returned report that it tries once more.
-- Which states there are is said by handlers/reports/lifecycle.py, and by no constraint that would have to follow it.
CREATE TABLE reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL DEFAULT 1,
    number TEXT UNIQUE,
    state TEXT NOT NULL,
    reporter_id INTEGER NOT NULL REFERENCES members (id),
    latitude REAL,
    longitude REAL,
    category TEXT,
    grid_id TEXT REFERENCES grids (id),
    asked TEXT,
    asked_at INTEGER,
    opened_at INTEGER NOT NULL,
    described_at INTEGER NOT NULL,
    put_aside_at INTEGER,
    submitted_at INTEGER,
    again_of INTEGER REFERENCES reports (id),
    CHECK (state IN ('proposed', 'draft', 'merged', 'discarded')
           OR (number IS NOT NULL AND category IS NOT NULL AND latitude IS NOT NULL AND longitude IS NOT NULL
               AND submitted_at IS NOT NULL)),
    CHECK ((latitude IS NULL) = (longitude IS NULL))
);
CREATE UNIQUE INDEX reports_open_draft ON reports (reporter_id) WHERE state = 'draft' AND put_aside_at IS NULL;
CREATE INDEX reports_reporter ON reports (reporter_id, id);
CREATE INDEX reports_again ON reports (again_of) WHERE again_of IS NOT NULL;

-- A photo is known by its message before its bytes are here; `sha256` is set when they are stored. `is_file` is an
-- image sent as a file, which is encoded anew.
CREATE TABLE report_photos (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES reports (id),
    message_id INTEGER NOT NULL,
    file_id TEXT NOT NULL,
    file_unique_id TEXT NOT NULL,
    is_file INTEGER NOT NULL DEFAULT 0 CHECK (is_file IN (0, 1)),
    media_group_id TEXT,
    sha256 TEXT REFERENCES photos (sha256),
    UNIQUE (report_id, file_unique_id)
);
CREATE INDEX report_photos_sha256 ON report_photos (sha256);
CREATE INDEX report_photos_album ON report_photos (media_group_id) WHERE media_group_id IS NOT NULL;
CREATE INDEX report_photos_message ON report_photos (message_id);

-- Words belong to the message that said them, so that editing that message changes them.
CREATE TABLE report_words (
    report_id INTEGER NOT NULL REFERENCES reports (id),
    message_id INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (report_id, message_id)
);

-- Where a report's card stands, as the outbox row that put it there; `lost_at` is when it turned out not to be.
-- No foreign key: the row joins the outbox only when the handler that wrote the card has returned.
CREATE TABLE report_cards (
    report_id INTEGER NOT NULL REFERENCES reports (id),
    channel TEXT NOT NULL,
    chat_id INTEGER NOT NULL,
    outbox_id INTEGER NOT NULL,
    language TEXT NOT NULL,
    lost_at INTEGER,
    PRIMARY KEY (report_id, channel, chat_id)
);
CREATE INDEX report_cards_outbox ON report_cards (outbox_id);

CREATE TABLE report_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES reports (id),
    action TEXT NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES members (id),
    state_before TEXT NOT NULL,
    state_after TEXT NOT NULL,
    reason TEXT,
    changed_at INTEGER NOT NULL
);
CREATE INDEX report_changes_report ON report_changes (report_id);

CREATE TRIGGER report_changes_are_final BEFORE UPDATE ON report_changes
BEGIN
    SELECT RAISE(ABORT, 'the history of a report is not edited');
END;
CREATE TRIGGER report_changes_stay BEFORE DELETE ON report_changes
BEGIN
    SELECT RAISE(ABORT, 'the history of a report is not deleted');
END;
