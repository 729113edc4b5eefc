-- A node's answers, one JSON object over many lines each, and the rows that others made of them.
CREATE TABLE answers (
  hash STRING, height INT, nonce BIGINT, time BIGINT, size INT, strippedsize INT, weight INT, merkleroot STRING, bits STRING,
  tx ARRAY<STRUCT<txid: STRING, size: INT, vin: ARRAY<STRUCT<coinbase: STRING, txid: STRING, vout: INT>>,
                  vout: ARRAY<STRUCT<n: INT, value: DECIMAL(16, 8), scriptPubKey: STRUCT<type: STRING, addresses: ARRAY<STRING>>>>>>
) USING json OPTIONS (path '${data}/blockchain/bitcoin_small/block_with_transactions', pathGlobFilter 'rpc_response_getblock_*_2.json',
                      multiLine true, mode 'FAILFAST');
CREATE TABLE expected_blocks USING json OPTIONS (path '${data}/blockchain/bitcoin_small/block_with_transactions/expected_blocks.json');
CREATE TABLE expected_transactions USING json
OPTIONS (path '${data}/blockchain/bitcoin_small/block_with_transactions/expected_transactions.json');

CREATE MATERIALIZED VIEW blocks AS
SELECT hash, size, strippedsize AS stripped_size, weight, height AS number, merkleroot AS merkle_root, time AS timestamp,
       lower(hex(nonce)) AS nonce, bits, tx[0].vin[0].coinbase AS coinbase_param, size(tx) AS transaction_count
FROM answers;

CREATE MATERIALIZED VIEW transactions AS
SELECT t.txid AS hash, a.height AS block_number, a.hash AS block_hash, t.size AS size, t.vin[0].coinbase IS NOT NULL AS is_coinbase,
       size(filter(t.vin, i -> i.coinbase IS NULL)) AS input_count, size(t.vout) AS output_count,
       aggregate(t.vout, 0L, (total, o) -> total + cast(o.value * 100000000 AS BIGINT)) AS output_value
FROM answers a LATERAL VIEW explode(a.tx) AS t;

CREATE MATERIALIZED VIEW unexpected AS
SELECT 'block' AS kind, hash FROM (
  SELECT * FROM blocks
  EXCEPT SELECT hash, size, stripped_size, weight, number, merkle_root, timestamp, nonce, bits, coinbase_param, transaction_count FROM expected_blocks)
UNION ALL
SELECT 'transaction', hash FROM (
  SELECT * FROM transactions
  EXCEPT SELECT hash, block_number, block_hash, size, is_coinbase, input_count, output_count, output_value FROM expected_transactions);
