package dev.leat.conformance.nexmark;

import static dev.leat.conformance.nexmark.Answers.micros;
import static dev.leat.conformance.nexmark.Answers.row;

import dev.leat.conformance.nexmark.Event.Bid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The queries about periods. */
final class WindowAnswers {
    private static final long WINDOW_MILLIS = 10_000;
    private static final long SLIDE_MILLIS = 2_000;

    private WindowAnswers() {}

    static Stream<String> hotItems(Events events) {
        Map<Long, Map<Long, Long>> counts = new HashMap<>();
        for (Bid bid : events.bids()) {
            long last = bid.millis() / SLIDE_MILLIS * SLIDE_MILLIS;
            for (long start = last; start > bid.millis() - WINDOW_MILLIS; start -= SLIDE_MILLIS) {
                counts.computeIfAbsent(start, key -> new HashMap<>()).merge(bid.auction(), 1L, Long::sum);
            }
        }
        return counts.entrySet().stream().flatMap(window -> {
            long most = window.getValue().values().stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElseThrow();
            return window.getValue().entrySet().stream()
                    .filter(auction -> auction.getValue() == most)
                    .map(auction -> row(micros(window.getKey()), auction.getKey(), most));
        });
    }

    /** A bid at the very end of a window counts with it, too, if it is as high: so the published query has it. */
    static Stream<String> highestBids(Events events) {
        Map<Long, Long> highest = new HashMap<>();
        for (Bid bid : events.bids()) {
            highest.merge(bid.millis() / WINDOW_MILLIS, bid.price(), Math::max);
        }
        return events.bids().stream().flatMap(bid -> {
            long window = bid.millis() / WINDOW_MILLIS;
            LongStream windows =
                    bid.millis() % WINDOW_MILLIS == 0 ? LongStream.of(window - 1, window) : LongStream.of(window);
            return windows.filter(candidate -> highest.getOrDefault(candidate, -1L) == bid.price())
                    .mapToObj(
                            found -> row(bid.auction(), bid.price(), bid.bidder(), micros(bid.millis()), bid.extra()));
        });
    }

    /** A bid that comes when a session ends still belongs to it. */
    static Stream<String> userSessions(Events events) {
        Map<Long, List<Long>> times = events.bids().stream()
                .collect(Collectors.groupingBy(Bid::bidder, Collectors.mapping(Bid::millis, Collectors.toList())));
        List<String> sessions = new ArrayList<>();
        times.forEach((bidder, ofBidder) -> {
            List<Long> sorted = ofBidder.stream().sorted().toList();
            int first = 0;
            for (int i = 1; i <= sorted.size(); i++) {
                if (i == sorted.size() || sorted.get(i) > sorted.get(i - 1) + WINDOW_MILLIS) {
                    sessions.add(row(
                            bidder, i - first, micros(sorted.get(first)), micros(sorted.get(i - 1) + WINDOW_MILLIS)));
                    first = i;
                }
            }
        });
        return sessions.stream();
    }

    private record Period(long bidder, long window) {}

    static Stream<String> bidsOfPeriods(Events events) {
        return events.bids().stream()
                .collect(Collectors.groupingBy(
                        bid -> new Period(bid.bidder(), bid.millis() / WINDOW_MILLIS), Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> {
                    long start = entry.getKey().window() * WINDOW_MILLIS;
                    return row(entry.getKey().bidder(), entry.getValue(), micros(start), micros(start + WINDOW_MILLIS));
                });
    }
}
