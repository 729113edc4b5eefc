CREATE TABLE src (id INT, v STRING, at TIMESTAMP) USING csv OPTIONS (path '../../valid/shop/data/orders.csv');
CREATE TABLE other (id INT, w STRING) USING csv OPTIONS (path '../../valid/shop/data/orders.csv');
CREATE MATERIALIZED VIEW linear AS SELECT id + 1 AS id FROM src WHERE v = 'a';
CREATE MATERIALIZED VIEW joined AS SELECT s.id, o.w FROM src s LEFT JOIN other o ON s.id = o.id;
CREATE MATERIALIZED VIEW sums AS SELECT v, count(*) AS n, max(id) AS m FROM src GROUP BY v;
CREATE MATERIALIZED VIEW top AS SELECT id, v FROM src ORDER BY id, v LIMIT 3;
CREATE STREAMING TABLE rows AS SELECT id, v FROM STREAM(src);
CREATE STREAMING TABLE latest FLOW AUTO CDC FROM STREAM(src) KEYS (id) SEQUENCE BY at;
CREATE STREAMING TABLE pairs AS SELECT a.id, b.w FROM STREAM(src) a JOIN STREAM(other) b ON a.id = b.id;
-- Not by delta.
CREATE MATERIALIZED VIEW numbered AS SELECT id, row_number() OVER (PARTITION BY v ORDER BY id) AS n FROM src;
CREATE MATERIALIZED VIEW greatest AS SELECT max(n) AS m FROM sums;
CREATE MATERIALIZED VIEW mine AS SELECT current_user() AS u, id FROM src;
CREATE STREAMING TABLE sessions AS SELECT session_window.start AS t, count(*) AS n
  FROM STREAM(src) WATERMARK at DELAY OF INTERVAL 1 HOUR GROUP BY session_window(at, '5 minutes');
-- Demands of their own.
CREATE MATERIALIZED VIEW keyed TBLPROPERTIES ('team' = 'a', 'leat.maintenance' = 'incremental')
  AS SELECT id, row_number() OVER (PARTITION BY v ORDER BY id) AS n FROM src;
CREATE MATERIALIZED VIEW free TBLPROPERTIES ('leat.maintenance' = 'ANY')
  AS SELECT id, row_number() OVER (ORDER BY id) AS n FROM src;
CREATE MATERIALIZED VIEW whole TBLPROPERTIES ('leat.maintenance' = 'incremental')
  AS SELECT id, row_number() OVER (ORDER BY id) AS n FROM src;
CREATE MATERIALIZED VIEW unquoted TBLPROPERTIES (leat.maintenance = 'incremental')
  AS SELECT id FROM src WHERE id NOT IN (SELECT id FROM other);
CREATE MATERIALIZED VIEW misspelt TBLPROPERTIES ('leat.maintenance' = 'deltas', 'leat.upkeep' = 'x') AS SELECT id FROM src;
