-- What each prepared file was when it was last read. A file whose size, times and inode are the same is not read again.
create table file_hash (
  dataset text not null,
  role text not null,
  path text not null,
  size integer not null,
  modified_ns integer not null,
  changed_ns integer not null,
  inode integer not null,
  sha256 text not null,
  primary key (dataset, role, path)
) strict, without rowid;

-- When every prepared file of a dataset was last read, whatever was known of it.
create table full_check (
  dataset text primary key,
  at text not null
) strict;

-- Data owners who let the platform know the progress of a preparation, in coarse shares, until they withdraw.
create table progress_consent (
  dataset text primary key,
  given_by text not null,
  given_at text not null
) strict;
