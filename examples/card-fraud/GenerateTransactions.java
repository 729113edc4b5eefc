import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.SplittableRandom;

/** Writes the example's card transactions, always the same: {@code java GenerateTransactions.java data}. */
public class GenerateTransactions {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        SplittableRandom random = new SplittableRandom(20260401);
        LocalDateTime time = LocalDateTime.of(2026, 4, 1, 0, 0);
        try (PrintWriter out = new PrintWriter(
                Files.newBufferedWriter(folder.resolve("transactions.csv"), StandardCharsets.UTF_8))) {
            out.print("tx_id,tx_time,customer,terminal,amount\n");
            for (int id = 1; id <= 4000; id++) {
                time = time.plusSeconds(random.nextInt(1, 1200));
                int customer = random.nextInt(1, 60);
                boolean stolen = customer == 7 && time.getDayOfMonth() >= 20 || customer == 31 && time.getDayOfMonth() >= 12 && time.getDayOfMonth() <= 14;
                int cents = stolen ? random.nextInt(40_000, 90_000) : random.nextInt(200, 12_000);
                int terminal = stolen ? random.nextInt(90, 100) : random.nextInt(1, 90);
                out.print(id + "," + time + "," + customer + "," + terminal + "," + BigDecimal.valueOf(cents, 2) + "\n");
            }
        }
    }
}
