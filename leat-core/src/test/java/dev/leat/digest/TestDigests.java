package dev.leat.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

/** SHA-256 against the example of its standard, FIPS 180-2. */
final class TestDigests {
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void digestOfBytesAndOfTextIsTheStandards() {
        assertThat(Digests.sha256("abc")).isEqualTo(OF_ABC);
        assertThat(Digests.sha256("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(OF_ABC);
        assertThat(Digests.sha256("\u00e9")).isEqualTo(Digests.sha256(new byte[] {(byte) 0xC3, (byte) 0xA9}));
    }

    @Test
    void digestOfPartsIsThatOfTheWhole() {
        MessageDigest digest = Digests.sha256();
        digest.update((byte) 'a');
        digest.update(new byte[] {'b', 'c'});
        assertThat(Digests.digits(digest)).isEqualTo(OF_ABC);
    }
}
