CREATE TABLE src (id INT, at TIMESTAMP) USING csv OPTIONS (path '../valid/shop/data/orders.csv');
CREATE MATERIALIZED VIEW a AS SELECT id, TIMESTAMP 'now' AS t, DATE ' Today' AS d, DATE 'epoch' AS e, 'now' AS s FROM src;
CREATE STREAMING TABLE b AS SELECT id, DATE"tomorrow UTC" AS d FROM STREAM(src);
