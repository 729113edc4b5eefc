package dev.leat.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Processes that come by a point. */
final class TestFaultPoint {
    private record Ended(int exitCode, String out) {}

    /** Comes by one point three times, and by another in between. */
    static final class Passing {
        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.print("end")));
            for (int time = 1; time <= 3; time++) {
                FaultPoint.DELIVERED.reach();
                System.out.print(time);
                System.out.flush();
                FaultPoint.COMMIT_ENDED.reach();
            }
        }
    }

    private static Ended run(String chosen) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + FaultPoint.PROPERTY + "=" + chosen,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Passing.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out);
    }

    @Test
    void processEndsAtTheChosenPointWithoutAnyCleaning() throws IOException, InterruptedException {
        assertThat(run("DELIVERED")).isEqualTo(new Ended(FaultPoint.EXIT_CODE, ""));
        assertThat(run("COMMIT_ENDED:2")).isEqualTo(new Ended(FaultPoint.EXIT_CODE, "12"));
    }

    @Test
    void processGoesOnWhereNoPointIsChosenOrItIsNotReachedSoOften() throws IOException, InterruptedException {
        assertThat(run("")).isEqualTo(new Ended(0, "123end"));
        assertThat(run("DELIVERED:4")).isEqualTo(new Ended(0, "123end"));
    }
}
