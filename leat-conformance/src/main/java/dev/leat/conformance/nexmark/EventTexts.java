package dev.leat.conformance.nexmark;

import java.util.List;
import java.util.SplittableRandom;

/** Names, places, prices and fillers of events. */
final class EventTexts {
    private static final List<String> STATES = List.of("AZ", "CA", "ID", "OR", "WA", "WY");
    private static final List<String> CITIES = List.of(
            "Phoenix",
            "Los Angeles",
            "San Francisco",
            "Boise",
            "Portland",
            "Bend",
            "Redmond",
            "Seattle",
            "Kent",
            "Cheyenne");
    private static final List<String> FIRST_NAMES =
            List.of("Peter", "Paul", "Luke", "John", "Saul", "Vicky", "Kate", "Julie", "Sarah", "Deiter", "Walter");
    private static final List<String> LAST_NAMES =
            List.of("Shultz", "Abrams", "Spencer", "White", "Bartels", "Walton", "Smith", "Jones", "Noris");
    private static final List<String> HOT_CHANNELS = List.of("Google", "Facebook", "Baidu", "Apple");
    private static final int CHANNELS = 10_000;
    private static final int FILLER_LENGTH = 1 << 16;
    private static final int WORD_LENGTH_MIN = 3;

    private final String filler;
    private final Channel[] hotChannels = new Channel[HOT_CHANNELS.size()];
    private final Channel[] channels = new Channel[CHANNELS];

    EventTexts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder letters = new StringBuilder(FILLER_LENGTH);
        for (int i = 0; i < FILLER_LENGTH; i++) {
            letters.append((char) random.nextInt('a', 'z' + 1));
        }
        filler = letters.toString();
        for (int i = 0; i < hotChannels.length; i++) {
            hotChannels[i] = new Channel(HOT_CHANNELS.get(i), url(random));
        }
        for (int i = 0; i < CHANNELS; i++) {
            String id = random.nextInt(10) > 0 ? "&channel_id=" + Math.abs(Integer.reverse(i)) : "";
            channels[i] = new Channel("channel-" + i, url(random) + id);
        }
    }

    /** Where a bid comes from. */
    record Channel(String name, String url) {}

    private static String url(SplittableRandom random) {
        return "https://www.nexmark.com/" + word(random, 5, '_') + '/' + word(random, 5, '_') + '/'
                + word(random, 5, '_') + "/item.htm?query=1";
    }

    /** One of four channels that are hot half of the time, else one of many, most of whose URLs have a number. */
    Channel channel(SplittableRandom random) {
        return random.nextBoolean()
                ? hotChannels[random.nextInt(hotChannels.length)]
                : channels[random.nextInt(channels.length)];
    }

    String name(SplittableRandom random) {
        return one(FIRST_NAMES, random) + " " + one(LAST_NAMES, random);
    }

    String city(SplittableRandom random) {
        return one(CITIES, random);
    }

    String state(SplittableRandom random) {
        return one(STATES, random);
    }

    private static String one(List<String> texts, SplittableRandom random) {
        return texts.get(random.nextInt(texts.size()));
    }

    /** Letters that bring an event near to its size; within a fifth of what is missing. */
    String extra(SplittableRandom random, int missing) {
        if (missing <= 0) {
            return "";
        }
        int spread = Math.max(1, (int) Math.round(missing * 0.2));
        int length = missing - spread + random.nextInt(2 * spread);
        int start = random.nextInt(filler.length() - length);
        return filler.substring(start, start + length);
    }

    /** Letters, and now and then the separator; fewer than the limit, but at least three. */
    static String word(SplittableRandom random, int limit, char separator) {
        int length = random.nextInt(WORD_LENGTH_MIN, limit);
        StringBuilder word = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            word.append(random.nextInt(13) == 0 ? separator : (char) random.nextInt('a', 'z' + 1));
        }
        return word.toString().strip();
    }

    static String creditCard(SplittableRandom random) {
        return String.format(
                "%04d %04d %04d %04d",
                random.nextInt(10_000), random.nextInt(10_000), random.nextInt(10_000), random.nextInt(10_000));
    }

    /** From 1 to a million, in cents; each order of magnitude as often as the others. */
    static long price(SplittableRandom random) {
        return Math.round(Math.pow(10, random.nextDouble() * 6) * 100);
    }
}
