-- Trainings, from the first answer of a draft to the attendance that was closed. A draft has holes (NULL); `places` is 0
-- when anybody may come. `time_version` counts the start times that were announced, `announced_at` says when the last
-- one was. A draft that changes a published training names it in `revises`, and the version it began from.
CREATE TABLE trainings (
    id INTEGER PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL CHECK (state IN ('draft', 'discarded', 'applied', 'published', 'cancelled', 'held')),
    made_by INTEGER NOT NULL REFERENCES members (id),
    made_at INTEGER NOT NULL,
    topic TEXT,
    starts_at INTEGER,
    place TEXT,
    latitude REAL,
    longitude REAL,
    places INTEGER CHECK (places >= 0),
    points INTEGER CHECK (points >= 0),
    reason TEXT,
    time_version INTEGER NOT NULL DEFAULT 1,
    announced_at INTEGER,
    prompted_at INTEGER,
    held_at INTEGER,
    revises INTEGER REFERENCES trainings (id),
    revises_version INTEGER,
    CHECK (
        state IN ('draft', 'discarded')
        OR (topic IS NOT NULL AND starts_at IS NOT NULL AND place IS NOT NULL AND places IS NOT NULL
            AND points IS NOT NULL)
    ),
    CHECK ((latitude IS NULL) = (longitude IS NULL)),
    CHECK ((revises IS NULL) = (revises_version IS NULL))
);

CREATE UNIQUE INDEX one_training_draft_each ON trainings (made_by) WHERE state = 'draft';
CREATE INDEX trainings_by_start ON trainings (state, starts_at);

-- Who did what to a training. Never edited, so no words stand here that could name somebody.
CREATE TABLE training_changes (
    id INTEGER PRIMARY KEY,
    training_id INTEGER NOT NULL REFERENCES trainings (id),
    action TEXT NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES members (id),
    state_before TEXT NOT NULL,
    state_after TEXT NOT NULL,
    changed_at INTEGER NOT NULL
);

CREATE TRIGGER training_changes_are_final BEFORE UPDATE ON training_changes
BEGIN
    SELECT RAISE(ABORT, 'what happened to a training is not rewritten');
END;

CREATE TRIGGER training_changes_stay BEFORE DELETE ON training_changes
BEGIN
    SELECT RAISE(ABORT, 'what happened to a training is not rewritten');
END;

-- Who comes to a training, and who came. `confirmed_at` is when the attendance was closed on somebody who came,
-- `paid_at` when they got their points and were told.
CREATE TABLE sign_ups (
    id INTEGER PRIMARY KEY,
    training_id INTEGER NOT NULL REFERENCES trainings (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    state TEXT NOT NULL CHECK (state IN ('signed_up', 'withdrawn', 'attended', 'absent')),
    signed_up_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    paid_at INTEGER,
    UNIQUE (training_id, member_id)
);

CREATE INDEX sign_ups_by_member ON sign_ups (member_id);

-- When somebody is to be reminded: worked out from the training's start and their quiet times, and dropped when one of
-- these changes. Nothing but a note; it can be made again at any time.
CREATE TABLE reminder_times (
    training_id INTEGER NOT NULL REFERENCES trainings (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    hours INTEGER NOT NULL,
    time_version INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (training_id, member_id, hours)
);

CREATE INDEX reminder_times_by_member ON reminder_times (member_id);

-- The reminders that were said: one for each announced start, person and kind, whatever happens. `hours` is the kind: so
-- long before the start, if that is no quiet time.
CREATE TABLE reminders (
    training_id INTEGER NOT NULL REFERENCES trainings (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    hours INTEGER NOT NULL,
    time_version INTEGER NOT NULL,
    outbox_id INTEGER NOT NULL,
    said_at INTEGER NOT NULL,
    PRIMARY KEY (training_id, member_id, time_version, hours)
);

-- Whoever changes somebody's quiet times need not know of trainings.
CREATE TRIGGER reminder_times_follow_preferences_1 AFTER INSERT ON preferences
BEGIN
    DELETE FROM reminder_times WHERE member_id = NEW.member_id;
END;

CREATE TRIGGER reminder_times_follow_preferences_2 AFTER UPDATE OF night_from, night_until, rushes ON preferences
BEGIN
    DELETE FROM reminder_times WHERE member_id = NEW.member_id;
END;

CREATE TRIGGER reminder_times_follow_preferences_3 AFTER DELETE ON preferences
BEGIN
    DELETE FROM reminder_times WHERE member_id = OLD.member_id;
END;

CREATE TRIGGER reminder_times_follow_roles_1 AFTER INSERT ON member_roles WHEN NEW.role = 'courier'
BEGIN
    DELETE FROM reminder_times WHERE member_id = NEW.member_id;
END;

CREATE TRIGGER reminder_times_follow_roles_2 AFTER DELETE ON member_roles WHEN OLD.role = 'courier'
BEGIN
    DELETE FROM reminder_times WHERE member_id = OLD.member_id;
END;
