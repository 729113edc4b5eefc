package dev.leat.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TestNearestName {
    private static final List<String> KEYS = List.of("name", "storage", "catalog", "database", "libraries");

    @Test
    void swappedAndMissingLettersAreFound() {
        assertThat(NearestName.find("libraires", KEYS)).contains("libraries");
        assertThat(NearestName.find("catlog", KEYS)).contains("catalog");
        assertThat(NearestName.find("DATABSE", KEYS)).contains("database");
    }

    @Test
    void anUnrelatedNameHasNoNeighbour() {
        assertThat(NearestName.find("zzzzzzz", KEYS)).isEmpty();
        assertThat(NearestName.find("a", List.of("b"))).isEmpty();
        assertThat(NearestName.hint("zzzzzzz", KEYS)).isEmpty();
    }

    @Test
    void ofEquallyNearNamesTheFirstIsTaken() {
        assertThat(NearestName.find("orders", List.of("orders1", "orders2"))).contains("orders1");
    }

    @Test
    void theHintNamesTheNeighbour() {
        assertThat(NearestName.hint("nmae", KEYS)).isEqualTo("; did you mean name?");
    }
}
