-- Where the data come from. Columns are declared; leave them out to have them inferred.
CREATE TABLE order_files (id INT, ordered DATE, customer STRING, amount DECIMAL(10, 2))
USING csv
OPTIONS (path 'data', header 'true');

-- A streaming table processes each row once.
CREATE STREAMING TABLE orders AS
SELECT * FROM STREAM(order_files) WHERE amount IS NOT NULL;

-- A materialized view always equals its query.
CREATE MATERIALIZED VIEW revenue_per_month AS
SELECT date_trunc('month', ordered) AS month, count(*) AS orders, sum(amount) AS revenue
FROM orders
GROUP BY ALL;
