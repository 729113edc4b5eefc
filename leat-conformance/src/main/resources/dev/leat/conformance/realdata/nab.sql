-- Time series with labelled anomalies; the labels are one JSON object whose names are files.
CREATE TABLE points (timestamp TIMESTAMP, value DOUBLE) USING csv
OPTIONS (path '${data}/nab/data/*/*.csv', header true, mode 'FAILFAST');
CREATE TABLE labels USING text OPTIONS (path '${data}/nab/labels/combined_windows.json', wholetext true);

CREATE STREAMING TABLE series AS
SELECT concat_ws('/', slice(split(_metadata.file_path, '/'), -2, 2)) AS file, timestamp AS at, value FROM STREAM(points);

CREATE MATERIALIZED VIEW windows AS
SELECT file, w[0] AS begins, w[1] AS ends
FROM (SELECT explode(from_json(value, 'MAP<STRING, ARRAY<ARRAY<TIMESTAMP>>>')) AS (file, windows) FROM labels)
LATERAL VIEW explode(windows) AS w;

CREATE MATERIALIZED VIEW anomalous AS
SELECT s.* FROM series s LEFT SEMI JOIN windows w ON s.file = w.file AND s.at BETWEEN w.begins AND w.ends;
