package dev.leat.conformance.nexmark;

import static dev.leat.conformance.nexmark.Answers.micros;
import static dev.leat.conformance.nexmark.Answers.ofAuction;
import static dev.leat.conformance.nexmark.Answers.row;

import dev.leat.conformance.nexmark.Event.Auction;
import dev.leat.conformance.nexmark.Event.Person;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queries about what belongs together. */
final class JoinAnswers {
    private static final long WINDOW_MILLIS = 10_000;

    private JoinAnswers() {}

    static Stream<String> localItems(Events events) {
        Map<Long, Person> locals = events.persons().stream()
                .filter(person -> List.of("OR", "ID", "CA").contains(person.state()))
                .collect(Collectors.toMap(Person::id, Function.identity()));
        return events.auctions().stream()
                .filter(auction -> auction.category() == 10 && locals.containsKey(auction.seller()))
                .map(auction -> {
                    Person person = Objects.requireNonNull(locals.get(auction.seller()));
                    return row(person.name(), person.city(), person.state(), auction.id());
                });
    }

    private record Seller(long id, long window) {}

    static Stream<String> newSellers(Events events) {
        Set<Seller> sellers = events.auctions().stream()
                .map(auction -> new Seller(auction.seller(), auction.millis() / WINDOW_MILLIS))
                .collect(Collectors.toSet());
        return events.persons().stream()
                .filter(person -> sellers.contains(new Seller(person.id(), person.millis() / WINDOW_MILLIS)))
                .map(person ->
                        row(person.id(), person.name(), micros(person.millis() / WINDOW_MILLIS * WINDOW_MILLIS)));
    }

    static Stream<String> expandedBids(Events events) {
        Map<Long, Auction> auctions = events.auctions().stream()
                .filter(auction -> auction.category() == 10)
                .collect(Collectors.toMap(Auction::id, Function.identity()));
        return events.bids().stream()
                .filter(bid -> auctions.containsKey(bid.auction()))
                .map(bid -> {
                    Auction auction = Objects.requireNonNull(auctions.get(bid.auction()));
                    return row(
                            bid.auction(),
                            bid.bidder(),
                            bid.price(),
                            bid.channel(),
                            bid.url(),
                            micros(bid.millis()),
                            bid.extra(),
                            ofAuction(auction));
                });
    }
}
