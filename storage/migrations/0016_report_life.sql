-- A report's life after its submission: who takes care of it, what it waits for, and how that ended.

-- `worker_id` took it on. It goes to `assignee_id` or to the chat `assignee_chat_id` in place of its grid's workers.
-- `joined_to` is the report about the same incident that goes on in its place; no chain: that one is joined to none.
-- `state_since` is when it came into its state, `deferred_until` when a deferred one goes on; `is_urgent` a danger.
ALTER TABLE reports ADD COLUMN worker_id INTEGER REFERENCES members (id);
ALTER TABLE reports ADD COLUMN assignee_id INTEGER REFERENCES members (id);
ALTER TABLE reports ADD COLUMN assignee_chat_id INTEGER;
ALTER TABLE reports ADD COLUMN joined_to INTEGER REFERENCES reports (id);
ALTER TABLE reports ADD COLUMN state_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reports ADD COLUMN deferred_until INTEGER;
ALTER TABLE reports ADD COLUMN is_urgent INTEGER NOT NULL DEFAULT 0 CHECK (is_urgent IN (0, 1));
ALTER TABLE reports ADD COLUMN accepted_at INTEGER;
ALTER TABLE reports ADD COLUMN fixed_at INTEGER;
ALTER TABLE reports ADD COLUMN closed_at INTEGER;
ALTER TABLE reports ADD COLUMN times_reopened INTEGER NOT NULL DEFAULT 0;

CREATE INDEX reports_joined ON reports (joined_to) WHERE joined_to IS NOT NULL;
CREATE INDEX reports_state ON reports (state, state_since) WHERE number IS NOT NULL;
CREATE INDEX reports_assignee ON reports (assignee_id) WHERE assignee_id IS NOT NULL;

-- A photo shows the incident, what it looks like after it was fixed, or what somebody found who went and looked.
-- `sender_id` is who sent it, if that was not the reporter.
ALTER TABLE report_photos ADD COLUMN shows TEXT NOT NULL DEFAULT 'incident'
    CHECK (shows IN ('incident', 'fixed', 'verification'));
ALTER TABLE report_photos ADD COLUMN sender_id INTEGER REFERENCES members (id);

-- The history once more, with steps that the clock takes (no actor), and with what a step names besides its report:
-- until when, to whom, into which report.
CREATE TABLE report_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id INTEGER NOT NULL REFERENCES reports (id),
    action TEXT NOT NULL,
    actor_id INTEGER REFERENCES members (id),
    state_before TEXT NOT NULL,
    state_after TEXT NOT NULL,
    reason TEXT,
    until INTEGER,
    assignee_id INTEGER REFERENCES members (id),
    grid_id TEXT,
    joined_to INTEGER REFERENCES reports (id),
    changed_at INTEGER NOT NULL
);
INSERT INTO report_history (id, report_id, action, actor_id, state_before, state_after, reason, changed_at)
    SELECT id, report_id, action, actor_id, state_before, state_after, reason, changed_at FROM report_changes;
DROP TABLE report_changes;
ALTER TABLE report_history RENAME TO report_changes;
CREATE INDEX report_changes_report ON report_changes (report_id);

CREATE TRIGGER report_changes_are_final BEFORE UPDATE ON report_changes
BEGIN
    SELECT RAISE(ABORT, 'the history of a report is not edited');
END;
CREATE TRIGGER report_changes_stay BEFORE DELETE ON report_changes
BEGIN
    SELECT RAISE(ABORT, 'the history of a report is not deleted');
END;

-- Times that reports of before have had.
UPDATE reports SET
    state_since = coalesce((SELECT max(changed_at) FROM report_changes WHERE report_id = reports.id), opened_at),
    worker_id = (SELECT actor_id FROM report_changes WHERE report_id = reports.id AND action = 'accept'),
    accepted_at = (SELECT changed_at FROM report_changes WHERE report_id = reports.id AND action = 'accept');
