-- Questions about what belongs together.

-- Query 3: who sells in three states, in category 10?
CREATE STREAMING TABLE q03_local_items AS
SELECT P.name, P.city, P.state, A.id
FROM STREAM(auction) AS A JOIN STREAM(person) AS P ON A.seller = P.id
WHERE A.category = 10 AND P.state IN ('OR', 'ID', 'CA');

-- Query 8: who came and began to sell within the same ten seconds?
CREATE STREAMING TABLE q08_new_sellers AS
SELECT P.id, P.name, P.window.start AS starttime
FROM (
  SELECT id, name, window FROM STREAM(person) WATERMARK dateTime DELAY OF INTERVAL 4 SECONDS
  GROUP BY id, name, window(dateTime, '10 seconds')
) AS P
JOIN (
  SELECT seller, window FROM STREAM(auction) WATERMARK dateTime DELAY OF INTERVAL 4 SECONDS
  GROUP BY seller, window(dateTime, '10 seconds')
) AS A ON P.id = A.seller AND P.window = A.window;

-- Query 20: bids with what they are for, in category 10.
CREATE STREAMING TABLE q20_expanded_bids AS
SELECT auction, bidder, price, channel, url, B.dateTime AS bid_dateTime, B.extra AS bid_extra,
       itemName, description, initialBid, reserve, A.dateTime AS auction_dateTime, expires, seller, category, A.extra AS auction_extra
FROM STREAM(bid) AS B JOIN STREAM(auction) AS A ON B.auction = A.id
WHERE A.category = 10;
