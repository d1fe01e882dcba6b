-- What was decided, registered and released. The engine's own tables say where a case is.

-- Who decided what about which subject, when and why. The last entry about a subject counts.
create table registry.decision (
  id         bigint generated always as identity primary key,
  subject    text        not null,
  outcome    text        not null check (outcome in ('PROPOSED', 'APPROVED', 'DECLINED', 'LAPSED', 'TEST_FAILED')),
  decided_by text,
  decided_at timestamptz not null default clock_timestamp(),
  comment    text        not null default '',
  -- A lapse and a failed test have no author.
  check ((decided_by is null) = (outcome in ('LAPSED', 'TEST_FAILED')))
);
create index decision_subject on registry.decision (subject, id);
create trigger decision_append_only before update or delete or truncate on registry.decision
  for each statement execute function registry.refuse_change();

-- Demo data, by the SHA-256 of its bytes.
create table registry.asset (
  sha256      text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes       bytea       not null check (octet_length(bytes) <= 52428800),
  uploaded_by text        not null,
  uploaded_at timestamptz not null default clock_timestamp()
);
alter table registry.asset alter column bytes set storage external;

-- A benchmark lives through revisions; a proposal that was declined keeps its number.
create table registry.revision (
  id           text        not null unique,
  benchmark_id text        not null,
  number       integer     not null check (number >= 1),
  title        text        not null,
  document     text        not null,
  digest       text        not null check (digest ~ '^sha256:[0-9a-f]{64}$'),
  state        text        not null default 'PROPOSED' check (state in ('PROPOSED', 'ACTIVE', 'DECLINED')),
  proposed_by  text        not null,
  proposed_at  timestamptz not null default clock_timestamp(),
  settled_at   timestamptz,
  primary key (benchmark_id, number),
  check (id = benchmark_id || '-r' || number),
  check ((state = 'PROPOSED') = (settled_at is null))
);

-- The document never changes, and a state once settled stays.
create function registry.guard_revision() returns trigger language plpgsql as $$
begin
  if (new.id, new.benchmark_id, new.number, new.title, new.document, new.digest, new.proposed_by, new.proposed_at)
     is distinct from
     (old.id, old.benchmark_id, old.number, old.title, old.document, old.digest, old.proposed_by, old.proposed_at)
     or old.state <> 'PROPOSED' then
    raise exception 'revision % is immutable', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger revision_guard before update on registry.revision
  for each row execute function registry.guard_revision();
create trigger revision_kept before delete or truncate on registry.revision
  for each statement execute function registry.refuse_change();

-- A model's container; what it is does not change under its id.
create table registry.model (
  id           text primary key,
  title        text        not null,
  document     text        not null,
  digest       text        not null check (digest ~ '^sha256:[0-9a-f]{64}$'),
  owner        text        not null,
  submitted_at timestamptz not null default clock_timestamp()
);
create trigger model_append_only before update or delete or truncate on registry.model
  for each statement execute function registry.refuse_change();

-- A facility's prepared data: never content, never path.
create table registry.dataset (
  id            text primary key,
  facility_id   text        not null,
  benchmark_id  text        not null,
  revision      integer     not null,
  state         text        not null check (state in ('PREPARING', 'REGISTERED', 'FAILED')),
  reason        text,
  fingerprint   text,
  people        bigint check (people >= 0),
  statistics    text,
  signed_by     text,
  statement_id  text,
  requested_at  timestamptz not null default clock_timestamp(),
  registered_at timestamptz,
  foreign key (benchmark_id, revision) references registry.revision (benchmark_id, number),
  check (id like facility_id || '.%'),
  check ((state = 'FAILED') = (reason is not null)),
  check (state <> 'REGISTERED'
         or (fingerprint is not null and people is not null and statement_id is not null and registered_at is not null))
);
create index dataset_facility on registry.dataset (facility_id);

create function registry.guard_dataset() returns trigger language plpgsql as $$
begin
  if old.state = 'REGISTERED' then
    raise exception 'dataset % is registered and does not change', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger dataset_guard before update on registry.dataset
  for each row execute function registry.guard_dataset();
