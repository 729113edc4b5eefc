package dev.leat.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class TestRowHash {
    private static long of(Consumer<RowHash> values) {
        RowHash hash = new RowHash();
        values.accept(hash);
        return hash.value();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void otherValuesHaveOtherHashes() {
        List<Long> hashes = new ArrayList<>();
        hashes.add(of(RowHash::addNull));
        hashes.add(of(hash -> hash.add(0L)));
        hashes.add(of(hash -> hash.add(1L)));
        hashes.add(of(hash -> hash.add(-1L)));
        hashes.add(of(hash -> hash.add(-0.0)));
        hashes.add(of(hash -> hash.add(Double.NaN)));
        hashes.add(of(hash -> hash.add(Float.NaN)));
        hashes.add(of(hash -> hash.add(new BigDecimal("1.20"))));
        hashes.add(of(hash -> hash.add(new BigDecimal("12.0"))));
        hashes.add(of(hash -> hash.add(utf8(""))));
        hashes.add(of(hash -> hash.add(utf8("a"))));
        hashes.add(of(hash -> hash.add(utf8("a\0"))));
        hashes.add(of(hash -> hash.add(utf8("abcdefgh"))));
        hashes.add(of(hash -> hash.add(utf8("abcdefgh\0"))));
        hashes.add(of(hash -> {
            hash.add(utf8("a"));
            hash.add(utf8("b"));
        }));
        hashes.add(of(hash -> {
            hash.add(utf8("b"));
            hash.add(utf8("a"));
        }));
        hashes.add(of(hash -> {
            hash.add(utf8("ab"));
            hash.addNull();
        }));

        // 1.20 and 12.0 are 120 hundredths and 120 tenths: only their type tells them apart.
        assertThat(hashes.stream().distinct().count()).isEqualTo(hashes.size() - 1L);
    }

    @Test
    void anyNaNIsTheSame() {
        double other = Double.longBitsToDouble(0x7FF8_0000_0000_0001L);

        assertThat(of(hash -> hash.add(other))).isEqualTo(of(hash -> hash.add(Double.NaN)));
    }

    @Test
    void sumsDoNotDependOnTheOrder() {
        RowSum one = new RowSum(1, of(hash -> hash.add(1L)));
        RowSum two = new RowSum(1, of(hash -> hash.add(2L)));

        assertThat(one.plus(two)).isEqualTo(two.plus(one)).isNotEqualTo(one.plus(one));
        assertThat(RowSum.NONE.plus(one)).isEqualTo(one);
    }
}
