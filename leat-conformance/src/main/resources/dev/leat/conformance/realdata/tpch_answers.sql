-- The published answers of TPC-H, separated by bars.
CREATE TABLE q01 USING csv OPTIONS (path '${data}/sql/tpch_answers_sf0.01/q01.csv', header true, sep '|', inferSchema true, mode 'FAILFAST');
CREATE TABLE lines USING text OPTIONS (path '${data}/sql/tpch_answers_sf0.01');

CREATE MATERIALIZED VIEW summary AS SELECT * FROM q01;
CREATE MATERIALIZED VIEW answers AS
SELECT replace(_metadata.file_name, '.csv', '') AS query, count(*) - 1 AS rows FROM lines GROUP BY _metadata.file_name;
