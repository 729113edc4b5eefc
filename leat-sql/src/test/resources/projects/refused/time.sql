CREATE TABLE src (id INT, v STRING, at TIMESTAMP) USING csv OPTIONS (path '../valid/shop/data/orders.csv');
CREATE TABLE src2 (id INT, v STRING, at TIMESTAMP) USING csv OPTIONS (path '../valid/shop/data/orders.csv');
CREATE TEMPORARY VIEW recent AS SELECT id, v, at, now() AS n FROM src;
CREATE TEMPORARY VIEW arrivals AS SELECT id, v, at, now() AS n FROM STREAM(src);
CREATE STREAMING TABLE hours AS SELECT window.start, count(*) AS n
  FROM STREAM(src) WATERMARK at DELAY OF INTERVAL 1 HOUR GROUP BY window(at, '1 hour');
-- What is not needed of a view asks for nothing.
CREATE MATERIALIZED VIEW ids AS SELECT id FROM recent;
-- A row of a stream gets the time at which it comes.
CREATE STREAMING TABLE arrived AS SELECT *, current_date() AS d FROM STREAM(arrivals);
CREATE STREAMING TABLE checked (CONSTRAINT c EXPECT (at < now()) ON VIOLATION DROP ROW) AS SELECT id, at FROM STREAM(src);
CREATE STREAMING TABLE pairs AS SELECT a.id, now() AS n FROM STREAM(src) a JOIN STREAM(src2) b ON a.id = b.id;
CREATE STREAMING TABLE known AS SELECT a.id, b.n FROM STREAM(src) a LEFT JOIN recent b ON a.id = b.id AND b.at < now();
CREATE STREAMING TABLE last AS SELECT window.start, percentile(id, 0.5) AS p, max(n) AS n
  FROM (SELECT * FROM STREAM(arrivals)) WATERMARK at DELAY OF INTERVAL 1 HOUR GROUP BY window(at, '1 hour');
-- What follows is refused.
CREATE MATERIALIZED VIEW past AS SELECT id FROM src WHERE at > now() - INTERVAL 1 DAY;
CREATE MATERIALIZED VIEW dates AS SELECT id, curdate() AS c FROM src;
CREATE MATERIALIZED VIEW seconds AS SELECT id, unix_timestamp() AS s FROM src;
CREATE MATERIALIZED VIEW locals AS SELECT id, localtimestamp() AS l FROM src;
CREATE MATERIALIZED VIEW demands (CONSTRAINT c EXPECT (at < current_timestamp)) AS SELECT id, at FROM src;
CREATE MATERIALIZED VIEW seen AS SELECT id, n FROM recent;
CREATE STREAMING TABLE ended AS SELECT window.start, count(*) AS n, now() AS t
  FROM STREAM(src) WATERMARK at DELAY OF INTERVAL 1 HOUR GROUP BY window(at, '1 hour');
CREATE STREAMING TABLE again AS SELECT window.start, percentile(id, 0.5) AS p, min(now()) AS t
  FROM STREAM(src) WATERMARK at DELAY OF INTERVAL 1 HOUR GROUP BY window(at, '1 hour');
CREATE STREAMING TABLE changed AS SELECT *, now() AS t FROM STREAM(hours);
CREATE STREAMING TABLE joined AS SELECT a.id, n FROM STREAM(arrivals) a JOIN STREAM(src2) b ON a.id = b.id;
CREATE STREAMING TABLE grouped AS SELECT s.id, t.n
  FROM STREAM(src) s JOIN (SELECT v, max(now()) AS n FROM src2 GROUP BY v) t ON s.v = t.v;
CREATE SINK out USING csv OPTIONS (path 'out');
CREATE FLOW rows AS INSERT INTO out SELECT id, now() AS n FROM src;
CREATE FLOW groups AS INSERT INTO out SELECT window.start AS id, max(now()) AS n
  FROM STREAM(src) WATERMARK at DELAY OF INTERVAL 1 HOUR GROUP BY window(at, '1 hour');
