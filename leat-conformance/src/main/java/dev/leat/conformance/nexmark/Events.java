package dev.leat.conformance.nexmark;

import dev.leat.conformance.nexmark.Event.Auction;
import dev.leat.conformance.nexmark.Event.Bid;
import dev.leat.conformance.nexmark.Event.Person;
import java.util.ArrayList;
import java.util.List;

/** All events so far, by their sources. */
final class Events {
    private final List<Person> persons = new ArrayList<>();
    private final List<Auction> auctions = new ArrayList<>();
    private final List<Bid> bids = new ArrayList<>();

    /** Adds an event after all others. */
    void add(Event event) {
        if (event instanceof Person person) {
            persons.add(person);
        } else if (event instanceof Auction auction) {
            auctions.add(auction);
        } else if (event instanceof Bid bid) {
            bids.add(bid);
        }
    }

    List<Person> persons() {
        return persons;
    }

    List<Auction> auctions() {
        return auctions;
    }

    List<Bid> bids() {
        return bids;
    }
}
