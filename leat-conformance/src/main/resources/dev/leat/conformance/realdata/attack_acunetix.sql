-- The access log of a scan for weaknesses: each line stands in quotes of its own, so that CSV would take it for one value.
CREATE TABLE lines (line STRING) USING text OPTIONS (path '${data}/logs/web/attack_acunetix.log');

CREATE STREAMING TABLE requests AS
SELECT to_timestamp(regexp_extract(line, '\\[([^\\]]+)\\]', 1), 'dd/MMM/yyyy:HH:mm:ss Z') AS at,
       regexp_extract(line, '\\] "(.*?)" (\\d{3}) (\\d+) "', 1) AS request,
       cast(regexp_extract(line, '\\] "(.*?)" (\\d{3}) (\\d+) "', 2) AS INT) AS status,
       cast(regexp_extract(line, '\\] "(.*?)" (\\d{3}) (\\d+) "', 3) AS BIGINT) AS bytes,
       _metadata.file_name AS file, line
FROM (SELECT _metadata, substring(line, 2, length(line) - 2) AS line FROM STREAM(lines) WHERE line LIKE '"%"');
