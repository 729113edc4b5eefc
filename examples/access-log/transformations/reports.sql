CREATE MATERIALIZED VIEW errors_per_minute
COMMENT 'Requests answered with 4xx or 5xx'
AS SELECT date_trunc('minute', ts) AS minute, status, count(*) AS requests
   FROM requests
   WHERE status >= 400
   GROUP BY ALL;

-- Requests that look like a scan for weak spots: path traversal, SQL injection, known scripts, scanners by name.
CREATE TEMPORARY VIEW attacks AS
SELECT *,
       CASE
         WHEN path LIKE '%../%' OR lower(path) LIKE '%\%2e\%2e\%2f%' THEN 'traversal'
         WHEN lower(path) LIKE '%union%select%' OR path LIKE '%\%27%' THEN 'injection'
         WHEN path LIKE '/wp-login.php%' OR path LIKE '%/.env' OR path LIKE '/phpmyadmin%' THEN 'probe'
         WHEN lower(agent) RLIKE 'sqlmap|nikto|acunetix|nmap' THEN 'scanner'
       END AS kind
FROM requests;

CREATE MATERIALIZED VIEW attacks_per_minute AS
SELECT date_trunc('minute', ts) AS minute, kind, count(*) AS requests, count(DISTINCT ip) AS addresses
FROM attacks
WHERE kind IS NOT NULL
GROUP BY ALL;

CREATE MATERIALIZED VIEW top_talkers AS
SELECT ip, count(*) AS requests, sum(bytes) AS bytes, round(avg(bytes), 1) AS mean_bytes,
       count_if(status >= 400) AS errors
FROM requests
GROUP BY ip
ORDER BY bytes DESC, ip
LIMIT 10;
