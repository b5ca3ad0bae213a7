-- Who answers for what, where and when, before the grid's workers do: in order, the first that fits has it.

-- `conditions` is a JSON object, which `storage/routing_rules.py` reads. A rule names a person or a group chat; neither
-- is left of somebody who was erased. `off_reason` says why it is off; `told_at` when coordinators heard of that.
CREATE TABLE routing_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    position INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    conditions TEXT NOT NULL,
    member_id INTEGER REFERENCES members (id),
    chat_id INTEGER,
    chat_language TEXT NOT NULL DEFAULT 'zh' CHECK (chat_language IN ('zh', 'en')),
    is_on INTEGER NOT NULL DEFAULT 1 CHECK (is_on IN (0, 1)),
    off_reason TEXT,
    told_at INTEGER,
    CHECK ((is_on = 1) = (off_reason IS NULL)),
    CHECK (member_id IS NULL OR chat_id IS NULL)
);
CREATE INDEX routing_rules_member ON routing_rules (member_id) WHERE member_id IS NOT NULL;

-- `rule_id` brought the report where it went; the next list of rules may know it no longer. `side_grid_id` is what its
-- reporter said of a place that lies between grids.
ALTER TABLE reports ADD COLUMN rule_id INTEGER;
ALTER TABLE reports ADD COLUMN side_grid_id TEXT REFERENCES grids (id);
