package dev.leat.conformance.nexmark;

import dev.leat.conformance.nexmark.Event.Auction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the queries give, found by plain Java. A row is its values with commas between them; a time is in microseconds since
 * 1970-01-01.
 */
final class Answers {
    /** By the name of the dataset or sink that has the rows; a query's name begins with its number. */
    static final Map<String, Function<Events, Stream<String>>> ALL = all();

    private Answers() {}

    private static Map<String, Function<Events, Stream<String>>> all() {
        Map<String, Function<Events, Stream<String>>> answers = new LinkedHashMap<>();
        answers.put("q00_pass_through", BidAnswers::passedThrough);
        answers.put("q01_currency_conversion", BidAnswers::converted);
        answers.put("q02_selection", BidAnswers::selected);
        answers.put("q03_local_items", JoinAnswers::localItems);
        answers.put("q04_average_price", WinningBidAnswers::averagePrices);
        answers.put("q05_hot_items", WindowAnswers::hotItems);
        answers.put("q06_average_price_by_seller", WinningBidAnswers::averagePricesBySeller);
        answers.put("q07_highest_bids", WindowAnswers::highestBids);
        answers.put("q08_new_sellers", JoinAnswers::newSellers);
        answers.put("q09_winning_bids", WinningBidAnswers::winningBids);
        answers.put("q10_log", BidAnswers::logged);
        answers.put("q11_user_sessions", WindowAnswers::userSessions);
        answers.put("q12_bids_of_period", WindowAnswers::bidsOfPeriods);
        answers.put("q13_side_input", BidAnswers::lookedUp);
        answers.put("q14_calculation", BidAnswers::calculated);
        answers.put("q15_bidding_statistics", StatisticsAnswers::ofDays);
        answers.put("q16_channel_statistics", StatisticsAnswers::ofChannels);
        answers.put("q17_auction_statistics", StatisticsAnswers::ofAuctions);
        answers.put("q18_last_bids", StatisticsAnswers::lastBids);
        answers.put("q19_top_bids", StatisticsAnswers::topBids);
        answers.put("q20_expanded_bids", JoinAnswers::expandedBids);
        answers.put("q21_channel_id", BidAnswers::withChannelId);
        answers.put("q22_url_folders", BidAnswers::withFolders);
        return answers;
    }

    /** A row of these values. */
    static String row(Object... values) {
        return Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(","));
    }

    /** The columns of an auction after its id, in a row of more. */
    static String ofAuction(Auction auction) {
        return row(
                auction.itemName(),
                auction.description(),
                auction.initialBid(),
                auction.reserve(),
                micros(auction.millis()),
                micros(auction.expiresMillis()),
                auction.seller(),
                auction.category(),
                auction.extra());
    }

    static long micros(long millis) {
        return millis * 1_000;
    }
}
