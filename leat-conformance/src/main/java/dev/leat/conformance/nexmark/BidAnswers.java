package dev.leat.conformance.nexmark;

import static dev.leat.conformance.nexmark.Answers.micros;
import static dev.leat.conformance.nexmark.Answers.row;

import dev.leat.conformance.nexmark.Event.Bid;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The queries about each bid by itself. */
final class BidAnswers {
    private static final DateTimeFormatter TIME = format("yyyy-MM-dd'T'HH:mm:ss.SSS");
    private static final DateTimeFormatter DAY = format("yyyy-MM-dd");
    private static final DateTimeFormatter MINUTE = format("HH:mm");
    private static final String CHANNEL_ID = "&channel_id=";

    private BidAnswers() {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    static String day(Bid bid) {
        return DAY.format(Instant.ofEpochMilli(bid.millis()));
    }

    static String minute(Bid bid) {
        return MINUTE.format(Instant.ofEpochMilli(bid.millis()));
    }

    private static String euros(Bid bid) {
        return BigDecimal.valueOf(bid.price() * 908, 3).toPlainString();
    }

    static Stream<String> passedThrough(Events events) {
        return events.bids().stream()
                .map(bid -> row(bid.auction(), bid.bidder(), bid.price(), micros(bid.millis()), bid.extra()));
    }

    static Stream<String> converted(Events events) {
        return events.bids().stream()
                .map(bid -> row(bid.auction(), bid.bidder(), euros(bid), micros(bid.millis()), bid.extra()));
    }

    static Stream<String> selected(Events events) {
        return events.bids().stream()
                .filter(bid -> bid.auction() % 123 == 0)
                .map(bid -> row(bid.auction(), bid.price()));
    }

    /** As lines of CSV. */
    static Stream<String> logged(Events events) {
        return dated(events, bid -> TIME.format(Instant.ofEpochMilli(bid.millis())));
    }

    /** The same as rows. */
    static Stream<String> dated(Events events) {
        return dated(events, bid -> Long.toString(micros(bid.millis())));
    }

    private static Stream<String> dated(Events events, Function<Bid, String> time) {
        return events.bids().stream()
                .map(bid -> row(
                        bid.auction(), bid.bidder(), bid.price(), time.apply(bid), bid.extra(), day(bid), minute(bid)));
    }

    static Stream<String> lookedUp(Events events) {
        return events.bids().stream()
                .map(bid ->
                        row(bid.auction(), bid.bidder(), bid.price(), micros(bid.millis()), bid.auction() % 10_000));
    }

    static Stream<String> calculated(Events events) {
        return events.bids().stream()
                .filter(bid -> bid.price() * 908 > 1_000_000_000L && bid.price() * 908 < 50_000_000_000L)
                .map(bid -> row(
                        bid.auction(),
                        bid.bidder(),
                        euros(bid),
                        timeOfDay(Instant.ofEpochMilli(bid.millis())
                                .atOffset(ZoneOffset.UTC)
                                .getHour()),
                        micros(bid.millis()),
                        bid.extra(),
                        bid.extra().chars().filter(letter -> letter == 'c').count()));
    }

    private static String timeOfDay(int hour) {
        if (hour >= 8 && hour <= 18) {
            return "dayTime";
        }
        return hour == 7 || hour == 19 ? "otherTime" : "nightTime";
    }

    static Stream<String> withChannelId(Events events) {
        return events.bids().stream()
                .filter(bid ->
                        !bid.channel().startsWith("channel-") || bid.url().contains(CHANNEL_ID))
                .map(bid -> row(bid.auction(), bid.bidder(), bid.price(), bid.channel(), channelId(bid)));
    }

    private static String channelId(Bid bid) {
        return switch (bid.channel()) {
            case "Apple" -> "0";
            case "Google" -> "1";
            case "Facebook" -> "2";
            case "Baidu" -> "3";
            default -> bid.url().substring(bid.url().indexOf(CHANNEL_ID) + CHANNEL_ID.length());
        };
    }

    static Stream<String> withFolders(Events events) {
        return events.bids().stream().map(bid -> {
            String[] parts = bid.url().split("/", -1);
            return row(bid.auction(), bid.bidder(), bid.price(), bid.channel(), parts[3], parts[4], parts[5]);
        });
    }
}
