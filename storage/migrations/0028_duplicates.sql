-- What may be the same: reports of one incident, and photos of one picture.

-- `is_distinct`: its reporter has seen the open reports about the like nearby and says that theirs is none of them.
-- `resembles` is the newest report before it with a photo like one of its photos.
-- `held_until`: a whole draft waits until then, because its reporter has sent so many.
ALTER TABLE reports ADD COLUMN is_distinct INTEGER NOT NULL DEFAULT 0 CHECK (is_distinct IN (0, 1));
ALTER TABLE reports ADD COLUMN held_until INTEGER;
ALTER TABLE reports ADD COLUMN resembles INTEGER REFERENCES reports (id);

-- With the state first: an index of latitudes alone loses to any that begins with the state.
CREATE INDEX reports_state_place ON reports (state, latitude);
CREATE INDEX reports_held ON reports (held_until) WHERE held_until IS NOT NULL;
CREATE INDEX reports_sent ON reports (reporter_id, submitted_at) WHERE submitted_at IS NOT NULL;

-- `is_vouched`: whoever sent it says that it only looks like a photo that was there before.
ALTER TABLE report_photos ADD COLUMN is_vouched INTEGER NOT NULL DEFAULT 0 CHECK (is_vouched IN (0, 1));
CREATE INDEX report_photos_report ON report_photos (report_id);

-- What a photo looks like: 64 bits in five bands. Two that differ in at most four bits have a band in common, so that
-- looking for a band finds them. Photos stored before, and those that show too little to be told apart, have none.
CREATE TABLE photo_looks (
    sha256 TEXT PRIMARY KEY REFERENCES photos (sha256) ON DELETE CASCADE,
    band_1 INTEGER NOT NULL,
    band_2 INTEGER NOT NULL,
    band_3 INTEGER NOT NULL,
    band_4 INTEGER NOT NULL,
    band_5 INTEGER NOT NULL
);
CREATE INDEX photo_looks_1 ON photo_looks (band_1);
CREATE INDEX photo_looks_2 ON photo_looks (band_2);
CREATE INDEX photo_looks_3 ON photo_looks (band_3);
CREATE INDEX photo_looks_4 ON photo_looks (band_4);
CREATE INDEX photo_looks_5 ON photo_looks (band_5);
