-- A task with its order, so that a worker that starts again goes on with it without asking.
create table claimed_task_3 (
  task_id text primary key,
  topic text not null,
  case_id text not null,
  variables text not null, -- the order as JSON; empty for a task of an older worker
  retries integer,         -- tries that the platform still has for it; null when it never said
  priority integer not null,
  state text not null check (state in ('CLAIMED', 'FALTERED', 'ENDED', 'REPORTED')),
  reason text,
  detail text,
  claimed_at text not null,
  ended_at text
) strict;

insert into claimed_task_3
select task_id, topic, case_id, '', null, 0, state, reason, detail, claimed_at, ended_at
from claimed_task;

drop table claimed_task;
alter table claimed_task_3 rename to claimed_task;

-- How a task ended, on its way to the platform.
create table task_report (
  task_id text primary key,
  verb text not null check (verb in ('complete', 'bpmnError', 'failure')),
  body text not null,
  attempts integer not null default 0,
  next_attempt_at integer not null, -- milliseconds since 1970
  detail text,
  made_at text not null
) strict;

-- The last run of each step of a case: its engine, its container, its outcome.
create table step (
  case_id text not null,
  role text not null,
  engine text not null,
  container text not null,
  placed_at text not null,
  ended_at text,
  outcome text,
  primary key (case_id, role)
) strict;
