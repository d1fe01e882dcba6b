-- What the release gate did to a result or to statistics, as JSON. It stays here.
create table gate_report (
  subject text primary key,
  report text not null,
  made_at text not null
) strict;

-- SHA-256 over the parameters of model and evaluator, taken when the execution began.
create table execution_parameters (
  execution_id text primary key,
  digest text not null
) strict;

-- The people of a dataset, each as an HMAC under the site's secret. The ids themselves are kept nowhere.
create table dataset_subject (
  dataset text not null,
  subject text not null,
  primary key (dataset, subject)
) strict, without rowid;

-- Versions of datasets of which something left, with their people. They outlive the dataset.
create table released_version (
  fingerprint text primary key,
  dataset text not null,
  benchmark_id text not null,
  people integer not null check (people > 0),
  released_at text not null
) strict;

create table released_subject (
  fingerprint text not null references released_version,
  subject text not null,
  primary key (fingerprint, subject)
) strict, without rowid;

-- The last progress that was let out about something.
create table progress (
  subject text primary key,
  shares text not null,
  sent_at text not null
) strict;
