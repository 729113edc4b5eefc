-- CSV files by the rules of RFC 4180, and the JSON that they must be parsed to.
-- Names and values stay texts; an empty value, NULL in Spark's CSV, is an empty text in the JSON.
CREATE TABLE comma_in_quotes USING csv
OPTIONS (path '${data}/suites/csv-spectrum/csvs/comma_in_quotes.csv', header true, multiLine true, escape '"', mode 'FAILFAST');
CREATE TABLE comma_in_quotes_json USING json OPTIONS (path '${data}/suites/csv-spectrum/json/comma_in_quotes.json', multiLine true, mode 'FAILFAST');
CREATE TABLE empty USING csv
OPTIONS (path '${data}/suites/csv-spectrum/csvs/empty.csv', header true, multiLine true, escape '"', mode 'FAILFAST');
CREATE TABLE empty_json USING json OPTIONS (path '${data}/suites/csv-spectrum/json/empty.json', multiLine true, mode 'FAILFAST');
CREATE TABLE empty_crlf USING csv
OPTIONS (path '${data}/suites/csv-spectrum/csvs/empty_crlf.csv', header true, multiLine true, escape '"', mode 'FAILFAST');
CREATE TABLE empty_crlf_json USING json OPTIONS (path '${data}/suites/csv-spectrum/json/empty_crlf.json', multiLine true, mode 'FAILFAST');
CREATE TABLE escaped_quotes USING csv
OPTIONS (path '${data}/suites/csv-spectrum/csvs/escaped_quotes.csv', header true, multiLine true, escape '"', mode 'FAILFAST');
CREATE TABLE escaped_quotes_json USING json OPTIONS (path '${data}/suites/csv-spectrum/json/escaped_quotes.json', multiLine true, mode 'FAILFAST');
CREATE TABLE json USING csv
OPTIONS (path '${data}/suites/csv-spectrum/csvs/json.csv', header true, multiLine true, escape '"', mode 'FAILFAST');
CREATE TABLE json_json USING json OPTIONS (path '${data}/suites/csv-spectrum/json/json.json', multiLine true, mode 'FAILFAST');
CREATE TABLE location_coordinates USING csv
OPTIONS (path '${data}/suites/csv-spectrum/csvs/location_coordinates.csv', header true, multiLine true, escape '"', mode 'FAILFAST');
CREATE TABLE location_coordinates_json USING json OPTIONS (path '${data}/suites/csv-spectrum/json/location_coordinates.json', multiLine true, mode 'FAILFAST');
CREATE TABLE newlines USING csv
OPTIONS (path '${data}/suites/csv-spectrum/csvs/newlines.csv', header true, multiLine true, escape '"', mode 'FAILFAST');
CREATE TABLE newlines_json USING json OPTIONS (path '${data}/suites/csv-spectrum/json/newlines.json', multiLine true, mode 'FAILFAST');
CREATE TABLE newlines_crlf USING csv
OPTIONS (path '${data}/suites/csv-spectrum/csvs/newlines_crlf.csv', header true, multiLine true, escape '"', mode 'FAILFAST');
CREATE TABLE newlines_crlf_json USING json OPTIONS (path '${data}/suites/csv-spectrum/json/newlines_crlf.json', multiLine true, mode 'FAILFAST');
CREATE TABLE quotes_and_newlines USING csv
OPTIONS (path '${data}/suites/csv-spectrum/csvs/quotes_and_newlines.csv', header true, multiLine true, escape '"', mode 'FAILFAST');
CREATE TABLE quotes_and_newlines_json USING json OPTIONS (path '${data}/suites/csv-spectrum/json/quotes_and_newlines.json', multiLine true, mode 'FAILFAST');
CREATE TABLE simple USING csv
OPTIONS (path '${data}/suites/csv-spectrum/csvs/simple.csv', header true, multiLine true, escape '"', mode 'FAILFAST');
CREATE TABLE simple_json USING json OPTIONS (path '${data}/suites/csv-spectrum/json/simple.json', multiLine true, mode 'FAILFAST');
CREATE TABLE simple_crlf USING csv
OPTIONS (path '${data}/suites/csv-spectrum/csvs/simple_crlf.csv', header true, multiLine true, escape '"', mode 'FAILFAST');
CREATE TABLE simple_crlf_json USING json OPTIONS (path '${data}/suites/csv-spectrum/json/simple_crlf.json', multiLine true, mode 'FAILFAST');
CREATE TABLE utf8 USING csv
OPTIONS (path '${data}/suites/csv-spectrum/csvs/utf8.csv', header true, multiLine true, escape '"', mode 'FAILFAST');
CREATE TABLE utf8_json USING json OPTIONS (path '${data}/suites/csv-spectrum/json/utf8.json', multiLine true, mode 'FAILFAST');

