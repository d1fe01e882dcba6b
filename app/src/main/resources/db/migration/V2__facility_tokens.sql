create table registry.facility_token (
  facility_id text not null,
  token_id text not null,
  expires_at timestamptz not null,
  primary key (facility_id, token_id)
);

create index on registry.facility_token (expires_at);

comment on table registry.facility_token is 'Ids of tokens that were taken, kept until the tokens expire: each counts once';
