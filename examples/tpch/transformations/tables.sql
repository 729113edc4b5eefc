-- The eight tables of TPC-H, as examples/tpch/generate writes them.
CREATE TABLE region USING parquet OPTIONS (path 'data/region.parquet');
CREATE TABLE nation USING parquet OPTIONS (path 'data/nation.parquet');
CREATE TABLE supplier USING parquet OPTIONS (path 'data/supplier.parquet');
CREATE TABLE customer USING parquet OPTIONS (path 'data/customer.parquet');
CREATE TABLE part USING parquet OPTIONS (path 'data/part.parquet');
CREATE TABLE partsupp USING parquet OPTIONS (path 'data/partsupp.parquet');
CREATE TABLE orders USING parquet OPTIONS (path 'data/orders.parquet');
CREATE TABLE lineitem USING parquet OPTIONS (path 'data/lineitem.parquet');

-- What a line of an order brings in.
CREATE TEMPORARY VIEW sales AS
SELECT *, l_extendedprice * (1 - l_discount) AS l_revenue FROM lineitem;

CREATE TEMPORARY VIEW located_suppliers AS
SELECT supplier.*, n_name, r_name
FROM supplier JOIN nation ON n_nationkey = s_nationkey JOIN region ON r_regionkey = n_regionkey;

CREATE TEMPORARY VIEW located_customers AS
SELECT customer.*, n_name, r_name
FROM customer JOIN nation ON n_nationkey = c_nationkey JOIN region ON r_regionkey = n_regionkey;
