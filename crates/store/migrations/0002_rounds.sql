-- Work lists at work: where every matter stands, its lamps, and the rounds in which it is reported.
-- Days are kept as numbers (days since 1970-01-01) where they are compared often.

-- One row per record of a work list: what its record, its reports and the law make of it, so that a list
-- of ten thousand is counted without reading the records. Follows from them; never decided from.
CREATE TABLE work_item(
  cell TEXT NOT NULL, id TEXT NOT NULL, register TEXT NOT NULL, unit TEXT NOT NULL, standing TEXT NOT NULL,
  area TEXT NOT NULL, sample BIGINT NOT NULL, reported_on BIGINT, lamp TEXT NOT NULL, lamp_since BIGINT NOT NULL,
  lamp_until BIGINT NOT NULL, judged_on BIGINT NOT NULL, held JSONB NOT NULL, words JSONB NOT NULL,
  charter_version BIGINT NOT NULL, round TEXT NOT NULL, report_state TEXT NOT NULL,
  PRIMARY KEY(cell, id));
CREATE INDEX work_item_by_lamp ON work_item(register, sample, area, lamp, lamp_until, id);
CREATE INDEX work_item_by_unit ON work_item(unit, register, standing, id);
CREATE INDEX work_item_by_register ON work_item(register, standing, unit, round, report_state);
CREATE INDEX work_item_by_due ON work_item(lamp_until, id);

-- Every lamp a matter has had, with the day it came on and why.
CREATE TABLE lamp_change(
  cell TEXT NOT NULL, item TEXT NOT NULL, number BIGINT NOT NULL, day BIGINT NOT NULL, lamp TEXT NOT NULL,
  words JSONB NOT NULL, recorded_at BIGINT NOT NULL, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, item, number));

-- Lamps given by a person, with the reason and the last day they hold.
CREATE TABLE lamp_override(
  cell TEXT NOT NULL, item TEXT NOT NULL, number BIGINT NOT NULL, lamp TEXT NOT NULL, reason TEXT NOT NULL,
  first_day BIGINT NOT NULL, last_day BIGINT NOT NULL, actor TEXT NOT NULL, actor_post TEXT NOT NULL,
  recorded_at BIGINT NOT NULL, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, item, number));

-- Changes that need approval: proposed by a lead, approved or declined.
CREATE TABLE proposal(
  cell TEXT NOT NULL, item TEXT NOT NULL, number BIGINT NOT NULL, register TEXT NOT NULL, unit TEXT NOT NULL,
  state TEXT NOT NULL, item_version BIGINT NOT NULL, fields JSONB NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL,
  remark TEXT NOT NULL, proposed_by TEXT NOT NULL, proposed_at BIGINT NOT NULL, decided_by TEXT NOT NULL,
  decided_at BIGINT, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, item, number));
CREATE INDEX proposal_by_state ON proposal(state, register, item);

-- A round: one month, some lists, a day by which to report.
CREATE TABLE round(
  cell TEXT NOT NULL, id TEXT NOT NULL, lists JSONB NOT NULL, as_of TEXT NOT NULL, due TEXT NOT NULL,
  state TEXT NOT NULL, note TEXT NOT NULL, opened_at BIGINT NOT NULL, closed_at BIGINT, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, id));

-- The report of one matter in one round, as it stands; and every version of it.
CREATE TABLE report(
  cell TEXT NOT NULL, item TEXT NOT NULL, round TEXT NOT NULL, version BIGINT NOT NULL, state TEXT NOT NULL,
  register TEXT NOT NULL, unit TEXT NOT NULL, fields JSONB NOT NULL, before JSONB NOT NULL, stage TEXT NOT NULL,
  remark TEXT NOT NULL, saved_at BIGINT NOT NULL,
  PRIMARY KEY(cell, item, round));
CREATE INDEX report_by_round ON report(round, register, state, unit, item);
CREATE INDEX report_by_unit ON report(unit, round, state, item);

CREATE TABLE report_version(
  cell TEXT NOT NULL, item TEXT NOT NULL, round TEXT NOT NULL, version BIGINT NOT NULL, state TEXT NOT NULL,
  fields JSONB NOT NULL, before JSONB NOT NULL, stage TEXT NOT NULL, remark TEXT NOT NULL, actor TEXT NOT NULL,
  actor_post TEXT NOT NULL, recorded_at BIGINT NOT NULL, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, item, round, version));
