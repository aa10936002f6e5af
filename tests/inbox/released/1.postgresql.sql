CREATE TABLE leads (
  number SERIAL NOT NULL, 
  id VARCHAR(16) NOT NULL, 
  received TIMESTAMP WITH TIME ZONE NOT NULL, 
  form TEXT NOT NULL, 
  language VARCHAR(8) NOT NULL, 
  title TEXT NOT NULL, 
  kind VARCHAR(16) NOT NULL, 
  status VARCHAR(16) NOT NULL, 
  suspect BOOLEAN NOT NULL, 
  values JSON NOT NULL, 
  consent TEXT NOT NULL, 
  consent_version VARCHAR(16) NOT NULL, 
  marketing_consent TEXT, 
  campaign JSON NOT NULL, 
  key VARCHAR(64), 
  digest VARCHAR(64), 
  about VARCHAR(16), 
  PRIMARY KEY (number), 
  UNIQUE (key, form), 
  UNIQUE (id)
);
CREATE INDEX ix_leads_about ON leads (about);
CREATE INDEX ix_leads_digest ON leads (digest);
CREATE INDEX ix_leads_received ON leads (received);
CREATE TABLE meta (
  key VARCHAR(40) NOT NULL, 
  value TEXT NOT NULL, 
  PRIMARY KEY (key)
);
CREATE TABLE events (
  number SERIAL NOT NULL, 
  lead VARCHAR(16) NOT NULL, 
  at TIMESTAMP WITH TIME ZONE NOT NULL, 
  what VARCHAR(16) NOT NULL, 
  note TEXT NOT NULL, 
  PRIMARY KEY (number), 
  FOREIGN KEY(lead) REFERENCES leads (id)
);
CREATE INDEX ix_events_lead ON events (lead);
CREATE TABLE outbox (
  id SERIAL NOT NULL, 
  lead VARCHAR(16) NOT NULL, 
  channel VARCHAR(16) NOT NULL, 
  state VARCHAR(16) NOT NULL, 
  tries INTEGER NOT NULL, 
  next_at TIMESTAMP WITH TIME ZONE NOT NULL, 
  last_error TEXT NOT NULL, 
  sent_at TIMESTAMP WITH TIME ZONE, 
  PRIMARY KEY (id), 
  FOREIGN KEY(lead) REFERENCES leads (id)
);
CREATE INDEX ix_outbox_lead ON outbox (lead);
CREATE INDEX outbox_due ON outbox (state, next_at);
