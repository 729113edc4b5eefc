-- Who comes to the auction house, what is for sale, and what is offered for it, as examples/nexmark/generate writes them.
CREATE TABLE person (
  id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING, dateTime TIMESTAMP, extra STRING
) USING json OPTIONS (path 'data/person');

CREATE TABLE auction (
  id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT, dateTime TIMESTAMP, expires TIMESTAMP,
  seller BIGINT, category BIGINT, extra STRING
) USING json OPTIONS (path 'data/auction');

CREATE TABLE bid (
  auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, dateTime TIMESTAMP, extra STRING
) USING json OPTIONS (path 'data/bid');

-- A number and its text, to look up by.
CREATE TABLE side_input (key BIGINT, value STRING) USING csv OPTIONS (path 'data/side_input.csv');
