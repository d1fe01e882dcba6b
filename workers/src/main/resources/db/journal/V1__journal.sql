create table dataset (
  name text primary key,
  benchmark_id text not null,
  data_path text not null,
  labels_path text not null,
  people integer not null check (people > 0),
  state text not null,
  reason text,
  detail text,
  revision integer,
  revision_digest text,
  fingerprint text,
  medperf_hash text,
  statistics text,
  added_at text not null
) strict;

create table accepted_revision (
  benchmark_id text not null,
  revision integer not null,
  digest text not null,
  document text not null,
  accepted_by text not null,
  accepted_at text not null,
  primary key (benchmark_id, revision)
) strict;

create table accepted_model (
  benchmark_id text not null,
  revision integer not null,
  model_id text not null,
  digest text not null,
  document text not null,
  accepted_by text not null,
  accepted_at text not null,
  primary key (benchmark_id, revision, model_id),
  foreign key (benchmark_id, revision) references accepted_revision
) strict;

create table claimed_task (
  task_id text primary key,
  topic text not null,
  case_id text not null,
  state text not null check (state in ('CLAIMED', 'ENDED', 'REPORTED')),
  reason text,
  detail text,
  claimed_at text not null,
  ended_at text
) strict;

create table execution (
  execution_id text primary key,
  round_id text not null,
  benchmark_id text not null,
  revision integer not null,
  revision_digest text not null,
  dataset text not null,
  fingerprint text not null,
  model_id text not null,
  model_digest text not null,
  evaluator_digest text not null,
  state text not null,
  reason text,
  detail text,
  metrics text,
  audience text,
  decided_by text,
  statement_id text,
  started_at text not null,
  staged_at text
) strict;

create index execution_by_dataset_and_model on execution (fingerprint, model_digest);

-- A statement on its way to the one platform that it was made for.
create table outbox (
  number integer primary key autoincrement,
  statement_id text not null,
  kind text not null,
  subject text not null,
  destination text not null,
  envelope text not null,
  state text not null check (state in ('WAITING', 'DELIVERED', 'REFUSED')),
  attempts integer not null default 0,
  next_attempt_at integer not null, -- milliseconds since 1970
  detail text,
  made_at text not null,
  settled_at text
) strict;

create index outbox_waiting on outbox (state, next_attempt_at);

-- What was sent, before it was sent. Each hash covers the one before it.
create table ledger (
  position integer primary key,
  at text not null,
  kind text not null,
  destination text not null,
  person text not null,
  body text not null,
  previous text not null,
  hash text not null
) strict;

create trigger ledger_is_not_changed before update on ledger
begin
  select raise(abort, 'the ledger is append-only');
end;

create trigger ledger_is_not_shortened before delete on ledger
begin
  select raise(abort, 'the ledger is append-only');
end;
