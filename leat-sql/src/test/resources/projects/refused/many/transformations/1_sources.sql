-- The sources of the project.
CREATE TABLE orders (id INT, customer STRING, amount DECIMAL(10,2), at TIMESTAMP)
USING csv OPTIONS (path 'data/orders.csv', header true);

CREATE TABLE lost (id INT) USING csv OPTIONS (path 'data/lost.csv');

CREATE TABLE far (id INT) USING csv OPTIONS (path 's3://bucket/far');

CREATE TABLE odd (id INT) USING cvs OPTIONS (path 'data/odd');

CREATE TABLE orders (id INT) USING json OPTIONS (path 'data/orders.json');
