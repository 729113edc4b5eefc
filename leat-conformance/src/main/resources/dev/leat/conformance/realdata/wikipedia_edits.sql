-- Edits of one day: JSON lines, compressed, half of them with letters beyond ASCII.
CREATE TABLE lines (
  time TIMESTAMP, channel STRING, cityName STRING, comment STRING, countryIsoCode STRING, isAnonymous BOOLEAN, isMinor BOOLEAN,
  isRobot BOOLEAN, metroCode INT, page STRING, user STRING, delta BIGINT, added BIGINT, deleted BIGINT
) USING json OPTIONS (path '${data}/social/wikipedia_edits', mode 'FAILFAST');

CREATE STREAMING TABLE edits AS SELECT * FROM STREAM(lines);

CREATE MATERIALIZED VIEW edits_per_hour AS
SELECT window(time, '1 hour').start AS hour, count(*) AS edits, count_if(isRobot) AS by_robots FROM edits GROUP BY window(time, '1 hour');
