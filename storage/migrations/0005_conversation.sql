-- What somebody has been asked and has not answered yet, one question each: the next message of the right kind answers
-- it. `question` names the route that takes the answer, `subject` what it is about.
CREATE TABLE open_questions (
    member_id INTEGER PRIMARY KEY REFERENCES members (id),
    question TEXT NOT NULL,
    subject TEXT NOT NULL,
    asked_at INTEGER NOT NULL
);

-- When somebody does not want to be disturbed; whoever has no row has the defaults of storage/preferences.py.
-- `night_from` and `night_until` are minutes since local midnight, both NULL for nights like days.
CREATE TABLE preferences (
    member_id INTEGER PRIMARY KEY REFERENCES members (id),
    night_from INTEGER,
    night_until INTEGER,
    rushes INTEGER NOT NULL CHECK (rushes IN (0, 1)),
    riding_until INTEGER,
    CHECK ((night_from IS NULL) = (night_until IS NULL)),
    CHECK (night_from <> night_until)
);
