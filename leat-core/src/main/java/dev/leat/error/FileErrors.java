package dev.leat.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;

/** Turns a failed reading or writing of files into an error of ours; the system's reasons are told in words. */
public final class FileErrors {
    /** Why a full disk ends what was tried, and what to do. */
    public static final String NO_SPACE =
            "no space left on the device. Make room and run again; earlier results are whole";

    private FileErrors() {}

    /**
     * The error: DISK_FULL where there is no room, IO otherwise.
     *
     * @param activity what could not be done, after "Cannot"
     */
    public static LeatException convert(IOException e, String activity) {
        String reason = reason(e);
        return isDiskFull(reason)
                ? new LeatException(ErrorCode.DISK_FULL, "Cannot " + activity + ": " + NO_SPACE, e)
                : new LeatException(ErrorCode.IO, "Cannot " + activity + ": " + reason, e);
    }

    /** Whether the system's text says that the disk is full or a quota is reached. */
    public static boolean isDiskFull(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("no space left on device") || lower.contains("disk quota exceeded");
    }

    /** The system's reason, in words, without what servers add of their code. */
    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        }
        if (e instanceof AccessDeniedException denied) {
            return "permission denied for " + denied.getFile();
        }
        if (e instanceof FileAlreadyExistsException existing) {
            return existing.getFile() + " is in the way";
        }
        if (e instanceof FileSystemException failed) {
            return Optional.ofNullable(failed.getReason()).orElse("the system gives no reason") + " ("
                    + failed.getFile() + ")";
        }
        return Optional.ofNullable(e.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse(e.getClass().getSimpleName());
    }
}
