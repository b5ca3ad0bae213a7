-- What a reporter was told when their report went out, as the outbox row that said so: it is changed to where the
-- report has got to. No foreign key, as with cards.
CREATE TABLE report_receipts (
    report_id INTEGER PRIMARY KEY REFERENCES reports (id),
    outbox_id INTEGER NOT NULL
);

-- A card that has arrived, and when; `lost_at` is the opposite.
ALTER TABLE report_cards ADD COLUMN delivered_at INTEGER;

-- Albums of which a part was given up with a draft: parts that arrive later are given up too.
CREATE TABLE discarded_albums (
    report_id INTEGER NOT NULL REFERENCES reports (id),
    media_group_id TEXT NOT NULL,
    PRIMARY KEY (report_id, media_group_id)
);
CREATE INDEX discarded_albums_album ON discarded_albums (media_group_id);
