-- The ledger learns what trust needs: balances that stand in every row, points on hold, points that expire and points
-- that are for honour alone; and what earns points becomes data.

-- What a cause earns. A change is a new version; what was paid keeps the one it was paid by. The highest version that
-- has begun is in force, unless it has ended. `points` is NULL where each subject has its own (a training, an award).
-- Caps are points of that cause on one local day, in one local month; NULL for none.
CREATE TABLE point_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cause TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    points INTEGER CHECK (points >= 0),
    cap_a_day INTEGER CHECK (cap_a_day > 0),
    cap_a_month INTEGER CHECK (cap_a_month > 0),
    class TEXT NOT NULL CHECK (class IN ('earned', 'honour')),
    valid_from INTEGER NOT NULL,
    valid_until INTEGER CHECK (valid_until > valid_from),
    made_by INTEGER REFERENCES members (id),
    made_at INTEGER NOT NULL,
    UNIQUE (cause, version)
);
CREATE TRIGGER point_rules_are_final BEFORE UPDATE ON point_rules
BEGIN
    SELECT RAISE(ABORT, 'a rule is changed by a new version');
END;
CREATE TRIGGER point_rules_stay BEFORE DELETE ON point_rules
BEGIN
    SELECT RAISE(ABORT, 'a rule is changed by a new version');
END;
-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER point_rules_are_not_replaced BEFORE INSERT ON point_rules
WHEN EXISTS (SELECT 1 FROM point_rules WHERE id = NEW.id OR (cause = NEW.cause AND version = NEW.version))
BEGIN
    SELECT RAISE(ABORT, 'a rule is changed by a new version');
END;

-- One point for a report, as in Wuhan's own scheme, and for an hour. Five a day are more than anybody comes across by
-- riding; where there was no cap one person filed for a living, so a month holds less than 31 such days. Hours: a long
-- day, and about two a day.
INSERT INTO point_rules (cause, version, points, cap_a_day, cap_a_month, class, valid_from, made_at) VALUES
    ('report', 1, 1, 5, 30, 'earned', 0, 0),
    ('me_too', 1, 1, 5, 30, 'earned', 0, 0),
    ('verification', 1, 1, 5, 30, 'earned', 0, 0),
    ('volunteer_hour', 1, 1, 8, 60, 'earned', 0, 0),
    ('attendance', 1, NULL, NULL, NULL, 'earned', 0, 0),
    ('award', 1, NULL, NULL, NULL, 'earned', 0, 0);

DROP TRIGGER transfers_are_final;
DROP TRIGGER transfers_stay;
DROP TRIGGER transfers_are_not_replaced;
DROP TRIGGER transfers_are_covered;
DROP INDEX transfers_debit;
DROP INDEX transfers_credit;
ALTER TABLE transfers RENAME TO transfers_before;

-- A transfer takes points from one account (`debit`) and gives them to another (`credit`), so that all accounts always
-- sum to zero; `debit_after` and `credit_after` are what the two hold then. Accounts, with a member's number, no name:
--
--   issuer   where points come from; alone below zero
--   member:7 what 7 can spend, in lots that expire
--   honour:7 what 7 did and cannot spend
--   hold:7   what 7 has promised to the shop
--   shop     what was spent
--   expired  what nobody spent in time
--
-- `key` comes from the cause, and lets it count once; `content_hash` tells a repetition from a mistake. `rule_id` is the
-- rule that it was paid by. `reverses` is the transfer that this one takes back, `resolves` the hold that it ends: either
-- happens once, and whole. `expires_at` (UTC ms) is the lot that is paid in, or that expires.
CREATE TABLE transfers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    content_hash TEXT NOT NULL,
    debit TEXT NOT NULL,
    credit TEXT NOT NULL,
    points INTEGER NOT NULL CHECK (typeof(points) = 'integer' AND points > 0),
    debit_after INTEGER NOT NULL CHECK (debit = 'issuer' OR debit_after >= 0),
    credit_after INTEGER NOT NULL CHECK (credit = 'issuer' OR credit_after >= 0),
    cause TEXT NOT NULL,
    subject TEXT NOT NULL,
    actor_id INTEGER REFERENCES members (id),
    rule_id INTEGER REFERENCES point_rules (id),
    reverses INTEGER UNIQUE REFERENCES transfers (id),
    resolves INTEGER UNIQUE REFERENCES transfers (id),
    expires_at INTEGER,
    recorded_at INTEGER NOT NULL,
    CHECK (
        (debit = 'issuer' AND (credit GLOB 'member:[1-9]*' OR credit GLOB 'honour:[1-9]*'))
        OR (credit = 'issuer' AND (debit GLOB 'member:[1-9]*' OR debit GLOB 'honour:[1-9]*'))
        OR (debit GLOB 'member:[1-9]*' AND credit = 'hold:' || substr(debit, 8))
        OR (debit GLOB 'hold:[1-9]*' AND credit IN ('shop', 'member:' || substr(debit, 6)))
        OR (debit GLOB 'member:[1-9]*' AND credit = 'expired')
        OR (debit = 'shop' AND credit GLOB 'member:[1-9]*')
    ),
    CHECK (debit <> 'shop' OR reverses IS NOT NULL),
    CHECK (reverses IS NULL OR debit = 'shop' OR credit = 'issuer'),
    CHECK ((resolves IS NOT NULL) = (debit GLOB 'hold:*')),
    CHECK ((expires_at IS NOT NULL) = ((debit = 'issuer' AND credit GLOB 'member:*') OR credit = 'expired'))
);
CREATE INDEX transfers_debit ON transfers (debit, id, debit_after);
CREATE INDEX transfers_credit ON transfers (credit, id, credit_after);
CREATE INDEX transfers_earned ON transfers (credit, cause, recorded_at) WHERE debit = 'issuer';

