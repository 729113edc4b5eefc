package dev.leat.conformance.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The project that is run: two sources, each kind of upkeep whose state is bounded, two sinks. */
final class SoakProject {
    static final String CLICKS = "clicks";
    static final String LINES = "lines";
    static final String ENRICHED = "enriched";

    private SoakProject() {}

    /** Where the log that grows is, and those that it was. */
    static Path logs(Path folder) {
        return folder.resolve("log");
    }

    /** The folder of the sink that has one file. */
    static Path board(Path folder) {
        return folder.resolve("board");
    }

    static Path state(Path folder) {
        return folder.resolve(".leat").resolve("p");
    }

    /** How many datasets and sinks read a source. */
    static int readers(String source) {
        return source.equals(CLICKS) ? 4 : 3;
    }

    /** Writes it into a folder. */
    static Path write(Path folder, String servers) throws IOException {
        Files.createDirectories(logs(folder));
        Files.writeString(
                folder.resolve("users.csv"),
                IntStream.range(0, SoakRow.USERS)
                        .mapToObj(user -> "u" + user + "," + SoakRow.classOf(user) + "\n")
                        .collect(Collectors.joining()));
        return Files.writeString(folder.resolve("p.sql"), """
                CREATE TABLE clicks (id BIGINT, t BIGINT, user STRING, amount INT) USING kafka
                OPTIONS ('kafka.bootstrap.servers' '%1$s', subscribe '%2$s', 'value.format' 'json');
                CREATE TABLE lines (id BIGINT, t BIGINT, user STRING, amount INT) USING json
                OPTIONS (path 'log', mode 'DROPMALFORMED');
                CREATE TABLE users (user STRING, class STRING) USING csv OPTIONS (path 'users.csv');

                CREATE STREAMING TABLE windows AS
                SELECT window.start AS start, class, count(*) AS n, sum(amount) AS amount
                FROM (SELECT timestamp_micros(t) AS at, user, amount FROM STREAM(clicks)) WATERMARK at DELAY OF INTERVAL 10 SECONDS
                JOIN users USING (user) GROUP BY window(at, '10 seconds'), class;
                CREATE MATERIALIZED VIEW classes AS
                SELECT class, sum(n) AS n, sum(amount) AS amount FROM windows GROUP BY class;

                CREATE STREAMING TABLE days AS
                SELECT window.start AS day, user, count(*) AS n, sum(amount) AS amount, max(id) AS last
                FROM (SELECT *, timestamp_micros(t) AS at FROM STREAM(lines)) WATERMARK at DELAY OF INTERVAL 10 SECONDS
                GROUP BY window(at, '1 day'), user;

                CREATE STREAMING TABLE latest
                FLOW AUTO CDC FROM (SELECT user, id, amount FROM STREAM(clicks) WHERE user IS NOT NULL)
                KEYS (user) SEQUENCE BY id;
                CREATE MATERIALIZED VIEW amounts AS SELECT DISTINCT amount FROM latest;
                CREATE MATERIALIZED VIEW leaders AS
                SELECT class, user, amount, place
                FROM (SELECT class, user, amount, row_number() OVER (PARTITION BY class ORDER BY amount DESC, user) AS place
                      FROM latest JOIN users USING (user))
                WHERE place <= 3;

                CREATE STREAMING TABLE alerts (CONSTRAINT plausible EXPECT (amount < %3$d) ON VIOLATION DROP ROW);
                CREATE FLOW of_clicks AS INSERT INTO alerts BY NAME
                SELECT 'c' AS source, id, amount FROM STREAM(clicks) WHERE id %% %4$d = 0;
                CREATE FLOW of_lines AS INSERT INTO alerts BY NAME
                SELECT 'l' AS source, id, amount FROM STREAM(lines) WHERE id %% %4$d = 0;

                CREATE SINK enriched USING kafka OPTIONS ('kafka.bootstrap.servers' '%1$s', topic '%5$s');
                CREATE FLOW enriched_clicks AS INSERT INTO enriched BY NAME
                SELECT user AS key, concat('c', id, ',', amount, ',', class) AS value FROM STREAM(clicks) JOIN users USING (user);
                CREATE FLOW enriched_lines AS INSERT INTO enriched BY NAME
                SELECT user AS key, concat('l', id, ',', amount, ',', class) AS value FROM STREAM(lines) JOIN users USING (user);

                CREATE SINK board USING csv OPTIONS (path 'board');
                CREATE FLOW boarding AS INSERT INTO board BY NAME SELECT * FROM leaders;
                """.formatted(
                        servers, CLICKS, ExpectedResults.PLAUSIBLE, SoakRow.PERIOD, ENRICHED));
    }
}
