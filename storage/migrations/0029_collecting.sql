-- `collects`: a grid worker wants to see ordinary reports all at once in the morning, and not one by one.
ALTER TABLE preferences ADD COLUMN collects INTEGER NOT NULL DEFAULT 0 CHECK (collects IN (0, 1));
