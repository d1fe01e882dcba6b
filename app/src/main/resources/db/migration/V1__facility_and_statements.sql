create table registry.facility (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  organisation text not null,
  registered_by text not null,
  registered_at timestamptz not null default now()
);

comment on table registry.facility is 'A data provider''s site, or the proving ground';

create table registry.facility_key (
  thumbprint text primary key,
  facility_id text not null references registry.facility,
  role text not null check (role in ('TRANSPORT', 'RELEASE', 'POLICY')),
  public_key jsonb not null,
  unique (facility_id, role)
);

comment on table registry.facility_key is 'Public keys (JWK, P-256) by RFC 7638 thumbprint; no key has two roles or two facilities';

create table registry.statement (
  id text primary key check (id ~ '^[0-9a-f]{64}$'),
  facility_id text not null references registry.facility,
  predicate_type text not null,
  key_thumbprint text not null references registry.facility_key,
  envelope jsonb not null,
  received_at timestamptz not null default now()
);

comment on table registry.statement is 'What facilities stated, as signed; the id is the SHA-256 of the payload. Rows are never changed';

create function registry.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end
$$;

create trigger statement_is_append_only
  before update or delete or truncate on registry.statement
  for each statement execute function registry.refuse_change();
