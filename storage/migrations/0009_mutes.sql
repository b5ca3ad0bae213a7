-- Who may not report for a while. One row for each time; it is in force until `ends_at` unless `lifted_at` came before.
-- `reason` is one of those offered, with `words` where it was typed; both go when the person is erased. `told_at` is when
-- they last heard of it because of an album, which is answered once.
CREATE TABLE mutes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL REFERENCES members (id),
    reason TEXT,
    words TEXT,
    muted_by INTEGER NOT NULL REFERENCES members (id),
    muted_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    lifted_by INTEGER REFERENCES members (id),
    lifted_at INTEGER,
    told_at INTEGER,
    CHECK (ends_at > muted_at)
);
CREATE INDEX mutes_member ON mutes (member_id, id);
CREATE INDEX mutes_muted_by ON mutes (muted_by);