create trigger dataset_kept before delete or truncate on registry.dataset
  for each statement execute function registry.refuse_change();

-- Which dataset or model takes part in which revision. The last entry of an association counts.
create table registry.association_entry (
  id             bigint generated always as identity primary key,
  association_id text        not null,
  kind           text        not null check (kind in ('DATASET', 'MODEL')),
  subject_id     text        not null,
  benchmark_id   text        not null,
  revision       integer     not null,
  state          text        not null check (state in ('PROPOSED', 'APPROVED', 'DECLINED')),
  written_at     timestamptz not null default clock_timestamp(),
  foreign key (benchmark_id, revision) references registry.revision (benchmark_id, number),
  check (association_id = subject_id || '.' || benchmark_id || '-r' || revision)
);
create index association_entry_history on registry.association_entry (association_id, id);
create index association_entry_revision on registry.association_entry (benchmark_id, revision, id);
create trigger association_append_only before update or delete or truncate on registry.association_entry
  for each statement execute function registry.refuse_change();

create view registry.association as
  select distinct on (association_id)
         association_id, kind, subject_id, benchmark_id, revision, state, written_at
    from registry.association_entry
   order by association_id, id desc;

-- One campaign. The report is the snapshot that the committee judged.
create table registry.round (
  id           text primary key,
  benchmark_id text        not null,
  revision     integer     not null,
  number       integer     not null check (number >= 1),
  state        text        not null
               check (state in ('EMPTY', 'RUNNING', 'SETTLED', 'REVIEW', 'PUBLISHED', 'WITHHELD')),
  opened_by    text        not null,
  opened_at    timestamptz not null default clock_timestamp(),
  deadline     timestamptz not null,
  report       text,
  unique (benchmark_id, revision, number),
  foreign key (benchmark_id, revision) references registry.revision (benchmark_id, number),
  check ((state in ('REVIEW', 'PUBLISHED', 'WITHHELD')) = (report is not null))
);

create function registry.guard_round() returns trigger language plpgsql as $$
begin
  if old.state in ('EMPTY', 'PUBLISHED', 'WITHHELD')
     or (old.report is not null and new.report is distinct from old.report) then
    raise exception 'round % has been reported', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger round_guard before update on registry.round
  for each row execute function registry.guard_round();

-- One (dataset, model) cell of a round.
create table registry.execution (
  id          text primary key,
  round_id    text not null references registry.round (id),
  facility_id text not null,
  dataset_id  text not null references registry.dataset (id),
  model_id    text not null references registry.model (id),
  state       text not null default 'OPEN' check (state in ('OPEN', 'RELEASED', 'ENDED')),
  reason      text,
  result_id   text,
  settled_at  timestamptz,
  unique (round_id, dataset_id, model_id),
  check ((state = 'ENDED') = (reason is not null)),
  check (state <> 'RELEASED' or result_id is not null),
  check ((state = 'OPEN') = (settled_at is null))
);
create index execution_open on registry.execution (round_id) where state = 'OPEN';

create function registry.guard_execution() returns trigger language plpgsql as $$
begin
  if old.state <> 'OPEN' then
    raise exception 'execution % has settled', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger execution_guard before update on registry.execution
  for each row execute function registry.guard_execution();

-- What a facility released: the verified metrics and the statement that carried them.
create table registry.result (
  statement_id text primary key,
  execution_id text        not null unique references registry.execution (id),
  facility_id  text        not null,
  metrics      text        not null,
  audience     text        not null check (audience in ('committee', 'participants', 'public')),
  released_by  text        not null,
  received_at  timestamptz not null default clock_timestamp()
);
create trigger result_append_only before update or delete or truncate on registry.result
  for each statement execute function registry.refuse_change();

-- What the proving ground saw when it ran unapproved containers on demo data.
create table registry.test_report (
  test_id     text primary key,
  outcome     text        not null check (outcome in ('PASSED', 'FAILED')),
  log         text        not null,
  received_at timestamptz not null default clock_timestamp()
);
