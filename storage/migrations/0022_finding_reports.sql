-- Finding reports again: by what was written about them, by where and how they stand, and by when.

-- Every two characters that stand side by side in a report's words, and its words where words are spaced: what they are
-- is said by storage/bigrams.py, which also reads them. Nothing else may fill this.
CREATE TABLE report_bigrams (
    bigram TEXT NOT NULL,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    PRIMARY KEY (bigram, report_id)
) WITHOUT ROWID;
CREATE INDEX report_bigrams_report ON report_bigrams (report_id);

-- Reports whose words have changed since they were read; at first all that have any.
CREATE TABLE unread_reports (
    report_id INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE
);
INSERT INTO unread_reports (report_id) SELECT DISTINCT report_id FROM report_words;

-- Whatever changes words, what was found by them is found no more from that moment, and they are read anew. So words
-- that are erased are erased here too, by whomever.
CREATE TRIGGER report_words_come AFTER INSERT ON report_words
BEGIN
    INSERT INTO unread_reports (report_id) SELECT NEW.report_id
        WHERE NOT EXISTS (SELECT 1 FROM unread_reports WHERE report_id = NEW.report_id);
END;
CREATE TRIGGER report_words_change AFTER UPDATE ON report_words
BEGIN
    DELETE FROM report_bigrams WHERE report_id IN (OLD.report_id, NEW.report_id);
    INSERT INTO unread_reports (report_id) SELECT id FROM reports WHERE id IN (OLD.report_id, NEW.report_id)
        AND NOT EXISTS (SELECT 1 FROM unread_reports WHERE report_id = reports.id);
END;
CREATE TRIGGER report_words_go AFTER DELETE ON report_words
BEGIN
    DELETE FROM report_bigrams WHERE report_id = OLD.report_id;
    INSERT INTO unread_reports (report_id) SELECT OLD.report_id
        WHERE NOT EXISTS (SELECT 1 FROM unread_reports WHERE report_id = OLD.report_id);
END;

-- What somebody looks for now: one search for each, whose filters buttons change. Empty words and no grid narrow nothing.
CREATE TABLE report_searches (
    member_id INTEGER PRIMARY KEY REFERENCES members (id),
    token TEXT NOT NULL UNIQUE,
    words TEXT NOT NULL DEFAULT '',
    grid_id TEXT REFERENCES grids (id) ON DELETE SET NULL,
    stage TEXT NOT NULL,
    period TEXT NOT NULL,
    sought_at INTEGER NOT NULL
);

-- Lists of reports are read in these orders, and figures about them from these columns alone.
CREATE INDEX reports_standing ON reports (state, grid_id, submitted_at);
CREATE INDEX reports_submitted ON reports (submitted_at, state) WHERE number IS NOT NULL;
CREATE INDEX reports_number_tail ON reports (substr(number, -3)) WHERE number IS NOT NULL;
CREATE INDEX reports_acceptance ON reports (category, grid_id, accepted_at, submitted_at)
    WHERE accepted_at IS NOT NULL;
CREATE INDEX reports_closing ON reports (category, grid_id, closed_at, accepted_at) WHERE closed_at IS NOT NULL;
