package dev.leat.conformance.nexmark;

import java.time.Instant;
import java.util.Locale;

/** What happens at the auction house; no value needs escapes in JSON. */
sealed interface Event {
    /** The sources. */
    enum Kind {
        PERSON,
        AUCTION,
        BID;

        /** The name of the source, and of its folder. */
        String source() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The source it belongs to. */
    Kind kind();

    /** When it happened, in milliseconds since 1970-01-01. */
    long millis();

    /** A line of JSON, without its end. */
    String json();

    /** Somebody who sells or bids from now on. */
    record Person(
            long id,
            String name,
            String emailAddress,
            String creditCard,
            String city,
            String state,
            long millis,
            String extra)
            implements Event {
        @Override
        public Kind kind() {
            return Kind.PERSON;
        }

        @Override
        public String json() {
            return "{\"id\":" + id + ",\"name\":\"" + name + "\",\"emailAddress\":\"" + emailAddress
                    + "\",\"creditCard\":\"" + creditCard + "\",\"city\":\"" + city + "\",\"state\":\"" + state
                    + "\",\"dateTime\":\"" + Instant.ofEpochMilli(millis) + "\",\"extra\":\"" + extra + "\"}";
        }
    }

    /** Something is for sale until it expires. */
    record Auction(
            long id,
            String itemName,
            String description,
            long initialBid,
            long reserve,
            long millis,
            long expiresMillis,
            long seller,
            long category,
            String extra)
            implements Event {
        @Override
        public Kind kind() {
            return Kind.AUCTION;
        }

        @Override
        public String json() {
            return "{\"id\":" + id + ",\"itemName\":\"" + itemName + "\",\"description\":\"" + description
                    + "\",\"initialBid\":" + initialBid + ",\"reserve\":" + reserve + ",\"dateTime\":\""
                    + Instant.ofEpochMilli(millis) + "\",\"expires\":\"" + Instant.ofEpochMilli(expiresMillis)
                    + "\",\"seller\":" + seller + ",\"category\":" + category + ",\"extra\":\"" + extra + "\"}";
        }
    }

    /** A price is offered for an auction, which may not be there yet. */
    record Bid(long auction, long bidder, long price, String channel, String url, long millis, String extra)
            implements Event {
        @Override
        public Kind kind() {
            return Kind.BID;
        }

        @Override
        public String json() {
            return "{\"auction\":" + auction + ",\"bidder\":" + bidder + ",\"price\":" + price + ",\"channel\":\""
                    + channel + "\",\"url\":\"" + url + "\",\"dateTime\":\"" + Instant.ofEpochMilli(millis)
                    + "\",\"extra\":\"" + extra + "\"}";
        }
    }
}
