-- Two blocks with their transactions, logs and token transfers; values have up to 256 bits.
CREATE TABLE blocks (
  number BIGINT, hash STRING, total_difficulty DECIMAL(38, 0), gas_used BIGINT, timestamp BIGINT, transaction_count INT,
  withdrawals ARRAY<STRUCT<index: BIGINT, amount: BIGINT>>
) USING json OPTIONS (path '${data}/blockchain/ethereum_blocks/blocks.json', mode 'FAILFAST');
CREATE TABLE transactions (
  hash STRING, from_address STRING, to_address STRING, value DECIMAL(38, 0), block_number BIGINT, receipt_status INT, receipt_gas_used BIGINT,
  receipt_effective_gas_price DECIMAL(38, 0)
) USING json OPTIONS (path '${data}/blockchain/ethereum_blocks/transactions.json', mode 'FAILFAST');
CREATE TABLE token_transfers (token_address STRING, value DECIMAL(38, 0), block_number BIGINT, log_index INT)
USING json OPTIONS (path '${data}/blockchain/ethereum_blocks/token_transfers.json', mode 'FAILFAST');
CREATE TABLE logs (log_index INT, transaction_hash STRING, address STRING, topics ARRAY<STRING>)
USING json OPTIONS (path '${data}/blockchain/ethereum_blocks/logs.json', mode 'FAILFAST');
CREATE TABLE too_narrow (hash STRING, value BIGINT, _corrupt_record STRING)
USING json OPTIONS (path '${data}/blockchain/ethereum_blocks/transactions.json');
CREATE TABLE blocks_csv USING csv OPTIONS (path '${data}/blockchain/ethereum_blocks/blocks.csv', header true, escape '"', mode 'FAILFAST');
CREATE TABLE transactions_csv USING csv
OPTIONS (path '${data}/blockchain/ethereum_blocks/transactions.csv', header true, inferSchema true, mode 'FAILFAST');

CREATE MATERIALIZED VIEW gas AS
SELECT b.number, b.gas_used, sum(t.receipt_gas_used) AS summed, count(*) AS transactions, any_value(b.transaction_count) AS announced,
       sum(t.value) AS value, sum(t.receipt_gas_used * t.receipt_effective_gas_price) AS fees
FROM blocks b JOIN transactions t ON t.block_number = b.number
GROUP BY b.number, b.gas_used;

CREATE MATERIALIZED VIEW tokens AS
SELECT token_address AS token, sum(value) AS value, count(*) AS transfers FROM token_transfers GROUP BY token_address;
