-- Points come to people's eyes: what expires is told of before, large awards wait for a second coordinator, and what
-- people did is honoured in lists that are frozen.

-- `credit_class` is what the points are good for. An award that waits for another coordinator was asked about at
-- `asked_at`; `decided_by` is who said yes or no, NULL where nobody was asked. Why it was taken back is one of a few
-- reasons, or a coordinator's own words, which are erased with the others.
ALTER TABLE awards ADD COLUMN credit_class TEXT NOT NULL DEFAULT 'earned' CHECK (credit_class IN ('earned', 'honour'));
ALTER TABLE awards ADD COLUMN asked_at INTEGER;
ALTER TABLE awards ADD COLUMN decided_by INTEGER REFERENCES members (id) CHECK (decided_by <> made_by);
ALTER TABLE awards ADD COLUMN undo_reason TEXT;
ALTER TABLE awards ADD COLUMN undo_words TEXT;
CREATE INDEX awards_pending ON awards (asked_at) WHERE state = 'pending';

-- Where an award that waits is shown to those who can confirm it, so that every card says how it ended.
CREATE TABLE award_cards (
    award_id INTEGER NOT NULL REFERENCES awards (id),
    channel TEXT NOT NULL,
    chat_id INTEGER NOT NULL,
    outbox_id INTEGER NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (award_id, channel, chat_id)
) WITHOUT ROWID;

-- Who was told that a lot of theirs expires soon: once for each.
CREATE TABLE expiry_warnings (
    member_id INTEGER NOT NULL REFERENCES members (id),
    expires_at INTEGER NOT NULL,
    warned_at INTEGER NOT NULL,
    PRIMARY KEY (member_id, expires_at)
) WITHOUT ROWID;

-- Who wants to stand in the lists of honour, under which name; whoever is not here stays out. `folded` is the name as it
-- is compared, so that no two look the same.
CREATE TABLE nicknames (
    member_id INTEGER PRIMARY KEY REFERENCES members (id),
    nickname TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    chosen_at INTEGER NOT NULL
);

-- A list whose period (`since` until before `until`, UTC ms) is over. Its figures never change: people, and acts, which
-- are person-times, are of everybody, also of those who stay out.
CREATE TABLE honour_lists (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('month', 'half_year')),
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    people INTEGER NOT NULL,
    acts INTEGER NOT NULL,
    points INTEGER NOT NULL,
    frozen_at INTEGER NOT NULL,
    UNIQUE (kind, since)
);
CREATE TRIGGER honour_lists_are_final BEFORE UPDATE ON honour_lists
BEGIN
    SELECT RAISE(ABORT, 'a list of honour is frozen');
END;
CREATE TRIGGER honour_lists_stay BEFORE DELETE ON honour_lists
BEGIN
    SELECT RAISE(ABORT, 'a list of honour is frozen');
END;

-- Those who stood in it, by their nickname then; NULL once they have taken it back or were erased.
CREATE TABLE honour_entries (
    list_id INTEGER NOT NULL REFERENCES honour_lists (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    rank INTEGER NOT NULL,
    nickname TEXT,
    points INTEGER NOT NULL,
    acts INTEGER NOT NULL,
    PRIMARY KEY (list_id, member_id)
) WITHOUT ROWID;
CREATE INDEX honour_entries_by_rank ON honour_entries (list_id, rank);
CREATE INDEX honour_entries_member ON honour_entries (member_id);
CREATE TRIGGER honour_entries_are_final BEFORE UPDATE OF list_id, member_id, rank, points, acts ON honour_entries
BEGIN
    SELECT RAISE(ABORT, 'a list of honour is frozen');
END;
CREATE TRIGGER honour_entries_lose_names_alone BEFORE UPDATE OF nickname ON honour_entries
WHEN NEW.nickname IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'a list of honour is frozen');
END;
CREATE TRIGGER honour_entries_stay BEFORE DELETE ON honour_entries
BEGIN
    SELECT RAISE(ABORT, 'a list of honour is frozen');
END;

-- What somebody was paid in a month, which is named by its first moment (UTC ms) on the clocks of the place: what was
-- taken back is left out. It follows from the ledger, and spares the lists a walk over half a year of it.
CREATE TABLE tallies (
    member_id INTEGER NOT NULL REFERENCES members (id),
    month INTEGER NOT NULL,
    points INTEGER NOT NULL CHECK (points >= 0),
    acts INTEGER NOT NULL CHECK (acts >= 0),
    PRIMARY KEY (member_id, month)
) WITHOUT ROWID;
CREATE INDEX tallies_by_month ON tallies (month, member_id, points, acts);

-- What was paid before, by the clocks of Wuhan.
INSERT INTO tallies (member_id, month, points, acts)
SELECT CAST(substr(credit, 8) AS INTEGER),
    (strftime('%s', recorded_at / 1000 + 8 * 3600, 'unixepoch', 'start of month') - 8 * 3600) * 1000 AS month,
    sum(points), count(*)
FROM transfers AS paid
WHERE debit = 'issuer' AND NOT EXISTS (SELECT 1 FROM transfers WHERE reverses = paid.id)
GROUP BY 1, month;
