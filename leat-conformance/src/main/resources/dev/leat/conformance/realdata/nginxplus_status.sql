-- Samples of a server's state: nested JSON, compressed; the names of objects are data in places.
CREATE TABLE samples (
  timestamp BIGINT,
  connections STRUCT<accepted BIGINT, dropped BIGINT, active BIGINT, idle BIGINT>,
  requests STRUCT<total BIGINT, current BIGINT>,
  server_zones MAP<STRING, STRUCT<requests BIGINT, responses MAP<STRING, BIGINT>, sent BIGINT>>,
  upstreams MAP<STRING, STRUCT<peers ARRAY<STRUCT<id INT, server STRING, state STRING, health_checks STRUCT<checks BIGINT, last_passed BOOLEAN>>>>>
) USING json OPTIONS (path '${data}/logs/web/nginxplus_status.json.gz', mode 'FAILFAST');

CREATE TABLE inferred USING json OPTIONS (path '${data}/logs/web/nginxplus_status.json.gz');

CREATE MATERIALIZED VIEW zones AS
SELECT timestamp_millis(timestamp) AS at, zone, zone_state.responses['5xx'] AS failed, zone_state.sent AS sent
FROM samples LATERAL VIEW explode(server_zones) AS zone, zone_state;

CREATE MATERIALIZED VIEW peers AS
SELECT timestamp_millis(timestamp) AS at, upstream, peer.*
FROM samples LATERAL VIEW explode(upstreams) AS upstream, upstream_state LATERAL VIEW explode(upstream_state.peers) AS peer;
