package dev.leat.spark;

import dev.leat.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A process that keeps a shop with sinks: it adds orders and runs the project, again and again. */
final class SinkProcess {
    private SinkProcess() {}

    /** Arguments: the folder, the seed of the orders, how many commits, the servers of the topic. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Shop shop = Shop.in(folder);
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
        String servers = arguments.length > 3 ? arguments[3] : "";
        Pipeline pipeline = SinkShop.pipeline(shop, folder, servers);
        try (SparkEngine engine = SinkShop.open(shop)) {
            for (int commit = 0; commit < Integer.parseInt(arguments[2]); commit++) {
                ShopProcess.order(shop, "p" + arguments[1] + "-" + commit, random);
                Shop.run(engine, pipeline);
                System.out.println("run " + commit);
            }
        }
    }
}
