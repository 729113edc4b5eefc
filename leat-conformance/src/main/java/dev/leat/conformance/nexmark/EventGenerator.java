package dev.leat.conformance.nexmark;

import dev.leat.conformance.nexmark.Event.Auction;
import dev.leat.conformance.nexmark.Event.Bid;
import dev.leat.conformance.nexmark.Event.Person;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * The events of Nexmark by their place in the stream, by the rules of the published generators. Of 50 events one is a person,
 * three are auctions and 46 are bids. Time goes on by the rate, and events come out of order within each second. Half of the bids are
 * for the hot auction, three quarters of them by the hot bidder, three quarters of the auctions by the hot seller; who is hot
 * changes every 100 auctions or persons. The others are among those that came last, or come soon.
 *
 * <p>An event depends on the seed and its number only.
 */
final class EventGenerator {
    /** Events of a second, as published. */
    static final int EVENTS_PER_SECOND = 10_000;

    /** The first event's time; the published one is half a minute later, so that here a day ends among the events. */
    static final Instant START = Instant.parse("2015-07-14T23:59:30Z");

    private static final int PERSONS = 1;
    private static final int AUCTIONS = 3;
    private static final int PERIOD = 50;

    private static final long FIRST_ID = 1_000;
    private static final int FIRST_CATEGORY = 10;
    private static final int CATEGORIES = 5;
    private static final int HOT_EVERY = 100;
    private static final int HOT_AUCTION_RATIO = 2;
    private static final int HOT_PERSON_RATIO = 4;
    private static final int ACTIVE_PERSONS = 1_000;
    private static final int AUCTIONS_IN_FLIGHT = 100;
    private static final int LEAD = 10;

    private static final int PERSON_BYTES = 200;
    private static final int AUCTION_BYTES = 500;
    private static final int BID_BYTES = 100;

    /** A prime, so that no two events of a second get the same place. */
    private static final int SHUFFLE = 953;

    private final long seed;
    private final int eventsPerSecond;
    private final EventTexts texts;

    EventGenerator(long seed, int eventsPerSecond) {
        if (eventsPerSecond < 1 || eventsPerSecond % SHUFFLE == 0) {
            throw new IllegalArgumentException(
                    eventsPerSecond + " events a second: expected a positive number that is no multiple of " + SHUFFLE);
        }
        this.seed = seed;
        this.eventsPerSecond = eventsPerSecond;
        this.texts = new EventTexts(seed);
    }

    /** The event that comes at this place, from 0. */
    Event event(long place) {
        long number = place / eventsPerSecond * eventsPerSecond + place * SHUFFLE % eventsPerSecond;
        SplittableRandom random = new SplittableRandom(seed ^ number * 0x9E3779B97F4A7C15L);
        long offset = number % PERIOD;
        if (offset < PERSONS) {
            return person(number, random);
        }
        return offset < PERSONS + AUCTIONS ? auction(number, random) : bid(number, random);
    }

    private long millis(long number) {
        return START.toEpochMilli() + number * 1_000 / eventsPerSecond;
    }

    private Person person(long number, SplittableRandom random) {
        String name = texts.name(random);
        String email = EventTexts.word(random, 7, ' ') + "@" + EventTexts.word(random, 5, ' ') + ".com";
        String card = EventTexts.creditCard(random);
        String city = texts.city(random);
        String state = texts.state(random);
        int bytes = 8 + name.length() + email.length() + card.length() + city.length() + state.length();
        return new Person(
                FIRST_ID + lastPerson(number),
                name,
                email,
                card,
                city,
                state,
                millis(number),
                texts.extra(random, PERSON_BYTES - bytes));
    }

    private Auction auction(long number, SplittableRandom random) {
        long seller = random.nextInt(HOT_PERSON_RATIO) > 0
                ? lastPerson(number) / HOT_EVERY * HOT_EVERY
                : recentPerson(number, random);
        int category = FIRST_CATEGORY + random.nextInt(CATEGORIES);
        long initialBid = EventTexts.price(random);
        long horizon = millis(number + (long) AUCTIONS_IN_FLIGHT * PERIOD / AUCTIONS) - millis(number);
        long expires = millis(number) + 1 + random.nextLong(Math.max(1, 2 * horizon));
        String item = EventTexts.word(random, 20, ' ');
        String description = EventTexts.word(random, 100, ' ');
        int bytes = 48 + item.length() + description.length();
        return new Auction(
                FIRST_ID + lastAuction(number),
                item,
                description,
                initialBid,
                initialBid + EventTexts.price(random),
                millis(number),
                expires,
                FIRST_ID + seller,
                category,
                texts.extra(random, AUCTION_BYTES - bytes));
    }

    private Bid bid(long number, SplittableRandom random) {
        long auction = random.nextInt(HOT_AUCTION_RATIO) > 0
                ? lastAuction(number) / HOT_EVERY * HOT_EVERY
                : recentAuction(number, random);
        // The second of a hundred, so that hot bidders are not hot sellers.
        long bidder = random.nextInt(HOT_PERSON_RATIO) > 0
                ? lastPerson(number) / HOT_EVERY * HOT_EVERY + 1
                : recentPerson(number, random);
        long price = EventTexts.price(random);
        EventTexts.Channel channel = texts.channel(random);
        return new Bid(
                FIRST_ID + auction,
                FIRST_ID + bidder,
                price,
                channel.name(),
                channel.url(),
                millis(number),
                texts.extra(random, BID_BYTES - 32));
    }

    private static long lastPerson(long number) {
        return number / PERIOD * PERSONS + Math.min(number % PERIOD, PERSONS - 1);
    }

    /** Of an auction or a bid. */
    private static long lastAuction(long number) {
        return number / PERIOD * AUCTIONS + Math.min(number % PERIOD - PERSONS, AUCTIONS - 1);
    }

    private static long recentPerson(long number, SplittableRandom random) {
        long persons = lastPerson(number) + 1;
        long active = Math.min(persons, ACTIVE_PERSONS);
        return persons - active + random.nextLong(active + LEAD);
    }

    private static long recentAuction(long number, SplittableRandom random) {
        long last = lastAuction(number);
        long first = Math.max(0, last - AUCTIONS_IN_FLIGHT);
        return first + random.nextLong(last - first + 1 + LEAD);
    }
}
