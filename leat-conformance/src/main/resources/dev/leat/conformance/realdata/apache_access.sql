-- The access log of a web site; one line is cut off.
CREATE TABLE lines (line STRING) USING text OPTIONS (path '${data}/logs/web/apache_access.log');

CREATE MATERIALIZED VIEW unreadable AS
SELECT line FROM lines WHERE NOT line RLIKE '^\\S+ \\S+ \\S+ \\[[^\\]]+\\] ".*?" \\d{3} \\S+ ".*?" ".*?"$';

CREATE STREAMING TABLE requests AS
SELECT ip, to_timestamp(at, 'dd/MMM/yyyy:HH:mm:ss Z') AS at, request, status, nullif(size, '-') :: BIGINT AS bytes, line
FROM (
  SELECT line, regexp_extract(line, '^(\\S+)', 1) AS ip, regexp_extract(line, '\\[([^\\]]+)\\]', 1) AS at,
         regexp_extract(line, '"(.*?)" (\\d{3}) (\\S+)', 1) AS request,
         cast(regexp_extract(line, '"(.*?)" (\\d{3}) (\\S+)', 2) AS INT) AS status,
         regexp_extract(line, '"(.*?)" (\\d{3}) (\\S+)', 3) AS size
  FROM STREAM(lines)
  WHERE line RLIKE '^\\S+ \\S+ \\S+ \\[[^\\]]+\\] ".*?" \\d{3} \\S+ ".*?" ".*?"$');
