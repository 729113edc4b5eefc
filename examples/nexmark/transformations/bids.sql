-- Questions about each bid by itself.

-- Query 0: pass through.
CREATE STREAMING TABLE q00_pass_through AS
SELECT auction, bidder, price, dateTime, extra FROM STREAM(bid);

-- Query 1: dollars to euros.
CREATE STREAMING TABLE q01_currency_conversion AS
SELECT auction, bidder, CAST(0.908 * price AS DECIMAL(23, 3)) AS price, dateTime, extra FROM STREAM(bid);

-- Query 2: bids for every 123rd auction.
CREATE STREAMING TABLE q02_selection AS
SELECT auction, price FROM STREAM(bid) WHERE auction % 123 = 0;

-- Query 10: a log in files by day and minute.
-- Adapted: sinks do not write partition folders, so that day and minute are columns; a file has the bids of a commit.
CREATE SINK q10_log USING csv OPTIONS (path 'out/bids', timestampFormat "yyyy-MM-dd'T'HH:mm:ss.SSS");
CREATE FLOW q10_logged AS INSERT INTO q10_log
SELECT auction, bidder, price, dateTime, extra, date_format(dateTime, 'yyyy-MM-dd') AS dt, date_format(dateTime, 'HH:mm') AS hm
FROM STREAM(bid);

-- Query 13: a join with a bounded side input.
-- Adapted: the published one looks the key up as of the time of processing; here the side input is a table beside the stream.
CREATE STREAMING TABLE q13_side_input AS
SELECT B.auction, B.bidder, B.price, B.dateTime, S.value
FROM STREAM(bid) AS B JOIN side_input AS S ON B.auction % 10000 = S.key;

-- Query 14: the time of day, and how often a letter occurs.
-- Adapted: the published one counts the letter with a function of its own in Java.
CREATE STREAMING TABLE q14_calculation AS
SELECT auction, bidder, CAST(0.908 * price AS DECIMAL(23, 3)) AS price,
       CASE
         WHEN hour(dateTime) >= 8 AND hour(dateTime) <= 18 THEN 'dayTime'
         WHEN hour(dateTime) <= 6 OR hour(dateTime) >= 20 THEN 'nightTime'
         ELSE 'otherTime'
       END AS bidTimeType,
       dateTime, extra, length(extra) - length(replace(extra, 'c', '')) AS c_counts
FROM STREAM(bid)
WHERE 0.908 * price > 1000000 AND 0.908 * price < 50000000;

-- Query 21: the number of a channel. Where nothing matches, Spark's regexp_extract gives '', not NULL.
CREATE STREAMING TABLE q21_channel_id AS
SELECT auction, bidder, price, channel,
       CASE
         WHEN lower(channel) = 'apple' THEN '0'
         WHEN lower(channel) = 'google' THEN '1'
         WHEN lower(channel) = 'facebook' THEN '2'
         WHEN lower(channel) = 'baidu' THEN '3'
         ELSE nullif(regexp_extract(url, '(&|^)channel_id=([^&]*)', 2), '')
       END AS channel_id
FROM STREAM(bid)
WHERE regexp_extract(url, '(&|^)channel_id=([^&]*)', 2) <> '' OR lower(channel) IN ('apple', 'google', 'facebook', 'baidu');

-- Query 22: folders of a URL.
CREATE STREAMING TABLE q22_url_folders AS
SELECT auction, bidder, price, channel, split_part(url, '/', 4) AS dir1, split_part(url, '/', 5) AS dir2, split_part(url, '/', 6) AS dir3
FROM STREAM(bid);
