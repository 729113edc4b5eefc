package dev.leat.conformance.soak;

import dev.leat.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What happens around a run: rows come, the log is rotated, the broker is stopped and started. */
final class Feeds {
    private final Feed clicks;
    private final Feed lines;
    private final RotatedLog log;
    private final Outages outages;

    private Feeds(Feed clicks, Feed lines, RotatedLog log, Outages outages) {
        this.clicks = clicks;
        this.lines = lines;
        this.log = log;
        this.outages = outages;
    }

    /** Starts all of it. */
    static Feeds start(Path folder, KafkaBroker broker, Soak.Terms terms, ExpectedResults expected) throws IOException {
        int rate = terms.rate() / 2;
        RotatedLog log = new RotatedLog(SoakProject.logs(folder), terms.rotation(), terms.seed());
        Feeds feeds = new Feeds(
                new Feed(new TopicTarget(broker.servers(), SoakProject.CLICKS), expected.clicks(), rate),
                new Feed(log, expected.lines(), rate),
                log,
                new Outages(broker, terms.brokerUp(), terms.seed()));
        feeds.clicks.start();
        feeds.lines.start();
        feeds.outages.start();
        return feeds;
    }

    /** How many rows of the topic there are. */
    long clicks() {
        return clicks.count();
    }

    /** How many rows of the log there are. */
    long lines() {
        return lines.count();
    }

    /** Lets go of what has been read, and has rows be late when watermarks are known. */
    void follow(ToldStatus status) {
        log.setRead(status.read(SoakProject.LINES));
        if (status.hasWatermarks()) {
            List.of(clicks, lines).forEach(Feed::setHasWatermark);
        }
    }

    /** Ends all of it, with what is begun; the broker is up then. */
    void stop() throws InterruptedException {
        outages.stop();
        clicks.stop();
        lines.stop();
    }

    @Override
    public String toString() {
        return "outages of the broker " + outages.count() + ", rotations of the log " + log.rotations();
    }
}
