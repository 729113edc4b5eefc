package dev.leat.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TestFileErrors {
    static Arguments[] failures() {
        return new Arguments[] {
            Arguments.of(new NoSuchFileException("/a"), "IO", "there is no /a"),
            Arguments.of(new AccessDeniedException("/a"), "IO", "permission denied for /a"),
            Arguments.of(new FileAlreadyExistsException("/a"), "IO", "/a is in the way"),
            Arguments.of(new FileSystemException("/a", null, "Not a directory"), "IO", "Not a directory (/a)"),
            Arguments.of(new FileSystemException("/a"), "IO", "the system gives no reason (/a)"),
            Arguments.of(new IOException(), "IO", "IOException"),
            Arguments.of(new IOException("Input/output error"), "IO", "Input/output error"),
            Arguments.of(
                    new FileSystemException("/a", null, "No space left on device"),
                    "DISK_FULL",
                    "no space left on the device. Make room and run again; earlier results are whole"),
            Arguments.of(
                    new IOException("Disk quota exceeded"),
                    "DISK_FULL",
                    "no space left on the device. Make room and run again; earlier results are whole"),
        };
    }

    @ParameterizedTest
    @MethodSource("failures")
    void reasonIsToldInWords(IOException failure, ErrorCode code, String reason) {
        LeatException error = FileErrors.convert(failure, "write x");
        assertThat(error.code()).isEqualTo(code);
        assertThat(error).hasMessage("Cannot write x: " + reason).hasCause(failure);
    }
}
