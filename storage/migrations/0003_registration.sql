-- Who may come in, what they agreed to, and a registration that is a row with holes.

-- One row for every yes and every no: the newest of a purpose is in force. `wording` is the version of the text that
-- was agreed to.
CREATE TABLE consents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL REFERENCES members (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('registration', 'photo_and_place')),
    given INTEGER NOT NULL CHECK (given IN (0, 1)),
    wording INTEGER NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX consents_member ON consents (member_id, purpose, id);

-- A link of 128 random bits, of which only the hash is kept. `grids` is a JSON list of grid ids.
CREATE TABLE invitations (
    token_hash TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('courier', 'grid_worker', 'coordinator', 'admin')),
    station_id TEXT REFERENCES stations (id),
    grids TEXT NOT NULL DEFAULT '[]',
    made_by INTEGER REFERENCES members (id),
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_by INTEGER REFERENCES members (id),
    used_at INTEGER
);

-- `phone_skipped` and `station_skipped` are answers too. `token` and `version` are for buttons, as with reports.
CREATE TABLE registrations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL DEFAULT 1,
    member_id INTEGER NOT NULL REFERENCES members (id),
    state TEXT NOT NULL,
    invitation_hash TEXT REFERENCES invitations (token_hash),
    name TEXT,
    phone TEXT,
    phone_skipped INTEGER NOT NULL DEFAULT 0,
    station_id TEXT REFERENCES stations (id),
    station_skipped INTEGER NOT NULL DEFAULT 0,
    asked TEXT,
    asked_at INTEGER,
    opened_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by INTEGER REFERENCES members (id),
    reason TEXT
);
CREATE UNIQUE INDEX registrations_open ON registrations (member_id) WHERE state IN ('open', 'submitted');

-- Where coordinators see somebody who wants to join, as the outbox row that put it there; `lost_at` is when it turned
-- out not to be.
CREATE TABLE registration_cards (
    registration_id INTEGER NOT NULL REFERENCES registrations (id),
    channel TEXT NOT NULL,
    chat_id INTEGER NOT NULL,
    outbox_id INTEGER NOT NULL,
    language TEXT NOT NULL,
    lost_at INTEGER,
    PRIMARY KEY (registration_id, channel, chat_id)
);
CREATE INDEX registration_cards_outbox ON registration_cards (outbox_id);

-- An invitation that somebody is putting together in chat: one each, a newer one replaces it.
CREATE TABLE invitation_drafts (
    made_by INTEGER PRIMARY KEY REFERENCES members (id),
    token TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL DEFAULT 1,
    role TEXT,
    grids TEXT NOT NULL DEFAULT '[]'
);
