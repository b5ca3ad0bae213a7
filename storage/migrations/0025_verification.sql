-- Whether it is really fixed. A round is a fix that somebody is to look at: 1 for the first, one more with every reopening.

-- What those who looked said: one row for each person and round. `reason` is why it is not fixed, or what was wrong all the
-- same. `photo_id` shows how they found it; no foreign key: a photo can be let go of.
CREATE TABLE report_verdicts (
    report_id INTEGER NOT NULL REFERENCES reports (id),
    round INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES members (id),
    part TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('fixed', 'not_fixed')),
    reason TEXT,
    words TEXT NOT NULL DEFAULT '',
    photo_id INTEGER,
    given_at INTEGER NOT NULL,
    PRIMARY KEY (report_id, round, member_id)
);
CREATE INDEX report_verdicts_given ON report_verdicts (given_at);
CREATE INDEX report_verdicts_member ON report_verdicts (member_id);

-- Where somebody is asked whether it is fixed, as outbox rows: the question, and what reminded of it.
CREATE TABLE verification_asks (
    report_id INTEGER NOT NULL REFERENCES reports (id),
    round INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES members (id),
    part TEXT NOT NULL,
    outbox_id INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    reminder_id INTEGER,
    PRIMARY KEY (report_id, round, member_id)
);
CREATE INDEX verification_asks_outbox ON verification_asks (outbox_id);
CREATE INDEX verification_asks_member ON verification_asks (member_id);

-- What couriers who asked for it are offered to look at. It tells about where they are, so it goes when it is over; that
-- they declined stays until somebody else has looked.
CREATE TABLE verification_offers (
    report_id INTEGER NOT NULL REFERENCES reports (id),
    round INTEGER NOT NULL,
    member_id INTEGER NOT NULL REFERENCES members (id),
    outbox_id INTEGER NOT NULL,
    offered_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    accepted_at INTEGER,
    photo_id INTEGER,
    declined_at INTEGER,
    PRIMARY KEY (report_id, round, member_id)
);
CREATE INDEX verification_offers_open ON verification_offers (expires_at) WHERE declined_at IS NULL;
CREATE INDEX verification_offers_member ON verification_offers (member_id);

-- What there is to look at, by where it is. The state comes first, though it is always the same: else SQLite takes an index
-- of states in place of this one.
CREATE INDEX reports_to_look_at ON reports (state, latitude, longitude) WHERE state = 'fixed';
