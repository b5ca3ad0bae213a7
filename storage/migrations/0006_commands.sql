-- The commands menu that the channel was last told to show to somebody, as a hash; whoever has no row sees everybody's.
CREATE TABLE commands_shown (
    member_id INTEGER PRIMARY KEY REFERENCES members (id),
    menu_hash TEXT NOT NULL
);
