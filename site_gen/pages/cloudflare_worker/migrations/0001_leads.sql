-- The leads that the site's forms bring. Moments are ISO 8601 in UTC.
CREATE TABLE leads (
  id TEXT NOT NULL PRIMARY KEY,
  received TEXT NOT NULL,
  form TEXT NOT NULL,
  language TEXT NOT NULL,
  title TEXT NOT NULL,
  values_json TEXT NOT NULL,
  consent TEXT NOT NULL,
  consent_version TEXT NOT NULL,
  marketing_consent TEXT,
  campaign_json TEXT NOT NULL,
  submission_key TEXT NOT NULL,
  suspect INTEGER NOT NULL DEFAULT 0,
  UNIQUE (form, submission_key)
);

CREATE INDEX leads_received ON leads (received);
