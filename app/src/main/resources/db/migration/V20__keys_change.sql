alter table registry.facility add column last_seen_at timestamptz;

comment on column registry.facility.last_seen_at is 'When its worker last showed a token that counts, to the minute';

alter table registry.facility_key
  add column valid_from timestamptz not null default now(),
  add column valid_until timestamptz,
  add column ended_how text check (ended_how in ('ROTATED', 'REPLACED', 'REVOKED')),
  add column ended_by text,
  add constraint facility_key_end check (
    (valid_until is null) = (ended_how is null) and (valid_until is null) = (ended_by is null)),
  drop constraint facility_key_facility_id_role_key;

update registry.facility_key key set valid_from = facility.registered_at
  from registry.facility facility where facility.id = key.facility_id;

create unique index facility_key_present on registry.facility_key (facility_id, role) where valid_until is null;

comment on table registry.facility_key is 'Public keys (JWK, P-256) by RFC 7638 thumbprint; no key has two roles or two facilities. A key that ended stays, so that what it signed while it counted can be verified';

create function registry.keep_ended_key() returns trigger language plpgsql as $$
begin
  if tg_op <> 'UPDATE' or old.valid_until is not null
      or (new.thumbprint, new.facility_id, new.role, new.public_key, new.valid_from)
        is distinct from (old.thumbprint, old.facility_id, old.role, old.public_key, old.valid_from) then
    raise exception 'a facility''s key can only end, once';
  end if;
  return new;
end
$$;

create trigger facility_key_history
  before update or delete on registry.facility_key
  for each row execute function registry.keep_ended_key();

create table registry.enrolment_code (
  code_hash text primary key check (code_hash ~ '^[0-9a-f]{64}$'),
  purpose text not null check (purpose in ('ENROL', 'REPLACE_KEYS')),
  facility_id text not null check (facility_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  organisation text not null,
  issued_by text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create index on registry.enrolment_code (facility_id);

comment on table registry.enrolment_code is 'One-time codes by which facilities enrol: their SHA-256, never the codes';
