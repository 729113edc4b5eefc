-- Questions about periods.

-- Query 5: which auctions got the most bids in the last ten seconds, every two seconds?
CREATE STREAMING TABLE auction_bid_counts AS
SELECT auction, window.start AS starttime, window.end AS endtime, count(*) AS num
FROM STREAM(bid) WATERMARK dateTime DELAY OF INTERVAL 4 SECONDS
GROUP BY auction, window(dateTime, '10 seconds', '2 seconds');

CREATE MATERIALIZED VIEW q05_hot_items AS
SELECT C.starttime, C.auction, C.num
FROM auction_bid_counts AS C
JOIN (SELECT starttime, max(num) AS maxn FROM auction_bid_counts GROUP BY starttime) AS M
  ON C.starttime = M.starttime AND C.num >= M.maxn;

-- Query 7: the highest bids of each ten seconds.
CREATE STREAMING TABLE q07_highest_bids AS
SELECT B.auction, B.price, B.bidder, B.dateTime, B.extra
FROM STREAM(bid) WATERMARK dateTime DELAY OF INTERVAL 4 SECONDS AS B
JOIN (
  SELECT max(price) AS maxprice, window.end AS endtime
  FROM STREAM(bid) WATERMARK dateTime DELAY OF INTERVAL 4 SECONDS
  GROUP BY window(dateTime, '10 seconds')
) AS M ON B.price = M.maxprice AND B.dateTime BETWEEN M.endtime - INTERVAL 10 SECONDS AND M.endtime;

-- Query 11: how many bids does somebody make until there is none for ten seconds?
CREATE STREAMING TABLE q11_user_sessions AS
SELECT bidder, count(*) AS bid_count, session_window.start AS starttime, session_window.end AS endtime
FROM STREAM(bid) WATERMARK dateTime DELAY OF INTERVAL 4 SECONDS
GROUP BY bidder, session_window(dateTime, '10 seconds');

-- Query 12: how many bids does somebody make in ten seconds?
-- Adapted: the published windows are of the time of processing, which no two runs have in common; these are of the bids' time.
CREATE STREAMING TABLE q12_bids_of_period AS
SELECT bidder, count(*) AS bid_count, window.start AS starttime, window.end AS endtime
FROM STREAM(bid) WATERMARK dateTime DELAY OF INTERVAL 4 SECONDS
GROUP BY bidder, window(dateTime, '10 seconds');
