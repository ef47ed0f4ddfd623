-- Meetings: what stands beside the records of a meeting, all in its cell. All meetings of a body share one cell, so
-- that its numbers are issued there.

-- Numbers given to meetings and resolutions, once and in order per series and year (year 0: one row of numbers for all).
CREATE TABLE issued_number(
  cell TEXT NOT NULL, series TEXT NOT NULL, year BIGINT NOT NULL, number BIGINT NOT NULL, subject TEXT NOT NULL,
  issued_at BIGINT NOT NULL, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, series, year, number));

-- Who is in the room or should be: post:ID for a seat, unit:ID or post:ID for whoever attends without a vote.
CREATE TABLE meeting_attendance(
  cell TEXT NOT NULL, meeting TEXT NOT NULL, attendee TEXT NOT NULL, votes BIGINT NOT NULL, side TEXT NOT NULL,
  person TEXT NOT NULL, standing TEXT NOT NULL, presence TEXT NOT NULL, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, meeting, attendee));

-- Who keeps out of an item, and why.
CREATE TABLE meeting_recusal(
  cell TEXT NOT NULL, meeting TEXT NOT NULL, item TEXT NOT NULL, post TEXT NOT NULL, reason TEXT NOT NULL,
  entry BIGINT NOT NULL,
  PRIMARY KEY(cell, item, post));

-- The papers of an item as they were read: content by its digest; frozen in the reading of that meeting.
CREATE TABLE meeting_paper(
  cell TEXT NOT NULL, meeting TEXT NOT NULL, item TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL,
  digest TEXT NOT NULL, size BIGINT NOT NULL, subject TEXT NOT NULL, version BIGINT NOT NULL, filed_at BIGINT NOT NULL,
  late BIGINT NOT NULL, let_in TEXT NOT NULL, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, item, number));

-- A vote about an item: open, counted or void. base is who may vote, frozen; outcome what came of it.
CREATE TABLE meeting_ballot(
  cell TEXT NOT NULL, id TEXT NOT NULL, meeting TEXT NOT NULL, item TEXT NOT NULL, number BIGINT NOT NULL,
  kind TEXT NOT NULL, question TEXT NOT NULL, state TEXT NOT NULL, opened_at BIGINT NOT NULL, until TEXT,
  base JSONB NOT NULL, outcome JSONB NOT NULL, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, id));
CREATE INDEX meeting_ballot_by_meeting ON meeting_ballot(cell, meeting);

-- Votes by name.
CREATE TABLE meeting_vote(
  cell TEXT NOT NULL, ballot TEXT NOT NULL, post TEXT NOT NULL, person TEXT NOT NULL, choice TEXT NOT NULL,
  entered_by TEXT NOT NULL, at BIGINT NOT NULL, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, ballot, post));

-- Slips of a secret ballot, by the digest of their code. No person, no time, no entry: nothing here says who cast one.
CREATE TABLE meeting_slip(
  cell TEXT NOT NULL, ballot TEXT NOT NULL, slip TEXT NOT NULL, side TEXT NOT NULL, choice TEXT NOT NULL,
  PRIMARY KEY(cell, ballot, slip));

-- What happened in a meeting, in order; only ever added.
CREATE TABLE meeting_event(
  cell TEXT NOT NULL, meeting TEXT NOT NULL, number BIGINT NOT NULL, at BIGINT NOT NULL, command TEXT NOT NULL,
  item TEXT NOT NULL, actor TEXT NOT NULL, actor_post TEXT NOT NULL, said JSONB NOT NULL, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, meeting, number));
