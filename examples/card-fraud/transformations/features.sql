CREATE TABLE transactions (tx_id BIGINT, tx_time TIMESTAMP, customer INT, terminal INT, amount DECIMAL(10, 2))
USING csv
OPTIONS (path 'data', header 'true', pathGlobFilter 'transactions*.csv');

-- What a card usually does: count and mean amount of its payments in the last day and the last week, this one included.
CREATE MATERIALIZED VIEW customer_windows AS
SELECT tx_id, tx_time, customer, terminal, amount,
       count(*) OVER day AS payments_1d,
       avg(amount) OVER day AS mean_1d,
       count(*) OVER week AS payments_7d,
       avg(amount) OVER week AS mean_7d
FROM transactions
WINDOW day AS (PARTITION BY customer ORDER BY tx_time RANGE BETWEEN INTERVAL 1 DAY PRECEDING AND CURRENT ROW),
       week AS (PARTITION BY customer ORDER BY tx_time RANGE BETWEEN INTERVAL 7 DAYS PRECEDING AND CURRENT ROW);

-- How much a terminal is used.
CREATE MATERIALIZED VIEW terminal_windows AS
SELECT tx_id, terminal,
       count(*) OVER (PARTITION BY terminal ORDER BY tx_time
                      RANGE BETWEEN INTERVAL 7 DAYS PRECEDING AND CURRENT ROW) AS terminal_payments_7d
FROM transactions;
