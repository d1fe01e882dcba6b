-- How far a preparation is, as long as the facility consents that the platform know: coarse shares of declared stages.
create table registry.preparation_progress (
  dataset_id  text primary key references registry.dataset (id),
  consented   boolean not null,
  shares      jsonb,
  reported_at timestamptz,
  check (consented or shares is null),
  check ((shares is null) = (reported_at is null))
);
