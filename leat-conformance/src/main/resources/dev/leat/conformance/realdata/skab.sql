-- A water loop: eight sensors each second, separated by semicolons; the runs without anomalies lack the two label columns.
CREATE TABLE labelled (
  datetime TIMESTAMP, accelerometer1 DOUBLE, accelerometer2 DOUBLE, current DECIMAL(12, 8), pressure DOUBLE, temperature DOUBLE,
  thermocouple DOUBLE, voltage DOUBLE, flow DECIMAL(12, 6), anomaly DOUBLE, changepoint DOUBLE
) USING csv OPTIONS (path '${data}/iot/skab/valve1', header true, sep ';', mode 'FAILFAST');
CREATE TABLE free (
  datetime TIMESTAMP, accelerometer1 DOUBLE, accelerometer2 DOUBLE, current DECIMAL(12, 8), pressure DOUBLE, temperature DOUBLE,
  thermocouple DOUBLE, voltage DOUBLE, flow DECIMAL(12, 6)
) USING csv OPTIONS (path '${data}/iot/skab/anomaly-free', header true, sep ';', mode 'FAILFAST');

CREATE STREAMING TABLE seconds (run STRING, datetime TIMESTAMP, current DECIMAL(12, 8), flow DECIMAL(12, 6), anomaly DOUBLE, changepoint DOUBLE);
CREATE FLOW from_labelled AS INSERT INTO seconds BY NAME
SELECT _metadata.file_name AS run, datetime, current, flow, anomaly, changepoint FROM STREAM(labelled);
CREATE FLOW from_free AS INSERT INTO seconds BY NAME
SELECT _metadata.file_name AS run, datetime, current, flow FROM STREAM(free);

CREATE MATERIALIZED VIEW gaps AS
SELECT run, before, datetime
FROM (SELECT run, datetime, lag(datetime) OVER (PARTITION BY run ORDER BY datetime) AS before FROM seconds)
WHERE datetime > before + INTERVAL 1 SECOND;
