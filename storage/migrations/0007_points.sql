-- Points: a ledger that is only ever added to, and the awards that coordinators make by hand.

-- A transfer takes points from one account (`debit`) and gives them to another (`credit`), so that all accounts always
-- sum to zero. Accounts are 'issuer', which alone may go below zero, and 'member:' with a member's number: no names.
-- `key` comes from the cause, and lets it count once; `content_hash` tells a repetition from a mistake.
-- `reverses` is the transfer that this one takes back; that happens once.
CREATE TABLE transfers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    content_hash TEXT NOT NULL,
    debit TEXT NOT NULL,
    credit TEXT NOT NULL,
    points INTEGER NOT NULL CHECK (typeof(points) = 'integer' AND points > 0),
    cause TEXT NOT NULL,
    subject TEXT NOT NULL,
    actor_id INTEGER REFERENCES members (id),
    reverses INTEGER UNIQUE REFERENCES transfers (id),
    recorded_at INTEGER NOT NULL,
    CHECK (debit <> credit),
    CHECK (debit = 'issuer' OR debit GLOB 'member:[1-9]*'),
    CHECK (credit = 'issuer' OR credit GLOB 'member:[1-9]*')
);
CREATE INDEX transfers_debit ON transfers (debit, id, points);
CREATE INDEX transfers_credit ON transfers (credit, id, points);

CREATE TRIGGER transfers_are_final BEFORE UPDATE ON transfers
BEGIN
    SELECT RAISE(ABORT, 'the ledger is not edited');
END;
CREATE TRIGGER transfers_stay BEFORE DELETE ON transfers
BEGIN
    SELECT RAISE(ABORT, 'the ledger is not deleted');
END;
-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER transfers_are_not_replaced BEFORE INSERT ON transfers
WHEN EXISTS (SELECT 1 FROM transfers WHERE id = NEW.id OR key = NEW.key OR reverses = NEW.reverses)
BEGIN
    SELECT RAISE(ABORT, 'the ledger is not replaced');
END;
CREATE TRIGGER transfers_are_covered BEFORE INSERT ON transfers
WHEN NEW.debit <> 'issuer' AND NEW.points >
    (SELECT coalesce(sum(points), 0) FROM transfers WHERE credit = NEW.debit)
    - (SELECT coalesce(sum(points), 0) FROM transfers WHERE debit = NEW.debit)
BEGIN
    SELECT RAISE(ABORT, 'no account of the ledger goes below zero');
END;

-- An award for somebody, from the first question to its being given or taken back. `token` and `version` are for
-- buttons, as with reports. `reason` is in a coordinator's own words: it stands here and not in the ledger, so that it
-- can be erased with whom it is about. Which states there are is said by handlers/points/lifecycle.py.
CREATE TABLE awards (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL,
    made_by INTEGER NOT NULL REFERENCES members (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    points INTEGER CHECK (points > 0),
    reason TEXT,
    opened_at INTEGER NOT NULL,
    CHECK (state IN ('draft', 'dropped') OR (points IS NOT NULL AND reason IS NOT NULL)),
    CHECK (member_id <> made_by)
);
CREATE UNIQUE INDEX awards_draft ON awards (made_by) WHERE state = 'draft';
CREATE INDEX awards_member ON awards (member_id, id);
