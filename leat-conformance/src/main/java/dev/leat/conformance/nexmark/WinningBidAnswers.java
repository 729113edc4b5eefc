package dev.leat.conformance.nexmark;

import static dev.leat.conformance.nexmark.Answers.micros;
import static dev.leat.conformance.nexmark.Answers.ofAuction;
import static dev.leat.conformance.nexmark.Answers.row;

import dev.leat.conformance.nexmark.Event.Auction;
import dev.leat.conformance.nexmark.Event.Bid;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The queries about the bids that win. */
final class WinningBidAnswers {
    /** Before each winning bid of a seller, those that its average takes in. */
    private static final int BEFORE = 10;

    private static final Comparator<Bid> BETTER = Comparator.comparing(Bid::price)
            .reversed()
            .thenComparing(Bid::millis)
            .thenComparing(Bid::bidder)
            .thenComparing(Bid::extra);

    private WinningBidAnswers() {}

    private record Sale(Auction auction, Bid bid) {}

    private static Stream<Sale> sales(Events events) {
        Map<Long, Auction> auctions =
                events.auctions().stream().collect(Collectors.toMap(Auction::id, Function.identity()));
        Map<Auction, Bid> winning = new HashMap<>();
        for (Bid bid : events.bids()) {
            Auction auction = auctions.get(bid.auction());
            if (auction != null && bid.millis() >= auction.millis() && bid.millis() <= auction.expiresMillis()) {
                winning.merge(auction, bid, (left, right) -> BETTER.compare(left, right) <= 0 ? left : right);
            }
        }
        return winning.entrySet().stream()
                .map(entry -> new Sale(entry.getKey(), Objects.requireNonNull(entry.getValue())));
    }

    static Stream<String> averagePrices(Events events) {
        return sales(events)
                .collect(Collectors.groupingBy(sale -> sale.auction().category()))
                .entrySet()
                .stream()
                .map(entry -> row(entry.getKey(), average(entry.getValue())));
    }

    private static long average(List<Sale> sales) {
        return sales.stream().mapToLong(sale -> sale.bid().price()).sum() / sales.size();
    }

    static Stream<String> averagePricesBySeller(Events events) {
        return sales(events)
                .collect(Collectors.groupingBy(sale -> sale.auction().seller()))
                .entrySet()
                .stream()
                .flatMap(entry -> {
                    List<Sale> sales = entry.getValue().stream()
                            .sorted(Comparator.comparing(
                                            (Sale sale) -> sale.bid().millis())
                                    .thenComparing(sale -> sale.auction().id()))
                            .toList();
                    return IntStream.range(0, sales.size())
                            .mapToObj(i -> row(
                                    sales.get(i).auction().id(),
                                    entry.getKey(),
                                    average(sales.subList(Math.max(0, i - BEFORE), i + 1))));
                });
    }

    static Stream<String> winningBids(Events events) {
        return sales(events).map(sale -> {
            Auction auction = sale.auction();
            Bid bid = sale.bid();
            return row(
                    auction.id(),
                    ofAuction(auction),
                    bid.auction(),
                    bid.bidder(),
                    bid.price(),
                    micros(bid.millis()),
                    bid.extra());
        });
    }
}