CREATE MATERIALIZED VIEW read AS
SELECT 'comma_in_quotes' AS file, to_json(struct(first, last, address, city, zip), map('ignoreNullFields', 'false')) AS record FROM comma_in_quotes
UNION ALL SELECT 'empty' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM empty
UNION ALL SELECT 'empty_crlf' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM empty_crlf
UNION ALL SELECT 'escaped_quotes' AS file, to_json(struct(a, b), map('ignoreNullFields', 'false')) AS record FROM escaped_quotes
UNION ALL SELECT 'json' AS file, to_json(struct(key, val), map('ignoreNullFields', 'false')) AS record FROM json
UNION ALL SELECT 'location_coordinates' AS file, to_json(struct(`Contact Phone Number`, `Location Coordinates`, Cities, Counties), map('ignoreNullFields', 'false')) AS record FROM location_coordinates
UNION ALL SELECT 'newlines' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM newlines
UNION ALL SELECT 'newlines_crlf' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM newlines_crlf
UNION ALL SELECT 'quotes_and_newlines' AS file, to_json(struct(a, b), map('ignoreNullFields', 'false')) AS record FROM quotes_and_newlines
UNION ALL SELECT 'simple' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM simple
UNION ALL SELECT 'simple_crlf' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM simple_crlf
UNION ALL SELECT 'utf8' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM utf8;

CREATE MATERIALIZED VIEW expected AS
SELECT 'comma_in_quotes' AS file, to_json(struct(first, last, address, city, zip), map('ignoreNullFields', 'false')) AS record FROM comma_in_quotes_json
UNION ALL SELECT 'empty' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM empty_json
UNION ALL SELECT 'empty_crlf' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM empty_crlf_json
UNION ALL SELECT 'escaped_quotes' AS file, to_json(struct(a, b), map('ignoreNullFields', 'false')) AS record FROM escaped_quotes_json
UNION ALL SELECT 'json' AS file, to_json(struct(key, val), map('ignoreNullFields', 'false')) AS record FROM json_json
UNION ALL SELECT 'location_coordinates' AS file, to_json(struct(`Contact Phone Number`, `Location Coordinates`, Cities, Counties), map('ignoreNullFields', 'false')) AS record FROM location_coordinates_json
UNION ALL SELECT 'newlines' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM newlines_json
UNION ALL SELECT 'newlines_crlf' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM newlines_crlf_json
UNION ALL SELECT 'quotes_and_newlines' AS file, to_json(struct(a, b), map('ignoreNullFields', 'false')) AS record FROM quotes_and_newlines_json
UNION ALL SELECT 'simple' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM simple_json
UNION ALL SELECT 'simple_crlf' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM simple_crlf_json
UNION ALL SELECT 'utf8' AS file, to_json(struct(a, b, c), map('ignoreNullFields', 'false')) AS record FROM utf8_json;

CREATE MATERIALIZED VIEW different AS
SELECT file, replace(record, ':null', ':""') AS record FROM read EXCEPT ALL SELECT file, record FROM expected;
