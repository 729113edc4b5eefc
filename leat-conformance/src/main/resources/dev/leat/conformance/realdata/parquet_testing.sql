-- What the suite says is in its files: tables of expected values beside four of them, and three files that Spark cannot read
-- but DuckDB's reader can.
CREATE TABLE delta_byte_array USING parquet OPTIONS (path '${data}/suites/parquet-testing/data/delta_byte_array.parquet');
CREATE TABLE delta_byte_array_expected USING csv
OPTIONS (path '${data}/suites/parquet-testing/data/delta_byte_array_expect.csv', header true, inferSchema false, mode 'FAILFAST');
CREATE TABLE delta_binary_packed USING parquet OPTIONS (path '${data}/suites/parquet-testing/data/delta_binary_packed.parquet');
CREATE TABLE delta_binary_packed_expected USING csv
OPTIONS (path '${data}/suites/parquet-testing/data/delta_binary_packed_expect.csv', header true, inferSchema true, mode 'FAILFAST');
CREATE TABLE delta_encoding_required_column USING parquet OPTIONS (path '${data}/suites/parquet-testing/data/delta_encoding_required_column.parquet');
CREATE TABLE delta_encoding_required_column_expected USING csv
OPTIONS (path '${data}/suites/parquet-testing/data/delta_encoding_required_column_expect.csv', header true, inferSchema true, mode 'FAILFAST');
CREATE TABLE delta_encoding_optional_column USING parquet OPTIONS (path '${data}/suites/parquet-testing/data/delta_encoding_optional_column.parquet');
CREATE TABLE delta_encoding_optional_column_expected USING csv
OPTIONS (path '${data}/suites/parquet-testing/data/delta_encoding_optional_column_expect.csv', header true, inferSchema true, mode 'FAILFAST');
CREATE TABLE byte_array_decimal USING parquet OPTIONS (path '${data}/suites/parquet-testing/data/byte_array_decimal.parquet');
CREATE TABLE byte_stream_split USING parquet OPTIONS (path '${data}/suites/parquet-testing/data/byte_stream_split.zstd.parquet');
CREATE TABLE dict_malformed USING parquet OPTIONS (path '${data}/suites/parquet-testing/data/nation.dict-malformed.parquet');

CREATE MATERIALIZED VIEW different AS
SELECT 'delta_byte_array' AS file, count(*) AS missing FROM (SELECT * FROM delta_byte_array_expected EXCEPT ALL SELECT * FROM delta_byte_array)
UNION ALL SELECT 'delta_binary_packed' AS file, count(*) AS missing FROM (SELECT * FROM delta_binary_packed_expected EXCEPT ALL SELECT * FROM delta_binary_packed)
UNION ALL SELECT 'delta_encoding_required_column' AS file, count(*) AS missing FROM (SELECT * FROM delta_encoding_required_column_expected EXCEPT ALL SELECT * FROM delta_encoding_required_column)
UNION ALL SELECT 'delta_encoding_optional_column' AS file, count(*) AS missing FROM (SELECT * FROM delta_encoding_optional_column_expected EXCEPT ALL SELECT * FROM delta_encoding_optional_column);

CREATE MATERIALIZED VIEW rows AS
SELECT 'delta_byte_array' AS file, count(*) AS rows FROM delta_byte_array
UNION ALL SELECT 'delta_binary_packed' AS file, count(*) AS rows FROM delta_binary_packed
UNION ALL SELECT 'delta_encoding_required_column' AS file, count(*) AS rows FROM delta_encoding_required_column
UNION ALL SELECT 'delta_encoding_optional_column' AS file, count(*) AS rows FROM delta_encoding_optional_column;

CREATE MATERIALIZED VIEW beyond_spark AS
SELECT 'byte_array_decimal' AS file, count(*) AS rows, cast(sum(value) AS STRING) AS total FROM byte_array_decimal
UNION ALL SELECT 'byte_stream_split', count(*), cast(round(sum(f64), 9) AS STRING) FROM byte_stream_split
UNION ALL SELECT 'dict_malformed', count(*), cast(sum(nation_key) AS STRING) FROM dict_malformed;
