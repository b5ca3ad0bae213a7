-- By when a report is to be taken on, and to be fixed. Both stay while the clock stands (the reporter was asked, it was
-- deferred, it is said to be fixed) and are moved on when it goes again. `overdue_at` is when somebody is to be told next
-- that it is late: NULL while the clock stands, and when everybody has been.
ALTER TABLE reports ADD COLUMN accept_by INTEGER;
ALTER TABLE reports ADD COLUMN fix_by INTEGER;
ALTER TABLE reports ADD COLUMN overdue_at INTEGER;
CREATE INDEX reports_overdue ON reports (overdue_at) WHERE overdue_at IS NOT NULL;

-- What was noticed to be late: once, twice, three times over. A deadline is told apart by when it is due.
CREATE TABLE report_overdues (
    report_id INTEGER NOT NULL REFERENCES reports (id),
    deadline TEXT NOT NULL CHECK (deadline IN ('accept', 'fix')),
    due_at INTEGER NOT NULL,
    times INTEGER NOT NULL CHECK (times BETWEEN 1 AND 3),
    noticed_at INTEGER NOT NULL,
    PRIMARY KEY (report_id, deadline, due_at, times)
);

-- How long each category may take, in minutes of working time, where that is not what the bot comes with.
CREATE TABLE deadlines (
    category TEXT PRIMARY KEY,
    accept_minutes INTEGER NOT NULL CHECK (accept_minutes > 0),
    fix_minutes INTEGER NOT NULL CHECK (fix_minutes > 0)
);

-- When people work: times of day in minutes since midnight. Days are local dates; a special day is a holiday or is worked on.
CREATE TABLE working_hours (
    begins INTEGER PRIMARY KEY CHECK (begins >= 0),
    ends INTEGER NOT NULL CHECK (ends > begins AND ends <= 1440)
);
CREATE TABLE working_weekdays (weekday INTEGER PRIMARY KEY CHECK (weekday BETWEEN 1 AND 7));
CREATE TABLE special_days (day TEXT PRIMARY KEY, is_worked INTEGER NOT NULL CHECK (is_worked IN (0, 1)));
INSERT INTO working_hours (begins, ends) VALUES (510, 720), (840, 1050);
INSERT INTO working_weekdays (weekday) VALUES (1), (2), (3), (4), (5);
