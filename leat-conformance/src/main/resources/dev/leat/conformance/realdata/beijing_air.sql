-- Hourly air quality of eight stations; the text NA stands for what was not measured.
CREATE TABLE measured (
  No INT, year INT, month INT, day INT, hour INT, PM25 DECIMAL(6, 1), PM10 DECIMAL(6, 1), SO2 DOUBLE, NO2 DOUBLE, CO INT, O3 DOUBLE,
  TEMP DOUBLE, PRES DOUBLE, DEWP DOUBLE, RAIN DOUBLE, wd STRING, WSPM DOUBLE, station STRING
) USING csv OPTIONS (path '${data}/iot/beijing_air', header true, nullValue 'NA', mode 'FAILFAST');

CREATE STREAMING TABLE hours AS
SELECT station, make_timestamp(year, month, day, hour, 0, 0) AS at, PM25 AS pm25, PM10 AS pm10, CO AS co, TEMP AS temperature, wd AS wind
FROM STREAM(measured);

-- Hours without a measurement in a row.
CREATE MATERIALIZED VIEW gaps AS
SELECT station, min(at) AS begins, count(*) AS hours
FROM (SELECT station, at, timestampdiff(HOUR, TIMESTAMP'2013-01-01 00:00:00', at) - row_number() OVER (PARTITION BY station ORDER BY at) AS island
      FROM hours WHERE pm25 IS NULL)
GROUP BY station, island;
