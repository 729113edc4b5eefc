-- The raw lines of a web server's access log, in Apache's combined format.
CREATE TABLE access_lines (line STRING)
USING text
OPTIONS (path 'data', pathGlobFilter '*.log');

-- One row per request. A line that is not in the format has NULL in every column but the line itself.
CREATE TEMPORARY VIEW parsed AS
SELECT line,
       regexp_extract_all(line, '"((?:[^"\\\\]|\\\\.)*)"', 1) AS quoted,
       regexp_extract(line, '^(\\S+) \\S+ \\S+ \\[', 1) AS ip,
       regexp_extract(line, '\\[([^\\]]+)\\]', 1) AS logged,
       regexp_extract(line, '" (\\d{3}) (?:\\d+|-)', 1) AS status,
       regexp_extract(line, '" \\d{3} (\\d+|-)', 1) AS size
FROM STREAM(access_lines);

CREATE STREAMING TABLE requests
COMMENT 'Requests that could be read'
AS SELECT ip,
          to_timestamp(logged, 'dd/MMM/yyyy:HH:mm:ss Z') AS ts,
          split_part(quoted[0], ' ', 1) AS method,
          split_part(quoted[0], ' ', 2) AS path,
          CAST(status AS INT) AS status,
          coalesce(try_cast(size AS BIGINT), 0) AS bytes,
          try_element_at(quoted, 3) AS agent
   FROM STREAM(parsed)
   WHERE ip <> '' AND status <> '' AND size(quoted) > 0;

CREATE STREAMING TABLE unreadable
COMMENT 'Lines that are not in the format'
AS SELECT line FROM STREAM(parsed) WHERE NOT (ip <> '' AND status <> '' AND size(quoted) > 0);
