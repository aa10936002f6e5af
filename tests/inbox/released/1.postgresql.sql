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
INSERT INTO "meta" VALUES('schema','1');
INSERT INTO "leads" VALUES(1,'bbbb2222','2026-11-23 11:00:00.000000','audit','en','A free audit','request','won',false,'{"email": "ana@cafe.example", "wish": "M\u00e9s clients, \u00abs\u00ed\u00bb"}','I agree that my data is used to answer this request.','0123456789ab','m','{"utm_source": "vk"}','k',NULL,NULL);
INSERT INTO "leads" VALUES(2,'cccc3333','2026-11-23 11:00:00.000000','audit','en','A free audit','acceptance','won',true,'{"email": "ana@cafe.example", "wish": "M\u00e9s clients, \u00abs\u00ed\u00bb"}','I agree that my data is used to answer this request.','0123456789ab',NULL,'{"utm_source": "vk"}',NULL,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','bbbb2222');
INSERT INTO "events" VALUES(1,'bbbb2222','2026-11-23 11:00:00.000000','sent','');
INSERT INTO "events" VALUES(2,'cccc3333','2026-11-23 11:00:00.000000','sent','');
INSERT INTO "events" VALUES(3,'bbbb2222','2026-11-23 11:00:00.000000','won','accepted: cccc3333');
INSERT INTO "outbox" VALUES(1,'bbbb2222','email','waiting',0,'2026-11-23 11:00:00.000000','',NULL);
SELECT setval('leads_number_seq', 2), setval('events_number_seq', 3), setval('outbox_id_seq', 1);
