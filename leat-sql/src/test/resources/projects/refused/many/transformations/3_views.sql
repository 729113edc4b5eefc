CREATE MATERIALIZED VIEW totals AS
SELECT customer, sum(amuont) AS total
FROM orders GROUP BY customer;

CREATE MATERIALIZED VIEW report AS SELECT * FROM totals; -- Nothing is wrong here but totals.

CREATE MATERIALIZED VIEW best AS
SELECT customer FROM totls;

CREATE MATERIALIZED VIEW broken AS
SELECT customer, FORM orders;

CREATE MATERIALIZED VIEW a AS SELECT * FROM b;
CREATE MATERIALIZED VIEW b AS SELECT * FROM c;
CREATE MATERIALIZED VIEW c AS SELECT * FROM a;

CREATE MATERIALIZED VIEW stream AS SELECT id FROM STREAM(orders);

CREATE MATERIALIZED VIEW typed (
  id INT,
  amount DATE,
  missing STRING
) AS SELECT id, amount FROM orders;

CREATE MATERIALIZED VIEW random AS
SELECT id, rand() AS chance FROM orders;

CREATE VIEW lasting AS SELECT 1 AS one;

CREATE TEMPORARY VIEW twice AS SELECT id, customer AS id FROM orders;

/* 😀 */ CREATE MATERIALIZED VIEW emoji AS SELECT '😀', dat_format(id, 'y') AS x FROM orders;

SELECT count(*) FROM orders;

CREATE MATERIALIZED VIEW parts PARTITIONED BY (dya) AS SELECT id, date(at) AS day FROM orders;
