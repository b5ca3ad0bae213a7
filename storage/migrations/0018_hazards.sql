-- Dangers on the way: who is warned of them; and what makes a report easier on a shift.

-- A draft that its reporter put off is not asked about before `later_until`; `later_told_at` is when they were reminded.
ALTER TABLE reports ADD COLUMN later_until INTEGER;
ALTER TABLE reports ADD COLUMN later_told_at INTEGER;
CREATE INDEX reports_put_off ON reports (later_until) WHERE later_until IS NOT NULL AND later_told_at IS NULL;

-- Somebody else's photo, passed on: where it was taken its file does not say.
ALTER TABLE report_photos ADD COLUMN is_forwarded INTEGER NOT NULL DEFAULT 0 CHECK (is_forwarded IN (0, 1));

-- What was said about a report. The recording stays with the channel, which sends it again by its `file_id`;
-- `duration` is in seconds.
CREATE TABLE report_voices (
    report_id INTEGER NOT NULL REFERENCES reports (id),
    message_id INTEGER NOT NULL,
    file_id TEXT NOT NULL,
    duration INTEGER NOT NULL,
    PRIMARY KEY (report_id, message_id)
);

-- Whether a courier wants to be warned of dangers, and the grids where they ride.
ALTER TABLE preferences ADD COLUMN warned INTEGER NOT NULL DEFAULT 0 CHECK (warned IN (0, 1));
CREATE TABLE riding_grids (
    member_id INTEGER NOT NULL REFERENCES members (id),
    grid_id TEXT NOT NULL REFERENCES grids (id) ON DELETE CASCADE,
    PRIMARY KEY (member_id, grid_id)
);
CREATE INDEX riding_grids_grid ON riding_grids (grid_id);

-- Who is warned of a danger, written down when it is confirmed: each person once for each report. `outbox_id` is the row
-- that warns them; `skipped` is why there is none; `is_over` says that they have been told, or need not be told, that it
-- is over.
CREATE TABLE hazard_relays (
    report_id INTEGER NOT NULL REFERENCES reports (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    outbox_id INTEGER,
    skipped TEXT,
    is_over INTEGER NOT NULL DEFAULT 0 CHECK (is_over IN (0, 1)),
    PRIMARY KEY (report_id, member_id)
);
CREATE INDEX hazard_relays_member ON hazard_relays (member_id);
