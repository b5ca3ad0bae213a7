-- The shop 博爱小站: what couriers get for their points, what of it there is, and who has chosen what.

-- What is on offer. `price` is points for one; `most` is how many one person may have in a period, NULL for no limit.
-- `low_at` is how many are left when more should be asked for. `photo_sha256` is one of `photos`.
CREATE TABLE goods (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL DEFAULT 1,
    name_zh TEXT NOT NULL CHECK (name_zh <> ''),
    name_en TEXT NOT NULL CHECK (name_en <> ''),
    what_zh TEXT NOT NULL,
    what_en TEXT NOT NULL,
    photo_sha256 TEXT,
    price INTEGER NOT NULL CHECK (typeof(price) = 'integer' AND price > 0),
    most INTEGER CHECK (most > 0),
    most_per TEXT CHECK (most_per IN ('month', 'quarter')),
    low_at INTEGER NOT NULL CHECK (low_at >= 0),
    is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
    made_at INTEGER NOT NULL,
    CHECK ((most IS NULL) = (most_per IS NULL))
);
CREATE INDEX goods_by_photo ON goods (photo_sha256);

-- What somebody donated at once. `best_before` (UTC ms) is when it is no longer offered, NULL for what keeps.
CREATE TABLE batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    goods_id INTEGER NOT NULL REFERENCES goods (id),
    donor TEXT NOT NULL CHECK (donor <> ''),
    quantity INTEGER NOT NULL CHECK (typeof(quantity) = 'integer' AND quantity > 0),
    best_before INTEGER,
    received_at INTEGER NOT NULL,
    received_by INTEGER REFERENCES members (id)
);
CREATE INDEX batches_of_goods ON batches (goods_id, best_before);
CREATE TRIGGER batches_are_final BEFORE UPDATE ON batches
BEGIN
    SELECT RAISE(ABORT, 'a batch is what it was when it came');
END;
CREATE TRIGGER batches_stay BEFORE DELETE ON batches
BEGIN
    SELECT RAISE(ABORT, 'a batch is what it was when it came');
END;
CREATE TRIGGER batches_are_not_replaced BEFORE INSERT ON batches
WHEN EXISTS (SELECT 1 FROM batches WHERE id = NEW.id OR token = NEW.token)
BEGIN
    SELECT RAISE(ABORT, 'a batch is what it was when it came');
END;

-- One piece that somebody has chosen. `price` stays what it was then. `code` is told to whoever hands it over, `token` is
-- in the QR code. The points are the hold in the ledger with the key `redemption:<id>`. `reminder` is the row of the
-- outbox that reminds them.
CREATE TABLE redemptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL DEFAULT 1,
    code TEXT NOT NULL CHECK (length(code) = 6),
    state TEXT NOT NULL CHECK (state IN ('held', 'collected', 'cancelled', 'expired', 'undone')),
    goods_id INTEGER NOT NULL REFERENCES goods (id),
    batch_id INTEGER NOT NULL REFERENCES batches (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    price INTEGER NOT NULL CHECK (price > 0),
    held_at INTEGER NOT NULL,
    collect_by INTEGER NOT NULL CHECK (collect_by > held_at),
    reminder INTEGER,
    ended_at INTEGER,
    ended_by INTEGER REFERENCES members (id),
    CHECK ((ended_at IS NULL) = (state = 'held'))
);
CREATE UNIQUE INDEX redemptions_open_codes ON redemptions (code) WHERE state = 'held';
CREATE INDEX redemptions_open ON redemptions (collect_by) WHERE state = 'held';
CREATE INDEX redemptions_by_code ON redemptions (code);
CREATE INDEX redemptions_of_member ON redemptions (member_id, goods_id, held_at);
CREATE TRIGGER redemptions_end_once BEFORE UPDATE OF state ON redemptions
WHEN NOT (
    (OLD.state = 'held' AND NEW.state IN ('collected', 'cancelled', 'expired'))
    OR (OLD.state = 'collected' AND NEW.state = 'undone')
)
BEGIN
    SELECT RAISE(ABORT, 'a redemption ends once');
END;
CREATE TRIGGER redemptions_stay BEFORE DELETE ON redemptions
BEGIN
    SELECT RAISE(ABORT, 'a redemption is not deleted');
END;

