package dev.leat.spark;

import dev.leat.fault.FaultPoint;
import dev.leat.pipeline.Pipeline;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A process that keeps a shop: it adds orders and runs the project, again and again. */
final class ShopProcess {
    private static final int ORDERS_MAX = 6;
    private static final int CUSTOMERS = 4;
    private static final int AMOUNT_MIN = -2;
    private static final int AMOUNT_MAX = 9;

    private ShopProcess() {}

    /** Arguments: the folder, the seed of the orders, how many commits. */
    public static void main(String[] arguments) {
        Shop shop = Shop.in(Path.of(arguments[0]));
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
        Pipeline pipeline = shop.pipeline();
        try (SparkEngine engine = shop.open()) {
            for (int commit = 0; commit < Integer.parseInt(arguments[2]); commit++) {
                order(shop, "p" + arguments[1] + "-" + commit, random);
                Shop.run(engine, pipeline);
                System.out.println("run " + commit);
            }
        }
    }

    /** Adds a file of random orders. */
    static void order(Shop shop, String file, SplittableRandom random) {
        List<String> orders = new ArrayList<>();
        for (int order = random.nextInt(1, ORDERS_MAX); order > 0; order--) {
            orders.add(random.nextInt(100) + "," + random.nextInt(CUSTOMERS) + ","
                    + random.nextInt(AMOUNT_MIN, AMOUNT_MAX));
        }
        shop.order(file, orders.toArray(String[]::new));
    }

    /**
     * Starts it.
     *
     * @param end the fault point at which it ends, and after a colon which time that is reached
     * @param out the file that gets what it says
     */
    static Process start(Path folder, long seed, int commits, Optional<String> end, Path out) throws IOException {
        return start(
                ShopProcess.class,
                end,
                out,
                List.of(folder.toString(), Long.toString(seed), Integer.toString(commits)));
    }

    /** Starts a class of this kind with arguments of its own. */
    static Process start(Class<?> main, Optional<String> end, Path out, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-XX:"))
                .forEach(command::add);
        end.ifPresent(point -> command.add("-D" + FaultPoint.PROPERTY + "=" + point));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }
}