-- What there was counts as earned, and expires at the end of the year after, by the clocks of Wuhan.
INSERT INTO transfers (id, key, content_hash, debit, credit, points, debit_after, credit_after, cause, subject, actor_id,
    reverses, expires_at, recorded_at)
WITH sides AS (
    SELECT id, credit AS account, points FROM transfers_before
    UNION ALL
    SELECT id, debit, -points FROM transfers_before
), balances AS (
    SELECT id, account, sum(points) OVER (PARTITION BY account ORDER BY id) AS after FROM sides
)
SELECT old.id, key, content_hash, debit, credit, points, debited.after, credited.after, cause, subject, actor_id,
    reverses,
    CASE debit WHEN 'issuer' THEN
        (strftime('%s', (strftime('%Y', recorded_at / 1000 + 8 * 3600, 'unixepoch') + 2) || '-01-01') - 8 * 3600) * 1000
    END,
    recorded_at
FROM transfers_before AS old
JOIN balances AS debited ON debited.id = old.id AND debited.account = debit
JOIN balances AS credited ON credited.id = old.id AND credited.account = credit
ORDER BY old.id;

DROP TABLE transfers_before;

CREATE TRIGGER transfers_are_final BEFORE UPDATE ON transfers
BEGIN
    SELECT RAISE(ABORT, 'the ledger is not edited');
END;
CREATE TRIGGER transfers_stay BEFORE DELETE ON transfers
BEGIN
    SELECT RAISE(ABORT, 'the ledger is not deleted');
END;
CREATE TRIGGER transfers_are_not_replaced BEFORE INSERT ON transfers
WHEN EXISTS (
    SELECT 1 FROM transfers
    WHERE id = NEW.id OR key = NEW.key OR reverses = NEW.reverses OR resolves = NEW.resolves
)
BEGIN
    SELECT RAISE(ABORT, 'the ledger is not replaced');
END;
CREATE TRIGGER transfers_come_last AFTER INSERT ON transfers
WHEN NEW.id < (SELECT max(id) FROM transfers)
BEGIN
    SELECT RAISE(ABORT, 'the ledger is only added to');
END;
CREATE TRIGGER transfers_add_up BEFORE INSERT ON transfers
WHEN NEW.debit_after <> coalesce((
    SELECT after FROM (
        SELECT * FROM (SELECT id, debit_after AS after FROM transfers WHERE debit = NEW.debit ORDER BY id DESC LIMIT 1)
        UNION ALL
        SELECT * FROM (SELECT id, credit_after FROM transfers WHERE credit = NEW.debit ORDER BY id DESC LIMIT 1)
    ) ORDER BY id DESC LIMIT 1
), 0) - NEW.points OR NEW.credit_after <> coalesce((
    SELECT after FROM (
        SELECT * FROM (SELECT id, debit_after AS after FROM transfers WHERE debit = NEW.credit ORDER BY id DESC LIMIT 1)
        UNION ALL
        SELECT * FROM (SELECT id, credit_after FROM transfers WHERE credit = NEW.credit ORDER BY id DESC LIMIT 1)
    ) ORDER BY id DESC LIMIT 1
), 0) + NEW.points
BEGIN
    SELECT RAISE(ABORT, 'the balances of the ledger add up');