-- What moved into, within and out of a batch. `free` and `held` are by how much the free and the promised pieces changed,
-- `free_after` and `held_after` what there was of them then. The stock of goods is the sum of its batches.
--
--   received     came from the donor
--   withdrawn    was entered by mistake, and nobody had chosen any of it
--   held         promised to somebody
--   released     not promised any more
--   handed_out   theirs now
--   returned     handed out by mistake
--   variance     more or fewer than there should be, when they were counted
--   written_off  past its best before, or spoilt
CREATE TABLE stock_moves (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch_id INTEGER NOT NULL REFERENCES batches (id),
    kind TEXT NOT NULL,
    free INTEGER NOT NULL CHECK (typeof(free) = 'integer'),
    held INTEGER NOT NULL CHECK (typeof(held) = 'integer'),
    free_after INTEGER NOT NULL CHECK (free_after >= 0),
    held_after INTEGER NOT NULL CHECK (held_after >= 0),
    redemption_id INTEGER REFERENCES redemptions (id),
    reason TEXT,
    actor_id INTEGER REFERENCES members (id),
    moved_at INTEGER NOT NULL,
    CHECK (
        (kind = 'received' AND free > 0 AND held = 0)
        OR (kind IN ('withdrawn', 'written_off') AND free < 0 AND held = 0)
        OR (kind = 'variance' AND free <> 0 AND held = 0 AND reason IS NOT NULL)
        OR (kind = 'held' AND free = -1 AND held = 1)
        OR (kind = 'released' AND free = 1 AND held = -1)
        OR (kind = 'handed_out' AND free = 0 AND held = -1)
        OR (kind = 'returned' AND free = 1 AND held = 0)
    ),
    CHECK ((redemption_id IS NOT NULL) = (kind IN ('held', 'released', 'handed_out', 'returned')))
);
CREATE INDEX stock_moves_of_batch ON stock_moves (batch_id, id, free_after, held_after);
CREATE UNIQUE INDEX stock_moves_of_redemption ON stock_moves (redemption_id, kind);
CREATE UNIQUE INDEX stock_moves_end_once ON stock_moves (redemption_id) WHERE kind IN ('released', 'handed_out');
CREATE UNIQUE INDEX stock_moves_received_once ON stock_moves (batch_id) WHERE kind = 'received';

CREATE TRIGGER stock_moves_are_final BEFORE UPDATE ON stock_moves
BEGIN
    SELECT RAISE(ABORT, 'the stock is not edited');
END;
CREATE TRIGGER stock_moves_stay BEFORE DELETE ON stock_moves
BEGIN
    SELECT RAISE(ABORT, 'the stock is not edited');
END;
-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER stock_moves_are_not_replaced BEFORE INSERT ON stock_moves
WHEN EXISTS (
    SELECT 1 FROM stock_moves
    WHERE id = NEW.id OR (redemption_id = NEW.redemption_id AND kind = NEW.kind)
    OR (batch_id = NEW.batch_id AND kind = 'received' AND NEW.kind = 'received')
)
BEGIN
    SELECT RAISE(ABORT, 'the stock is not edited');
END;
CREATE TRIGGER stock_moves_come_last AFTER INSERT ON stock_moves
WHEN NEW.id < (SELECT max(id) FROM stock_moves)
BEGIN
    SELECT RAISE(ABORT, 'the stock is only added to');
END;
CREATE TRIGGER stock_moves_add_up BEFORE INSERT ON stock_moves
WHEN NEW.free_after <> NEW.free + coalesce(
    (SELECT free_after FROM stock_moves WHERE batch_id = NEW.batch_id ORDER BY id DESC LIMIT 1), 0
) OR NEW.held_after <> NEW.held + coalesce(
    (SELECT held_after FROM stock_moves WHERE batch_id = NEW.batch_id ORDER BY id DESC LIMIT 1), 0
)
BEGIN
    SELECT RAISE(ABORT, 'the stock adds up');
END;
-- What ends a promise ends one that there is, of that batch; what comes back had been handed out.
CREATE TRIGGER stock_moves_follow BEFORE INSERT ON stock_moves
WHEN NEW.kind IN ('released', 'handed_out', 'returned') AND NOT EXISTS (
    SELECT 1 FROM stock_moves WHERE redemption_id = NEW.redemption_id AND batch_id = NEW.batch_id
    AND kind = CASE NEW.kind WHEN 'returned' THEN 'handed_out' ELSE 'held' END
)
BEGIN
    SELECT RAISE(ABORT, 'the stock has nothing of that to move');
END;
CREATE TRIGGER stock_moves_receive_the_batch BEFORE INSERT ON stock_moves
WHEN NEW.kind = 'received' AND NEW.free <> (SELECT quantity FROM batches WHERE id = NEW.batch_id)
BEGIN
    SELECT RAISE(ABORT, 'the stock receives the whole of a batch');
END;

-- On which days of a month things can be chosen, first and last included; NULL for always. The newest row is in force.
CREATE TABLE shop_windows (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    first_day INTEGER CHECK (first_day BETWEEN 1 AND 31),
    last_day INTEGER CHECK (last_day BETWEEN first_day AND 31),
    made_by INTEGER REFERENCES members (id),
    made_at INTEGER NOT NULL,
    CHECK ((first_day IS NULL) = (last_day IS NULL))
);
INSERT INTO shop_windows (first_day, last_day, made_at) VALUES (NULL, NULL, 0);
