-- Suspects are run alone: see `src/suspects.rs`.

-- Until when nothing else is leased beside this lease of a suspect. NULL when something else is, or
-- was: then a death says nothing about it.
ALTER TABLE jobs ADD COLUMN alone_until INTEGER;
ALTER TABLE deliveries ADD COLUMN alone_until INTEGER;
-- What is under way: little, and asked for when a suspect waits for its turn.
CREATE INDEX jobs_leased ON jobs (leased_until) WHERE leased_until IS NOT NULL;
CREATE INDEX deliveries_leased ON deliveries (leased_until) WHERE leased_until IS NOT NULL;
