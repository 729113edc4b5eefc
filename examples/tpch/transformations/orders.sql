-- Questions about orders and how they were shipped.

CREATE MATERIALIZED VIEW q01_pricing_summary AS
SELECT l_returnflag, l_linestatus, sum(l_quantity) AS sum_qty, sum(l_extendedprice) AS sum_base_price, sum(l_revenue) AS sum_disc_price,
       sum(l_revenue * (1 + l_tax)) AS sum_charge, avg(l_quantity) AS avg_qty, avg(l_extendedprice) AS avg_price,
       avg(l_discount) AS avg_disc, count(*) AS count_order
FROM sales
WHERE l_shipdate <= DATE'1998-12-01' - INTERVAL 90 DAYS
GROUP BY ALL;

CREATE MATERIALIZED VIEW q03_shipping_priority AS
SELECT l_orderkey, sum(l_revenue) AS revenue, o_orderdate, o_shippriority
FROM orders
JOIN sales ON l_orderkey = o_orderkey AND l_shipdate > DATE'1995-03-15'
LEFT SEMI JOIN customer ON c_custkey = o_custkey AND c_mktsegment = 'BUILDING'
WHERE o_orderdate < DATE'1995-03-15'
GROUP BY l_orderkey, o_orderdate, o_shippriority
ORDER BY revenue DESC, o_orderdate
LIMIT 10;

CREATE MATERIALIZED VIEW q04_order_priority AS
SELECT o_orderpriority, count(*) AS order_count
FROM orders
LEFT SEMI JOIN lineitem ON l_orderkey = o_orderkey AND l_commitdate < l_receiptdate
WHERE date_trunc('quarter', o_orderdate) = DATE'1993-07-01'
GROUP BY o_orderpriority;

CREATE MATERIALIZED VIEW q06_forecast_revenue AS
SELECT sum(l_extendedprice * l_discount) AS revenue
FROM lineitem
WHERE year(l_shipdate) = 1994 AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24;

CREATE MATERIALIZED VIEW q12_shipping_modes AS
SELECT l_shipmode,
       count_if(o_orderpriority IN ('1-URGENT', '2-HIGH')) AS high_line_count,
       count_if(o_orderpriority NOT IN ('1-URGENT', '2-HIGH')) AS low_line_count
FROM lineitem JOIN orders ON o_orderkey = l_orderkey
WHERE l_shipmode IN ('MAIL', 'SHIP') AND year(l_receiptdate) = 1994 AND l_shipdate < l_commitdate AND l_commitdate < l_receiptdate
GROUP BY l_shipmode;

CREATE MATERIALIZED VIEW q21_waiting_suppliers AS
WITH lines AS (
  SELECT l_orderkey, l_suppkey, bool_or(l_receiptdate > l_commitdate) AS is_late, count_if(l_receiptdate > l_commitdate) AS late_lines
  FROM lineitem
  GROUP BY l_orderkey, l_suppkey
), alone AS (
  SELECT *, count(*) OVER (PARTITION BY l_orderkey) AS suppliers, count_if(is_late) OVER (PARTITION BY l_orderkey) AS late_suppliers
  FROM lines
)
SELECT s_name, sum(late_lines) AS numwait
FROM alone
JOIN located_suppliers ON s_suppkey = l_suppkey AND n_name = 'SAUDI ARABIA'
LEFT SEMI JOIN orders ON o_orderkey = l_orderkey AND o_orderstatus = 'F'
WHERE is_late AND suppliers > 1 AND late_suppliers = 1
GROUP BY s_name
ORDER BY numwait DESC, s_name
LIMIT 100;
