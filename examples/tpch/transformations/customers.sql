-- Questions about customers and the markets they are in.

CREATE MATERIALIZED VIEW q05_local_supplier_volume AS
SELECT s.n_name, sum(l_revenue) AS revenue
FROM orders
JOIN customer ON c_custkey = o_custkey
JOIN sales ON l_orderkey = o_orderkey
JOIN located_suppliers s ON s_suppkey = l_suppkey AND s_nationkey = c_nationkey
WHERE s.r_name = 'ASIA' AND year(o_orderdate) = 1994
GROUP BY s.n_name;

CREATE MATERIALIZED VIEW q07_volume_shipping AS
SELECT s.n_name AS supp_nation, c.n_name AS cust_nation, year(l_shipdate) AS l_year, sum(l_revenue) AS revenue
FROM sales
JOIN orders ON o_orderkey = l_orderkey
JOIN located_suppliers s ON s_suppkey = l_suppkey
JOIN located_customers c ON c_custkey = o_custkey
WHERE (s.n_name, c.n_name) IN (('FRANCE', 'GERMANY'), ('GERMANY', 'FRANCE')) AND year(l_shipdate) BETWEEN 1995 AND 1996
GROUP BY ALL;

CREATE MATERIALIZED VIEW q08_market_share AS
SELECT year(o_orderdate) AS o_year,
       coalesce(sum(l_revenue) FILTER (WHERE s.n_name = 'BRAZIL'), 0) / sum(l_revenue) AS mkt_share
FROM sales
JOIN orders ON o_orderkey = l_orderkey
JOIN located_suppliers s ON s_suppkey = l_suppkey
LEFT SEMI JOIN located_customers c ON c_custkey = o_custkey AND c.r_name = 'AMERICA'
LEFT SEMI JOIN part ON p_partkey = l_partkey AND p_type = 'ECONOMY ANODIZED STEEL'
WHERE year(o_orderdate) IN (1995, 1996)
GROUP BY year(o_orderdate);

CREATE MATERIALIZED VIEW q10_returned_items AS
SELECT c_custkey, c_name, sum(l_revenue) AS revenue, c_acctbal, n_name, c_address, c_phone, c_comment
FROM located_customers
JOIN orders ON o_custkey = c_custkey AND date_trunc('quarter', o_orderdate) = DATE'1993-10-01'
JOIN sales ON l_orderkey = o_orderkey AND l_returnflag = 'R'
GROUP BY ALL
ORDER BY revenue DESC
LIMIT 20;

CREATE MATERIALIZED VIEW q13_customer_distribution AS
SELECT c_count, count(*) AS custdist
FROM (
  SELECT c_custkey, count(o_orderkey) AS c_count
  FROM customer LEFT JOIN orders ON o_custkey = c_custkey AND o_comment NOT LIKE '%special%requests%'
  GROUP BY c_custkey)
GROUP BY c_count;

CREATE MATERIALIZED VIEW q18_large_orders AS
SELECT c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice, quantity AS sum
FROM (SELECT l_orderkey, sum(l_quantity) AS quantity FROM lineitem GROUP BY l_orderkey HAVING quantity > 300)
JOIN orders ON o_orderkey = l_orderkey
JOIN customer ON c_custkey = o_custkey
ORDER BY o_totalprice DESC, o_orderdate
LIMIT 100;

CREATE MATERIALIZED VIEW q22_sales_opportunity AS
WITH candidates AS (
  SELECT c_custkey, left(c_phone, 2) AS cntrycode, c_acctbal
  FROM customer
  WHERE left(c_phone, 2) IN ('13', '31', '23', '29', '30', '18', '17')
)
SELECT cntrycode, count(*) AS numcust, sum(c_acctbal) AS totacctbal
FROM candidates LEFT ANTI JOIN orders ON o_custkey = c_custkey
WHERE c_acctbal > (SELECT avg(c_acctbal) FROM candidates WHERE c_acctbal > 0)
GROUP BY cntrycode;
