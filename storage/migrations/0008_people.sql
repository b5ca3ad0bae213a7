-- Finding people by name. The index holds the names of those who can be found, in order.
CREATE INDEX members_on_the_team ON members (name, id) WHERE standing IN ('active', 'pending');

-- What somebody looked for last, one each: buttons that turn its pages carry the token, as the words may be too long.
CREATE TABLE people_searches (
    member_id INTEGER PRIMARY KEY REFERENCES members (id),
    token TEXT NOT NULL UNIQUE,
    words TEXT NOT NULL,
    sought_at INTEGER NOT NULL
);
