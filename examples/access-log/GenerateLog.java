import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;

/** Writes the example's log files, always the same: {@code java GenerateLog.java data}. */
public class GenerateLog {
    private static final String[] PATHS = {"/", "/index.html", "/products", "/products/17", "/products/42", "/cart", "/search?q=mill", "/login", "/style.css", "/logo.png", "/api/orders"};
    private static final String[] AGENTS = {"Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0", "curl/8.5.0", "Googlebot/2.1"};
    private static final String[] ATTACKS = {"/../../etc/passwd", "/search?q=1%27%20UNION%20SELECT%20password", "/wp-login.php", "/.env", "/phpmyadmin/index.php", "/download?file=%2e%2e%2f%2e%2e%2fshadow"};

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        SplittableRandom random = new SplittableRandom(20260501);
        DateTimeFormatter format = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss", Locale.ENGLISH);
        LocalDateTime time = LocalDateTime.of(2026, 5, 1, 9, 0);
        for (int file = 0; file < 3; file++) {
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve("access-" + file + ".log"), StandardCharsets.UTF_8))) {
                for (int i = 0; i < 700; i++) {
                    time = time.plusNanos(random.nextInt(0, 4_000) * 1_000_000L);
                    out.print(line(random, time.plusSeconds(-random.nextInt(0, 3)).format(format)));
                    out.print('\n');
                }
            }
        }
    }

    private static String line(SplittableRandom random, String time) {
        int kind = random.nextInt(100);
        if (kind == 0) {
            return "203.0.113." + random.nextInt(1, 20) + " - - [" + time + "] \"GET /bro";
        }
        boolean attack = kind < 8;
        String ip = attack ? "198.51.100." + random.nextInt(1, 4) : "192.0.2." + random.nextInt(1, 120);
        String path = attack ? ATTACKS[random.nextInt(ATTACKS.length)] : PATHS[random.nextInt(PATHS.length)];
        String agent = attack && random.nextBoolean() ? "sqlmap/1.8" : AGENTS[random.nextInt(AGENTS.length)];
        int status = attack ? (random.nextInt(10) == 0 ? 200 : 404) : random.nextInt(40) == 0 ? 500 : random.nextInt(25) == 0 ? 404 : 200;
        String size = random.nextInt(30) == 0 ? "-" : Integer.toString(random.nextInt(120, 40_000));
        return ip + " - - [" + time + " +0000] \"" + (random.nextInt(6) == 0 ? "POST " : "GET ") + path + " HTTP/1.1\" " + status + " " + size + " \"-\" \"" + agent + "\"";
    }
}
