-- Questions about days and auctions.

CREATE TEMPORARY VIEW ranked_bids AS
SELECT *, date_format(dateTime, 'yyyy-MM-dd') AS day,
       price < 10000 AS rank1, price >= 10000 AND price < 1000000 AS rank2, price >= 1000000 AS rank3
FROM bid;

-- Query 15: bids, bidders and auctions of a day, by levels of price.
CREATE MATERIALIZED VIEW q15_bidding_statistics AS
SELECT day, count(*) AS total_bids, count_if(rank1) AS rank1_bids, count_if(rank2) AS rank2_bids, count_if(rank3) AS rank3_bids,
       count(DISTINCT bidder) AS total_bidders, count(DISTINCT bidder) FILTER (WHERE rank1) AS rank1_bidders,
       count(DISTINCT bidder) FILTER (WHERE rank2) AS rank2_bidders, count(DISTINCT bidder) FILTER (WHERE rank3) AS rank3_bidders,
       count(DISTINCT auction) AS total_auctions, count(DISTINCT auction) FILTER (WHERE rank1) AS rank1_auctions,
       count(DISTINCT auction) FILTER (WHERE rank2) AS rank2_auctions, count(DISTINCT auction) FILTER (WHERE rank3) AS rank3_auctions
FROM ranked_bids
GROUP BY day;

-- Query 16: the same by channel.
CREATE MATERIALIZED VIEW q16_channel_statistics AS
SELECT channel, day, max(date_format(dateTime, 'HH:mm')) AS minute,
       count(*) AS total_bids, count_if(rank1) AS rank1_bids, count_if(rank2) AS rank2_bids, count_if(rank3) AS rank3_bids,
       count(DISTINCT bidder) AS total_bidders, count(DISTINCT bidder) FILTER (WHERE rank1) AS rank1_bidders,
       count(DISTINCT bidder) FILTER (WHERE rank2) AS rank2_bidders, count(DISTINCT bidder) FILTER (WHERE rank3) AS rank3_bidders,
       count(DISTINCT auction) AS total_auctions, count(DISTINCT auction) FILTER (WHERE rank1) AS rank1_auctions,
       count(DISTINCT auction) FILTER (WHERE rank2) AS rank2_auctions, count(DISTINCT auction) FILTER (WHERE rank3) AS rank3_auctions
FROM ranked_bids
GROUP BY channel, day;

-- Query 17: bids of a day for an auction, and their prices. The published average of integers is one, too.
CREATE MATERIALIZED VIEW q17_auction_statistics AS
SELECT auction, day, count(*) AS total_bids, count_if(rank1) AS rank1_bids, count_if(rank2) AS rank2_bids,
       count_if(rank3) AS rank3_bids, min(price) AS min_price, max(price) AS max_price, sum(price) DIV count(*) AS avg_price,
       sum(price) AS sum_price
FROM ranked_bids
GROUP BY auction, day;

-- Query 18: the last bid of each bidder for each auction.
CREATE STREAMING TABLE q18_last_bids FLOW AUTO CDC FROM STREAM(bid) KEYS (bidder, auction) SEQUENCE BY struct(dateTime, price, extra);

-- Query 19: the ten highest bids for each auction.
CREATE MATERIALIZED VIEW q19_top_bids AS
SELECT *
FROM (SELECT *, row_number() OVER (PARTITION BY auction ORDER BY price DESC, dateTime, bidder, extra) AS rank_number FROM bid)
WHERE rank_number <= 10;
