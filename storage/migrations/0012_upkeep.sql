-- What the clock brings: copies of this file, and what people are told once.

-- A row for every copy that was wanted, with its file's name once it is there and was verified, or the reason why not.
CREATE TABLE backups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    wanted_at INTEGER NOT NULL,
    ended_at INTEGER,
    file TEXT,
    bytes INTEGER,
    reason TEXT,
    CHECK ((ended_at IS NULL) = (file IS NULL AND reason IS NULL)),
    CHECK ((file IS NULL) = (bytes IS NULL))
);

-- What somebody has been told on a local day, so that it is once however often the clock asks. `whom` is a member's
-- number or a grid's id.
CREATE TABLE daily_notices (
    notice TEXT NOT NULL,
    whom TEXT NOT NULL,
    day TEXT NOT NULL,
    told_at INTEGER NOT NULL,
    PRIMARY KEY (notice, whom, day)
);
CREATE INDEX daily_notices_told ON daily_notices (told_at);

-- When somebody was reminded of what they had left unfinished.
ALTER TABLE reports ADD COLUMN reminded_at INTEGER;
ALTER TABLE registrations ADD COLUMN reminded_at INTEGER;

-- When whoever made an invitation was told that nobody has used it.
ALTER TABLE invitations ADD COLUMN expiry_told_at INTEGER;

CREATE INDEX reports_undecided ON reports (grid_id, submitted_at) WHERE state = 'submitted';
CREATE INDEX reports_unfinished ON reports (described_at) WHERE state IN ('draft', 'proposed');
CREATE INDEX registrations_unfinished ON registrations (opened_at) WHERE state = 'open';
CREATE INDEX invitations_unused ON invitations (expires_at) WHERE used_by IS NULL AND expiry_told_at IS NULL;
