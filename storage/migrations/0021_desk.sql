-- What a grid worker decides besides a report's own steps: to whom it goes, and who stands in for them.

-- A department that answers for what no grid can solve, by one person: a grid worker, who has its cards.
CREATE TABLE departments (
    id TEXT PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    member_id INTEGER NOT NULL REFERENCES members (id)
);
CREATE INDEX departments_member ON departments (member_id);

-- Who stands in for somebody whenever nobody else is named.
CREATE TABLE deputies (
    member_id INTEGER PRIMARY KEY REFERENCES members (id),
    deputy_id INTEGER NOT NULL REFERENCES members (id),
    CHECK (deputy_id <> member_id)
);
CREATE INDEX deputies_deputy ON deputies (deputy_id);

-- Who is away: from `began_at` until `ended_at`, which is set at `ends_at` or when they are back before. `deputy_id` is whom
-- they named for that time.
CREATE TABLE absences (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL REFERENCES members (id),
    deputy_id INTEGER REFERENCES members (id),
    began_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    ended_at INTEGER,
    CHECK (deputy_id IS NULL OR deputy_id <> member_id)
);
CREATE UNIQUE INDEX absences_open ON absences (member_id) WHERE ended_at IS NULL;
CREATE INDEX absences_deputy ON absences (deputy_id) WHERE deputy_id IS NOT NULL;

-- Who said that they cannot stand in that time.
CREATE TABLE declined_absences (
    absence_id INTEGER NOT NULL REFERENCES absences (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    PRIMARY KEY (absence_id, member_id)
);

-- Handed over to the coordinators: its grid stays, and its workers have no part in it.
ALTER TABLE reports ADD COLUMN with_coordinators INTEGER NOT NULL DEFAULT 0 CHECK (with_coordinators IN (0, 1));

-- What is open, by who answers for it. The states are those of `held_reports.IS_OPEN`, word for word: else no query uses these.
CREATE INDEX reports_open_grid ON reports (grid_id, submitted_at)
    WHERE state IN ('submitted', 'asked', 'handed_over', 'accepted', 'working', 'deferred', 'reopened', 'fixed');
CREATE INDEX reports_open_assignee ON reports (assignee_id, submitted_at)
    WHERE state IN ('submitted', 'asked', 'handed_over', 'accepted', 'working', 'deferred', 'reopened', 'fixed');
CREATE INDEX reports_open_worker ON reports (worker_id, submitted_at)
    WHERE state IN ('submitted', 'asked', 'handed_over', 'accepted', 'working', 'deferred', 'reopened', 'fixed');
CREATE INDEX reports_open_coordinators ON reports (submitted_at)
    WHERE with_coordinators = 1
    AND state IN ('submitted', 'asked', 'handed_over', 'accepted', 'working', 'deferred', 'reopened', 'fixed');
CREATE INDEX reports_deferred ON reports (deferred_until) WHERE deferred_until IS NOT NULL;
