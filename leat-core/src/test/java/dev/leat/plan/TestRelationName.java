package dev.leat.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names, their keys, and names of keys. */
final class TestRelationName {
    private static final List<RelationName> NAMES = List.of(
            RelationName.of("log"),
            RelationName.of("spark_catalog", "default", "log"),
            RelationName.of("csv", "/data/a.b/x y.csv"),
            RelationName.of("json", "in/`odd`.json"),
            RelationName.of("`"),
            RelationName.of("a.b", "", "c"));

    @Test
    void nameOfAKeyHasThatKey() {
        for (RelationName name : NAMES) {
            assertThat(RelationName.ofKey(name.key())).isEqualTo(name);
        }
        assertThat(RelationName.ofKey(RelationName.of("Main", "LOG").key())).isEqualTo(RelationName.of("main", "log"));
    }

    @Test
    void writtenNameIsReadAsItIs() {
        for (RelationName name : NAMES) {
            assertThat(RelationName.ofKey(name.toString())).isEqualTo(name);
        }
        assertThat(RelationName.ofKey("csv.`/Data/X.csv`")).isEqualTo(RelationName.of("csv", "/Data/X.csv"));
    }

    @Test
    void otherTextIsNoKey() {
        for (String text : List.of("", ".", "a.", "a..b", "`a", "a`b`", "`a``", "`a`/`b`")) {
            assertThatThrownBy(() -> RelationName.ofKey(text))
                    .as(text)
                    .isInstanceOfSatisfying(
                            LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
        }
    }

    @Test
    void filesAreToldApartByTheirPath() {
        assertThat(RelationName.of("spark_catalog", "default", "log").shortName())
                .isEqualTo("log");
        assertThat(RelationName.of("log").shortName()).isEqualTo("log");
        assertThat(RelationName.of("csv", "in/x.csv").shortName()).isEqualTo("csv.`in/x.csv`");
    }
}
