-- Card transactions, and their authors' own windowed features for one week. The longest window of that week begins on 18 June.
CREATE TABLE transactions USING parquet OPTIONS (path '${data}/fraud', pathGlobFilter 'transactions_*.parquet');
CREATE TABLE expected USING parquet OPTIONS (path '${data}/fraud', pathGlobFilter 'expected_features_*.parquet');

CREATE MATERIALIZED VIEW counted AS
SELECT *,
  count(*) OVER c1 AS c_nb_1, avg(amount) OVER c1 AS c_avg_1,
  count(*) OVER c7 AS c_nb_7, avg(amount) OVER c7 AS c_avg_7,
  count(*) OVER c30 AS c_nb_30, avg(amount) OVER c30 AS c_avg_30,
  count(*) OVER t7 AS delay_nb, count_if(is_fraud) OVER t7 AS delay_frauds,
  count(*) OVER t8 AS past_nb_1, count_if(is_fraud) OVER t8 AS past_frauds_1,
  count(*) OVER t14 AS past_nb_7, count_if(is_fraud) OVER t14 AS past_frauds_7,
  count(*) OVER t37 AS past_nb_30, count_if(is_fraud) OVER t37 AS past_frauds_30
FROM transactions
WHERE tx_ts >= TIMESTAMP'2018-06-17 00:00:00' AND tx_ts < TIMESTAMP'2018-08-01 00:00:00'
WINDOW
  c1 AS (PARTITION BY customer_id ORDER BY tx_ts RANGE BETWEEN INTERVAL '0 23:59:59.999999' DAY TO SECOND PRECEDING AND CURRENT ROW),
  c7 AS (PARTITION BY customer_id ORDER BY tx_ts RANGE BETWEEN INTERVAL '6 23:59:59.999999' DAY TO SECOND PRECEDING AND CURRENT ROW),
  c30 AS (PARTITION BY customer_id ORDER BY tx_ts RANGE BETWEEN INTERVAL '29 23:59:59.999999' DAY TO SECOND PRECEDING AND CURRENT ROW),
  t7 AS (PARTITION BY terminal_id ORDER BY tx_ts RANGE BETWEEN INTERVAL '6 23:59:59.999999' DAY TO SECOND PRECEDING AND CURRENT ROW),
  t8 AS (PARTITION BY terminal_id ORDER BY tx_ts RANGE BETWEEN INTERVAL '7 23:59:59.999999' DAY TO SECOND PRECEDING AND CURRENT ROW),
  t14 AS (PARTITION BY terminal_id ORDER BY tx_ts RANGE BETWEEN INTERVAL '13 23:59:59.999999' DAY TO SECOND PRECEDING AND CURRENT ROW),
  t37 AS (PARTITION BY terminal_id ORDER BY tx_ts RANGE BETWEEN INTERVAL '36 23:59:59.999999' DAY TO SECOND PRECEDING AND CURRENT ROW);

CREATE MATERIALIZED VIEW features AS
SELECT tx_id, if(dayofweek(tx_ts) IN (1, 7), 1, 0) AS w, if(hour(tx_ts) <= 6, 1, 0) AS n,
  c_nb_1, c_avg_1, c_nb_7, c_avg_7, c_nb_30, c_avg_30,
  past_nb_1 - delay_nb AS t_nb_1, coalesce(try_divide(past_frauds_1 - delay_frauds, past_nb_1 - delay_nb), 0) AS t_risk_1,
  past_nb_7 - delay_nb AS t_nb_7, coalesce(try_divide(past_frauds_7 - delay_frauds, past_nb_7 - delay_nb), 0) AS t_risk_7,
  past_nb_30 - delay_nb AS t_nb_30, coalesce(try_divide(past_frauds_30 - delay_frauds, past_nb_30 - delay_nb), 0) AS t_risk_30
FROM counted
WHERE tx_ts >= TIMESTAMP'2018-07-25 00:00:00';

CREATE MATERIALIZED VIEW different AS
SELECT tx_id
FROM features f JOIN expected e USING (tx_id)
WHERE (f.w, f.n) <> (e.w, e.n)
   OR (f.c_nb_1, f.c_nb_7, f.c_nb_30, f.t_nb_1, f.t_nb_7, f.t_nb_30) <> (e.c_nb_1, e.c_nb_7, e.c_nb_30, e.t_nb_1, e.t_nb_7, e.t_nb_30)
   OR abs(f.c_avg_1 - e.c_avg_1) > 0.000001
   OR abs(f.c_avg_7 - e.c_avg_7) > 0.000001
   OR abs(f.c_avg_30 - e.c_avg_30) > 0.000001
   OR abs(f.t_risk_1 - e.t_risk_1) > 0.00000001
   OR abs(f.t_risk_7 - e.t_risk_7) > 0.00000001
   OR abs(f.t_risk_30 - e.t_risk_30) > 0.00000001;
