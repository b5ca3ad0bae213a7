-- What somebody was called, reached by or rode for before they put it right. Kept as long as messages may mention it, so
-- that erasing them finds those as well.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL REFERENCES members (id),
    what TEXT NOT NULL CHECK (what IN ('name', 'phone', 'station')),
    said_before TEXT,
    corrected_at INTEGER NOT NULL
);
CREATE INDEX corrections_member ON corrections (member_id, id);
