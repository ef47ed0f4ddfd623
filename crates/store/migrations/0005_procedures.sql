-- Cases of procedures, their events and holders, and what falls due when. All rows of a case live in the
-- cell of the record it is about.

-- Where every case stands today.
CREATE TABLE procedure_case(
  cell TEXT NOT NULL, id TEXT NOT NULL, procedure TEXT NOT NULL, register TEXT NOT NULL, subject TEXT NOT NULL,
  subject_version BIGINT NOT NULL, charter_version BIGINT NOT NULL, version BIGINT NOT NULL,
  step TEXT NOT NULL, state TEXT NOT NULL, opened_at BIGINT NOT NULL, moved_at BIGINT NOT NULL,
  due_on TEXT, unpublished TEXT NOT NULL, counted_under BIGINT NOT NULL, body JSONB NOT NULL,
  PRIMARY KEY(cell, id));
CREATE INDEX procedure_case_by_subject ON procedure_case(cell, subject, procedure);
CREATE INDEX procedure_case_by_state ON procedure_case(state, due_on, id);

-- Everything that ever happened to a case, in order; only ever added.
CREATE TABLE procedure_event(
  cell TEXT NOT NULL, id TEXT NOT NULL, number BIGINT NOT NULL, at BIGINT NOT NULL, command TEXT NOT NULL,
  charter_version BIGINT NOT NULL, actor TEXT NOT NULL, actor_post TEXT NOT NULL, entry BIGINT NOT NULL,
  said JSONB NOT NULL, state JSONB NOT NULL,
  PRIMARY KEY(cell, id, number));

-- Who holds an open case (relation holds) and who was told of it (told): role:ID, unit:ID, person:ID.
CREATE TABLE procedure_holder(
  cell TEXT NOT NULL, id TEXT NOT NULL, relation TEXT NOT NULL, holder TEXT NOT NULL,
  PRIMARY KEY(cell, id, relation, holder));
CREATE INDEX procedure_holder_by_holder ON procedure_holder(holder);

-- What falls due on which day: waiting, done, lapsed or refused.
CREATE TABLE deadline(
  cell TEXT NOT NULL, id TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL, part BIGINT NOT NULL,
  falls_on TEXT NOT NULL, unpublished TEXT NOT NULL, state TEXT NOT NULL, made_at BIGINT NOT NULL,
  settled_at BIGINT, what JSONB NOT NULL,
  PRIMARY KEY(cell, id));
CREATE INDEX deadline_by_state ON deadline(state, falls_on, id);
CREATE INDEX deadline_by_subject ON deadline(cell, subject);
