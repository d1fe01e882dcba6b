-- From when an acceptance is valid: for a person's, the moment of it; for pinned keys', when they signed.
alter table accepted_revision add column valid_from text;
alter table accepted_revision add column withdrawn_by text;
alter table accepted_revision add column withdrawn_at text;
alter table accepted_revision add column withdrawn_because text;
alter table accepted_model add column valid_from text;
alter table accepted_model add column withdrawn_by text;
alter table accepted_model add column withdrawn_at text;
alter table accepted_model add column withdrawn_because text;

-- Every decision about acceptance, in its order; model_id is empty for a revision itself.
create table acceptance_decision (
  position integer primary key autoincrement,
  at text not null,
  decision text not null check (decision in ('ACCEPTED', 'DECLINED', 'WITHDRAWN')),
  benchmark_id text not null,
  revision integer not null,
  model_id text not null,
  digest text not null,
  decided_by text not null,
  reason text not null
) strict;

create index acceptance_decision_by_subject
  on acceptance_decision (benchmark_id, revision, model_id, position);

create trigger acceptance_decision_is_not_changed before update on acceptance_decision
begin
  select raise(abort, 'decisions are append-only');
end;

create trigger acceptance_decision_is_not_deleted before delete on acceptance_decision
begin
  select raise(abort, 'decisions are append-only');
end;

-- Signatures that a person carried in, past the platform.
create table carried_signature (
  benchmark_id text not null,
  revision integer not null,
  envelope text not null,
  carried_by text not null,
  carried_at text not null,
  primary key (benchmark_id, revision, envelope)
) strict;
