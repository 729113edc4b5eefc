-- A payment is suspicious when it is far above the card's mean of the week, made at a terminal that few people use.
CREATE MATERIALIZED VIEW suspicious_payments AS
SELECT c.tx_id, c.tx_time, c.customer, c.terminal, c.amount, c.mean_7d, t.terminal_payments_7d
FROM customer_windows c JOIN terminal_windows t ON c.tx_id = t.tx_id
WHERE c.payments_7d >= 3 AND c.amount > 3 * c.mean_7d OR c.amount > 400 AND t.terminal_payments_7d < 20;

CREATE MATERIALIZED VIEW suspicious_cards AS
SELECT customer, count(*) AS payments, sum(amount) AS amount, min(tx_time) AS first_seen, max(tx_time) AS last_seen
FROM suspicious_payments
GROUP BY customer
HAVING count(*) >= 3
ORDER BY amount DESC
LIMIT 10;
