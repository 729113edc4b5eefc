package dev.leat.conformance.realdata;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What plain Java makes of trades and quotes, line by line. Many of them have one millisecond, and files that are read in parts
 * keep no order: of trades of one millisecond the cheapest is the first, of quotes the highest bid and ask are the last.
 */
final class Ticks {
    private static final long MILLIS_OF_MINUTE = 60_000;

    private final Map<String, Bar> bars = new TreeMap<>();
    private final List<Trade> trades = new ArrayList<>();

    /** The last bid and ask of each millisecond, by the day. */
    private final Map<String, NavigableMap<Long, Long>> bids = new TreeMap<>();

    private final Map<String, NavigableMap<Long, Long>> asks = new TreeMap<>();

    /** The file of a symbol and day. */
    record Stream(String kind, String symbol, String day) {
        /** Where its lines go: what a partition folder names becomes columns. */
        String path() {
            return kind + "/symbol=" + symbol + "/day=" + day + "/ticks.csv";
        }
    }

    private record Trade(String symbol, String day, long millisecond, long price) {}

    private static final class Bar {
        private Trade first;
        private Trade last;
        private long low;
        private long high;
        private long volume;
        private long notional;
        private long trades;

        Bar(Trade trade) {
            first = trade;
            last = trade;
            low = trade.price();
            high = trade.price();
        }

        void add(Trade trade, long size) {
            if (isBefore(trade, first)) {
                first = trade;
            }
            if (isBefore(last, trade)) {
                last = trade;
            }
            low = Math.min(low, trade.price());
            high = Math.max(high, trade.price());
            volume += size;
            notional += trade.price() * size;
            trades++;
        }

        private static boolean isBefore(Trade one, Trade other) {
            return one.millisecond() < other.millisecond()
                    || (one.millisecond() == other.millisecond() && one.price() < other.price());
        }

        @Override
        public String toString() {
            return first.price() + "," + high + "," + low + "," + last.price() + "," + volume + "," + notional + ","
                    + trades;
        }
    }

    /** A line of trades is the millisecond of the day, price, size; one of quotes the millisecond, bid, its size, ask. */
    void add(Stream stream, String line) {
        String[] values = line.split(",", -1);
        long millisecond = Long.parseLong(values[0]);
        if (stream.kind().equals("trades")) {
            Trade trade = new Trade(stream.symbol(), stream.day(), millisecond, Long.parseLong(values[1]));
            trades.add(trade);
            long minute = LocalDate.parse(stream.day()).atStartOfDay().toEpochSecond(ZoneOffset.UTC)
                    + millisecond / MILLIS_OF_MINUTE * 60;
            bars.computeIfAbsent(stream.symbol() + "," + minute, key -> new Bar(trade))
                    .add(trade, Long.parseLong(values[2]));
        } else {
            // A quote is of one side; the other is 0.
            note(bids, stream, millisecond, Long.parseLong(values[1]));
            note(asks, stream, millisecond, Long.parseLong(values[3]));
        }
    }

    private static void note(Map<String, NavigableMap<Long, Long>> side, Stream stream, long millisecond, long price) {
        if (price != 0) {
            side.computeIfAbsent(stream.day(), key -> new TreeMap<>()).merge(millisecond, price, Math::max);
        }
    }

    /** Symbol, minute, open, high, low, close, volume, price times size, trades. */
    List<String> bars() {
        return bars.entrySet().stream()
                .map(entry -> entry.getKey() + "," + entry.getValue())
                .toList();
    }

    /** Symbol, minute, and the price of its trades, weighted by their volume. */
    List<String> vwap() {
        return bars.entrySet().stream()
                .map(entry -> entry.getKey() + "," + (double) entry.getValue().notional / entry.getValue().volume)
                .toList();
    }

    /** Day, millisecond, price, and the ask less the bid that were last quoted before, of each trade of a symbol. */
    List<String> spreads(String symbol) {
        List<String> spreads = new ArrayList<>();
        for (Trade trade : trades) {
            if (trade.symbol().equals(symbol)) {
                Optional<Long> bid = before(bids, trade);
                Optional<Long> spread = before(asks, trade).flatMap(ask -> bid.map(price -> ask - price));
                spreads.add(trade.day() + "," + trade.millisecond() + "," + trade.price() + ","
                        + spread.map(String::valueOf).orElse("NULL"));
            }
        }
        return spreads;
    }

    private static Optional<Long> before(Map<String, NavigableMap<Long, Long>> side, Trade trade) {
        return Optional.ofNullable(side.get(trade.day()))
                .map(prices -> prices.lowerEntry(trade.millisecond()))
                .map(Map.Entry::getValue);
    }
}
