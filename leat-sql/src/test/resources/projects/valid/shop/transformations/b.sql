CREATE OR REFRESH MATERIALIZED VIEW totals (region CHAR(4), total DECIMAL(12,2) COMMENT 'sum', n BIGINT NOT NULL)
COMMENT 'x' PARTITIONED BY (region)
AS SELECT count(*) AS n, region, sum(amount) AS total FROM raw GROUP BY region;
CREATE TEMPORARY VIEW big AS SELECT * FROM sales.raw WHERE amount > 3;
CREATE MATERIALIZED VIEW top AS WITH w AS (SELECT * FROM big) SELECT w.id, k.v FROM w JOIN json.`data/k.json` k ON w.id = k.k;
