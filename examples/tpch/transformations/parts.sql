-- Questions about parts and who supplies them.

CREATE MATERIALIZED VIEW q02_minimum_cost_supplier AS
WITH offers AS (
  SELECT s.*, p_partkey, p_mfgr, ps_supplycost = min(ps_supplycost) OVER (PARTITION BY p_partkey) AS is_cheapest
  FROM part
  JOIN partsupp ON ps_partkey = p_partkey
  JOIN located_suppliers s ON s_suppkey = ps_suppkey
  WHERE p_size = 15 AND p_type LIKE '%BRASS' AND r_name = 'EUROPE'
)
SELECT s_acctbal, s_name, n_name, p_partkey, p_mfgr, s_address, s_phone, s_comment
FROM offers
WHERE is_cheapest
ORDER BY s_acctbal DESC, n_name, s_name, p_partkey
LIMIT 100;

CREATE MATERIALIZED VIEW q09_profit AS
SELECT n_name AS nation, year(o_orderdate) AS o_year, sum(l_revenue - ps_supplycost * l_quantity) AS sum_profit
FROM sales
JOIN orders ON o_orderkey = l_orderkey
JOIN partsupp ON ps_partkey = l_partkey AND ps_suppkey = l_suppkey
JOIN located_suppliers ON s_suppkey = l_suppkey
LEFT SEMI JOIN part ON p_partkey = l_partkey AND contains(p_name, 'green')
GROUP BY ALL;

CREATE MATERIALIZED VIEW q11_important_stock AS
SELECT ps_partkey, value
FROM (
  SELECT ps_partkey, sum(ps_supplycost * ps_availqty) AS value, sum(sum(ps_supplycost * ps_availqty)) OVER () AS total
  FROM partsupp LEFT SEMI JOIN located_suppliers ON s_suppkey = ps_suppkey AND n_name = 'GERMANY'
  GROUP BY ps_partkey)
WHERE value > total * 0.0001;

CREATE MATERIALIZED VIEW q14_promotion_effect AS
SELECT 100.00 * coalesce(sum(l_revenue) FILTER (WHERE startswith(p_type, 'PROMO')), 0) / sum(l_revenue) AS promo_revenue
FROM sales JOIN part ON p_partkey = l_partkey
WHERE date_trunc('month', l_shipdate) = DATE'1995-09-01';

CREATE MATERIALIZED VIEW q15_top_supplier AS
WITH revenue AS (
  SELECT l_suppkey, sum(l_revenue) AS total_revenue
  FROM sales
  WHERE date_trunc('quarter', l_shipdate) = DATE'1996-01-01'
  GROUP BY l_suppkey
)
SELECT s_suppkey, s_name, s_address, s_phone, total_revenue
FROM supplier JOIN revenue ON l_suppkey = s_suppkey
WHERE total_revenue = (SELECT max(total_revenue) FROM revenue);

CREATE MATERIALIZED VIEW q16_supplier_count AS
SELECT p_brand, p_type, p_size, count(DISTINCT ps_suppkey) AS supplier_cnt
FROM partsupp
JOIN part ON p_partkey = ps_partkey
LEFT ANTI JOIN supplier ON s_suppkey = ps_suppkey AND s_comment LIKE '%Customer%Complaints%'
WHERE p_brand <> 'Brand#45' AND NOT startswith(p_type, 'MEDIUM POLISHED') AND p_size IN (49, 14, 23, 45, 19, 3, 36, 9)
GROUP BY p_brand, p_type, p_size;

CREATE MATERIALIZED VIEW q17_small_quantity_revenue AS
SELECT sum(l_extendedprice) / 7.0 AS avg_yearly
FROM (
  SELECT l_extendedprice, l_quantity, avg(l_quantity) OVER (PARTITION BY l_partkey) AS usual
  FROM lineitem LEFT SEMI JOIN part ON p_partkey = l_partkey AND p_brand = 'Brand#23' AND p_container = 'MED BOX')
WHERE l_quantity < 0.2 * usual;

CREATE MATERIALIZED VIEW q19_discounted_revenue AS
SELECT sum(l_revenue) AS revenue
FROM sales
JOIN part ON p_partkey = l_partkey
JOIN VALUES ('Brand#12', 'SM', array('CASE', 'BOX', 'PACK', 'PKG'), 1, 5),
            ('Brand#23', 'MED', array('BAG', 'BOX', 'PKG', 'PACK'), 10, 10),
            ('Brand#34', 'LG', array('CASE', 'BOX', 'PACK', 'PKG'), 20, 15) AS wanted(brand, container_size, kinds, quantity, size_max)
  ON p_brand = brand
 AND split_part(p_container, ' ', 1) = container_size AND array_contains(kinds, split_part(p_container, ' ', 2))
 AND l_quantity BETWEEN quantity AND quantity + 10 AND p_size BETWEEN 1 AND size_max
WHERE l_shipmode IN ('AIR', 'AIR REG') AND l_shipinstruct = 'DELIVER IN PERSON';

CREATE MATERIALIZED VIEW q20_promotion_candidates AS
WITH shipped AS (
  SELECT l_partkey, l_suppkey, sum(l_quantity) AS quantity
  FROM lineitem
  WHERE year(l_shipdate) = 1994
  GROUP BY l_partkey, l_suppkey
)
SELECT s_name, s_address
FROM located_suppliers
WHERE n_name = 'CANADA' AND s_suppkey IN (
  SELECT ps_suppkey
  FROM partsupp
  JOIN shipped ON l_partkey = ps_partkey AND l_suppkey = ps_suppkey
  LEFT SEMI JOIN part ON p_partkey = ps_partkey AND startswith(p_name, 'forest')
  WHERE ps_availqty > 0.5 * quantity);
