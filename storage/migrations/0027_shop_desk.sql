-- What coordinators do in the shop: goods and gifts that are being entered, what was handed out while the network was
-- down, and which goods have been said to run low.

-- Goods that are being put together, or changed (`goods_id`, read as `goods_version`). What is NULL has not been said.
-- `most` is 0 for no limit. `photo` says whether there is one: it may be on its way.
CREATE TABLE goods_drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'discarded', 'applied')),
    made_by INTEGER NOT NULL REFERENCES members (id),
    goods_id INTEGER REFERENCES goods (id),
    goods_version INTEGER,
    name_zh TEXT,
    name_en TEXT,
    price INTEGER,
    photo TEXT CHECK (photo IN ('none', 'coming', 'here')),
    photo_sha256 TEXT,
    most INTEGER,
    most_per TEXT,
    low_at INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    CHECK ((photo_sha256 IS NOT NULL) = (photo IS NOT NULL AND photo = 'here'))
);
CREATE UNIQUE INDEX goods_drafts_open ON goods_drafts (made_by) WHERE state = 'draft';
CREATE INDEX goods_drafts_by_photo ON goods_drafts (photo_sha256);

-- A donation that is being entered. `best_before` is UTC ms, 0 for what keeps. `batch_id` is what it became.
CREATE TABLE gift_drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'discarded', 'applied')),
    made_by INTEGER NOT NULL REFERENCES members (id),
    goods_id INTEGER NOT NULL REFERENCES goods (id),
    donor TEXT,
    quantity INTEGER,
    best_before INTEGER,
    batch_id INTEGER REFERENCES batches (id),
    made_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX gift_drafts_open ON gift_drafts (made_by) WHERE state = 'draft';

-- When a piece was really handed out that was ticked on paper and entered later (UTC ms).
CREATE TABLE paper_pickups (
    redemption_id INTEGER PRIMARY KEY REFERENCES redemptions (id),
    handed_at INTEGER NOT NULL
);

-- Goods that have fallen to their `low_at`, and of which coordinators were told; gone when there are more again.
CREATE TABLE low_stock (
    goods_id INTEGER PRIMARY KEY REFERENCES goods (id),
    told_at INTEGER NOT NULL
);

CREATE INDEX redemptions_by_end ON redemptions (ended_at, state);
CREATE INDEX redemptions_by_batch ON redemptions (batch_id, state);
CREATE INDEX stock_moves_by_time ON stock_moves (moved_at);
CREATE INDEX transfers_by_time ON transfers (recorded_at);
