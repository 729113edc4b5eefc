package dev.leat.conformance.nexmark;

import static dev.leat.conformance.nexmark.Answers.micros;
import static dev.leat.conformance.nexmark.Answers.row;

import dev.leat.conformance.nexmark.Event.Bid;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The queries about days, channels and auctions. */
final class StatisticsAnswers {
    private static final int TOP = 10;

    private StatisticsAnswers() {}

    /** The level of a price, from 1. */
    private static int rank(Bid bid) {
        if (bid.price() < 10_000) {
            return 1;
        }
        return bid.price() < 1_000_000 ? 2 : 3;
    }

    /** The figure of all bids, then of those of each level. */
    private static String ofLevels(List<Bid> bids, Function<Stream<Bid>, Long> figure) {
        return IntStream.rangeClosed(0, 3)
                .mapToObj(level -> figure.apply(bids.stream().filter(bid -> level == 0 || rank(bid) == level)))
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }

    private static long distinct(Stream<Bid> bids, ToLongFunction<Bid> value) {
        return bids.mapToLong(value).distinct().count();
    }

    private static String statistics(List<Bid> bids) {
        return row(
                ofLevels(bids, Stream::count),
                ofLevels(bids, some -> distinct(some, Bid::bidder)),
                ofLevels(bids, some -> distinct(some, Bid::auction)));
    }

    private static <K> Stream<String> grouped(
            Events events, Function<Bid, K> key, Function<List<Bid>, String> rowOfGroup) {
        Collection<List<Bid>> groups =
                events.bids().stream().collect(Collectors.groupingBy(key)).values();
        return groups.stream().map(rowOfGroup);
    }

    static Stream<String> ofDays(Events events) {
        return grouped(events, BidAnswers::day, bids -> row(BidAnswers.day(bids.get(0)), statistics(bids)));
    }

    static Stream<String> ofChannels(Events events) {
        return grouped(
                events,
                bid -> List.of(bid.channel(), BidAnswers.day(bid)),
                bids -> row(
                        bids.get(0).channel(),
                        BidAnswers.day(bids.get(0)),
                        bids.stream()
                                .map(BidAnswers::minute)
                                .max(Comparator.naturalOrder())
                                .orElseThrow(),
                        statistics(bids)));
    }

    static Stream<String> ofAuctions(Events events) {
        return grouped(events, bid -> List.of(bid.auction(), BidAnswers.day(bid)), bids -> {
            LongSummaryStatistics prices = bids.stream().mapToLong(Bid::price).summaryStatistics();
            return row(
                    bids.get(0).auction(),
                    BidAnswers.day(bids.get(0)),
                    ofLevels(bids, Stream::count),
                    prices.getMin(),
                    prices.getMax(),
                    prices.getSum() / prices.getCount(),
                    prices.getSum());
        });
    }

    private static String bid(Bid bid) {
        return row(
                bid.auction(), bid.bidder(), bid.price(), bid.channel(), bid.url(), micros(bid.millis()), bid.extra());
    }

    static Stream<String> lastBids(Events events) {
        Comparator<Bid> later =
                Comparator.comparing(Bid::millis).thenComparing(Bid::price).thenComparing(Bid::extra);
        return events.bids().stream()
                .collect(Collectors.toMap(
                        bid -> List.of(bid.bidder(), bid.auction()), Function.identity(), BinaryOperator.maxBy(later)))
                .values()
                .stream()
                .map(StatisticsAnswers::bid);
    }

    static Stream<String> topBids(Events events) {
        Comparator<Bid> higher = Comparator.comparing(Bid::price)
                .reversed()
                .thenComparing(Bid::millis)
                .thenComparing(Bid::bidder)
                .thenComparing(Bid::extra);
        return events.bids().stream().collect(Collectors.groupingBy(Bid::auction)).values().stream()
                .flatMap(bids -> {
                    List<Bid> top = bids.stream().sorted(higher).limit(TOP).toList();
                    return IntStream.range(0, top.size()).mapToObj(i -> row(bid(top.get(i)), i + 1));
                });
    }
}
