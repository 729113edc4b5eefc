CREATE TABLE orders (id INT, amount DECIMAL(10,2), ts TIMESTAMP, region STRING) USING csv OPTIONS (path 'data/orders.csv', header true);
CREATE STREAMING TABLE raw;
CREATE FLOW f1 AS INSERT INTO raw BY NAME SELECT id, amount, ts, region FROM STREAM(orders);
CREATE FLOW f2 AS INSERT INTO raw BY NAME SELECT id + 10 AS id, amount FROM STREAM orders WHERE id > 1;
CREATE SINK out USING json OPTIONS (path 'out');
CREATE FLOW o AS INSERT INTO out SELECT * FROM totals;
