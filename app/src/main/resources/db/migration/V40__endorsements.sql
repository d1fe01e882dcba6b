-- Signatures over revisions and models in them, which the platform carries to facilities unread.
create table registry.endorsement (
  id text primary key,
  revision_id text not null references registry.revision (id),
  key_id text not null,
  envelope text not null,
  sent_by text not null,
  sent_at timestamptz not null default clock_timestamp()
);

create index endorsement_by_revision on registry.endorsement (revision_id, sent_at);
