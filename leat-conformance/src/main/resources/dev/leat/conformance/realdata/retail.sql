-- Online Retail: one CSV a day.
CREATE TABLE lines (
  InvoiceNo STRING, StockCode STRING, Description STRING, Quantity INT, InvoiceDate TIMESTAMP,
  UnitPrice DECIMAL(12, 3), CustomerID STRING, Country STRING
) USING csv OPTIONS (path '${data}/retail', pathGlobFilter '*.csv', header true, escape '"', mode 'FAILFAST');

CREATE STREAMING TABLE sales AS
SELECT InvoiceNo AS invoice, StockCode AS item, Description AS description, Quantity AS quantity, InvoiceDate AS at,
       UnitPrice AS price, CustomerID AS customer, Country AS country, Quantity * UnitPrice AS amount
FROM STREAM(lines);

CREATE MATERIALIZED VIEW revenue_by_month AS
SELECT date_format(at, 'yyyy-MM') AS month, sum(amount) AS revenue FROM sales GROUP BY 1;