END;
CREATE TRIGGER transfers_resolve_holds BEFORE INSERT ON transfers
WHEN NEW.resolves IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM transfers WHERE id = NEW.resolves AND credit = NEW.debit AND points = NEW.points
)
BEGIN
    SELECT RAISE(ABORT, 'the ledger resolves a hold, and the whole of it');
END;
CREATE TRIGGER transfers_reverse_whole BEFORE INSERT ON transfers
WHEN NEW.reverses IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM transfers WHERE id = NEW.reverses AND credit = NEW.debit AND points = NEW.points
    AND (debit = NEW.credit OR NEW.credit = 'member:' || substr(debit, 6))
)
BEGIN
    SELECT RAISE(ABORT, 'the ledger takes back the whole of a transfer');
END;

-- A lot is all that one member has earned and that expires at one moment (UTC ms).
CREATE TABLE lots (
    member_id INTEGER NOT NULL REFERENCES members (id),
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (member_id, expires_at)
) WITHOUT ROWID;
CREATE INDEX lots_by_expiry ON lots (expires_at, member_id);

-- What a transfer put into a lot, or took out of it (below zero), and what was left in it then.
CREATE TABLE lot_entries (
    member_id INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    transfer_id INTEGER NOT NULL REFERENCES transfers (id),
    points INTEGER NOT NULL CHECK (typeof(points) = 'integer' AND points <> 0),
    left_after INTEGER NOT NULL CHECK (left_after >= 0),
    PRIMARY KEY (member_id, expires_at, transfer_id),
    FOREIGN KEY (member_id, expires_at) REFERENCES lots (member_id, expires_at)
) WITHOUT ROWID;
CREATE INDEX lot_entries_by_transfer ON lot_entries (transfer_id);

INSERT INTO lots (member_id, expires_at)
SELECT DISTINCT CAST(substr(credit, 8) AS INTEGER), expires_at FROM transfers WHERE debit = 'issuer';

INSERT INTO lot_entries (member_id, expires_at, transfer_id, points, left_after)
WITH moves AS (
    SELECT CAST(substr(credit, 8) AS INTEGER) AS member_id, expires_at, id, points
    FROM transfers WHERE debit = 'issuer'
    UNION ALL
    SELECT CAST(substr(back.debit, 8) AS INTEGER), paid.expires_at, back.id, -back.points
    FROM transfers AS back JOIN transfers AS paid ON paid.id = back.reverses WHERE back.credit = 'issuer'
)
SELECT member_id, expires_at, id, points, sum(points) OVER (PARTITION BY member_id, expires_at ORDER BY id) FROM moves;

CREATE TRIGGER lots_are_final BEFORE UPDATE ON lots
BEGIN
    SELECT RAISE(ABORT, 'the ledger is not edited');
END;
CREATE TRIGGER lots_stay BEFORE DELETE ON lots
BEGIN
    SELECT RAISE(ABORT, 'the ledger is not deleted');
END;
CREATE TRIGGER lot_entries_are_final BEFORE UPDATE ON lot_entries
BEGIN
    SELECT RAISE(ABORT, 'the ledger is not edited');
END;
CREATE TRIGGER lot_entries_stay BEFORE DELETE ON lot_entries
BEGIN
    SELECT RAISE(ABORT, 'the ledger is not deleted');
END;
CREATE TRIGGER lot_entries_add_up BEFORE INSERT ON lot_entries
WHEN EXISTS (
    SELECT 1 FROM lot_entries
    WHERE member_id = NEW.member_id AND expires_at = NEW.expires_at AND transfer_id >= NEW.transfer_id
) OR NEW.left_after <> NEW.points + coalesce((
    SELECT left_after FROM lot_entries WHERE member_id = NEW.member_id AND expires_at = NEW.expires_at
    ORDER BY transfer_id DESC LIMIT 1
), 0)
BEGIN
    SELECT RAISE(ABORT, 'the lots of the ledger add up');
END;
