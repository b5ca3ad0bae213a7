-- Whom the contents of a row name, by name or phone, besides whoever it goes to: so that erasing them finds it.
-- Kept as long as the contents.
CREATE TABLE outbox_mentions (
    outbox_id INTEGER NOT NULL REFERENCES outbox (id),
    member_id INTEGER NOT NULL REFERENCES members (id),
    PRIMARY KEY (outbox_id, member_id)
);
CREATE INDEX outbox_mentions_member ON outbox_mentions (member_id);
