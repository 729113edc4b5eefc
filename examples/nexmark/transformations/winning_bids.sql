-- Questions about the bids that win.

-- The bids that came while their auction was open.
CREATE STREAMING TABLE auction_bids AS
SELECT A.id, A.seller, A.category, B.bidder, B.price, B.dateTime AS bid_dateTime, B.extra AS bid_extra
FROM STREAM(auction) WATERMARK dateTime DELAY OF INTERVAL 4 SECONDS AS A
JOIN STREAM(bid) WATERMARK dateTime DELAY OF INTERVAL 4 SECONDS AS B
  ON A.id = B.auction AND B.dateTime BETWEEN A.dateTime AND A.expires;

-- The best of an auction. Here as below, more columns decide between bids that are equal in the published order.
CREATE MATERIALIZED VIEW winning_bids AS
SELECT * EXCEPT (rownum)
FROM (
  SELECT *, row_number() OVER (PARTITION BY id ORDER BY price DESC, bid_dateTime, bidder, bid_extra) AS rownum
  FROM auction_bids
)
WHERE rownum <= 1;

-- Query 4: the average of the winning bids of each category. The published average of integers is one, too.
CREATE MATERIALIZED VIEW q04_average_price AS
SELECT category, sum(final) DIV count(*) AS final
FROM (SELECT id, category, max(price) AS final FROM auction_bids GROUP BY id, category)
GROUP BY category;

-- Query 6: the average of the last winning bids of each seller, ten before each and itself.
CREATE MATERIALIZED VIEW q06_average_price_by_seller AS
SELECT id, seller, CAST(avg(price) OVER last AS BIGINT) AS avg_price
FROM winning_bids
WINDOW last AS (PARTITION BY seller ORDER BY bid_dateTime, id ROWS BETWEEN 10 PRECEDING AND CURRENT ROW);

-- Query 9: the winning bid of each auction, with the auction.
CREATE MATERIALIZED VIEW q09_winning_bids AS
SELECT A.*, W.id AS auction, W.bidder, W.price, W.bid_dateTime, W.bid_extra
FROM winning_bids AS W JOIN auction AS A ON A.id = W.id;
