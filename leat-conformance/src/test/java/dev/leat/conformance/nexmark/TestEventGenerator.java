package dev.leat.conformance.nexmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.leat.conformance.nexmark.Event.Auction;
import dev.leat.conformance.nexmark.Event.Bid;
import dev.leat.conformance.nexmark.Event.Kind;
import dev.leat.conformance.nexmark.Event.Person;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Events follow the published rules. */
final class TestEventGenerator {
    private static final int EVENTS = 100_000;
    private static final Offset<Double> CHANCE = within(0.02);
    private static final List<Event> ALL = events(new EventGenerator(3, 10_000));

    private static List<Event> events(EventGenerator generator) {
        return LongStream.range(0, EVENTS).mapToObj(generator::event).toList();
    }

    private static <E> List<E> of(Class<E> kind) {
        return ALL.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void oneIsAPersonThreeAreAuctionsAnd46AreBids() {
        Map<Kind, Long> counts = ALL.stream().collect(Collectors.groupingBy(Event::kind, Collectors.counting()));

        assertThat(counts)
                .isEqualTo(
                        Map.of(Kind.PERSON, EVENTS / 50L, Kind.AUCTION, 3 * EVENTS / 50L, Kind.BID, 46 * EVENTS / 50L));
    }

    @Test
    void idsCountUp() {
        assertThat(of(Person.class).stream().map(Person::id).sorted())
                .containsExactlyElementsOf(
                        LongStream.range(1_000, 1_000 + EVENTS / 50).boxed().toList());
        assertThat(of(Auction.class).stream().map(Auction::id).sorted())
                .containsExactlyElementsOf(
                        LongStream.range(1_000, 1_000 + 3 * EVENTS / 50).boxed().toList());
    }

    @Test
    void timeGoesOnByTheRateAndIsOutOfOrderByLessThanASecond() {
        long start = EventGenerator.START.toEpochMilli();
        long latest = start;
        long earlier = 0;
        for (Event event : ALL) {
            assertThat(latest - event.millis()).isLessThan(1_000);
            earlier += event.millis() < latest ? 1 : 0;
            latest = Math.max(latest, event.millis());
        }

        assertThat(latest).isEqualTo(start + EVENTS / 10 - 1);
        assertThat(earlier).isGreaterThan(EVENTS / 2);
    }

    @Test
    void halfOfTheBidsAreForAHotAuctionAndThreeQuartersByAHotBidder() {
        List<Bid> bids = of(Bid.class);

        assertThat(share(bids, bid -> bid.auction() % 100 == 0)).isCloseTo(0.5, CHANCE);
        assertThat(share(bids, bid -> bid.bidder() % 100 == 1)).isCloseTo(0.75, CHANCE);
        assertThat(share(bids, bid -> bid.channel().startsWith("channel-"))).isCloseTo(0.5, CHANCE);
        assertThat(share(of(Auction.class), auction -> auction.seller() % 100 == 0))
                .isCloseTo(0.75, CHANCE);
    }

    private static <E> double share(List<E> events, Function<E, Boolean> has) {
        return (double) events.stream().filter(has::apply).count() / events.size();
    }

    @Test
    void eventDependsOnSeedAndPlaceOnly() {
        assertThat(new EventGenerator(3, 10_000).event(77_777)).isEqualTo(ALL.get(77_777));
        assertThat(new EventGenerator(4, 10_000).event(77_777)).isNotEqualTo(ALL.get(77_777));
    }

    @Test
    void rateThatWouldRepeatPlacesIsRefused() {
        assertThatThrownBy(() -> new EventGenerator(3, 1_906))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1906 events a second: expected a positive number that is no multiple of 953");
    }
}
