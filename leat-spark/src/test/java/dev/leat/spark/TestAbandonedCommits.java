package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Pipeline;
import dev.leat.spi.Commit;
import dev.leat.spi.CommitTerms;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writers that are taken for dead in the middle of a commit and replaced: what they wrote does not count, and when they wake up they do
 * no harm.
 */
final class TestAbandonedCommits {
    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.in(folder)
                .customer("c1", "1,Ann", "2,Bob", "3,Cleo")
                .order("o1", "1,1,10", "2,2,20", "3,1,30", "4,1,-1");
    }

    private static Commit begin(SparkEngine engine, Pipeline pipeline) {
        return engine.begin(pipeline, CommitTerms.DEFAULT);
    }

    private static void refresh(Commit commit, Pipeline pipeline, int datasets) {
        List<Dataset> all = pipeline.datasets();
        assertThat(all).hasSize(Shop.DATASETS.size());
        all.subList(0, datasets).forEach(commit::refresh);
    }

    private static void isLocked(Commit commit) {
        LeatException thrown = catchThrowableOfType(LeatException.class, () -> commit.publish(List.of()));
        assertThat(thrown).isNotNull();
        assertThat(thrown.code()).as(thrown.getMessage()).isEqualTo(ErrorCode.STATE_LOCKED);
    }

    @Test
    void whatWasNotCommittedIsTakenBackByTheNextWriter() {
        Pipeline pipeline = shop.pipeline();
        try (SparkEngine first = shop.open()) {
            Shop.run(first, pipeline);
        }
        Map<String, List<String>> before = shop.expected();
        shop.order("o2", "5,1,7", "6,3,8");
        SparkEngine dead = shop.open();
        refresh(begin(dead, pipeline), pipeline, 3);
        try (SparkEngine next = shop.open()) {
            assertThat(Shop.rows(next)).isEqualTo(before);
            Shop.run(next, pipeline);
            shop.check(next);
        }
        dead.close();
    }

    @Test
    void tablesThatNoCommitNamesAreGone() {
        Pipeline pipeline = shop.pipeline();
        SparkEngine dead = shop.open();
        refresh(begin(dead, pipeline), pipeline, 2);
        try (SparkEngine next = shop.open()) {
            assertThat(next.tables().list(next.tables().namespaces())).isEmpty();
            Shop.run(next, pipeline);
            shop.check(next);
        }
        dead.close();
    }

    /** It wakes up when the next one has committed. */
    @Test
    void writerThatWakesUpLateDoesNotTakeBackWhatTheNextHasCommitted() {
        Pipeline pipeline = shop.pipeline();
        SparkEngine paused = shop.open();
        Shop.run(paused, pipeline);
        shop.order("o2", "5,1,7", "6,3,8");
        Commit commit = begin(paused, pipeline);
        refresh(commit, pipeline, 2);
        try (SparkEngine next = shop.open()) {
            Shop.run(next, pipeline);
            isLocked(commit);
            commit.close();
            paused.close();
            shop.check(next);
            shop.order("o3", "7,2,1", "8,3,1");
            Shop.run(next, pipeline);
            shop.check(next);
        }
    }

    /** Its first commit, so that it would remove tables. */
    @Test
    void writerThatWakesUpLateDoesNotRemoveTablesOfTheNext() {
        Pipeline pipeline = shop.pipeline();
        SparkEngine paused = shop.open();
        Commit commit = begin(paused, pipeline);
        refresh(commit, pipeline, 3);
        try (SparkEngine next = shop.open()) {
            Shop.run(next, pipeline);
            commit.close();
            paused.close();
            shop.check(next);
            shop.order("o2", "5,1,7", "6,3,8");
            Shop.run(next, pipeline);
            shop.check(next);
        }
    }

    /** It wakes up between the recovery of the next one and that one's first commit. */
    @Test
    void whatIsWrittenByAWriterThatWakesUpIsNotCommittedByTheNext() {
        Pipeline pipeline = shop.pipeline();
        SparkEngine paused = shop.open();
        Shop.run(paused, pipeline);
        shop.order("o2", "5,1,7", "6,3,8");
        Commit commit = begin(paused, pipeline);
        try (SparkEngine next = shop.open()) {
            refresh(commit, pipeline, 3);
            shop.order("o3", "7,2,1", "8,3,1");
            Shop.run(next, pipeline);
            shop.check(next);
            isLocked(commit);
            commit.close();
            paused.close();
            shop.order("o4", "9,1,1");
            Shop.run(next, pipeline);
            shop.check(next);
        }
    }
}
