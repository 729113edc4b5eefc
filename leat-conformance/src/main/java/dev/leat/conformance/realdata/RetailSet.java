package dev.leat.conformance.realdata;

import dev.leat.conformance.command.FollowedProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A shop's invoices, a file a day: revenue, customers and returns, to a tenth of a penny. */
record RetailSet() implements FollowedSet {
    private static final int SAMPLE_DAYS = 30;
    private static final int SAMPLE_DAYS_OF_COMMIT_MAX = 8;

    private static final String SQL = """
            CREATE TABLE lines (
              invoice STRING, item STRING, description STRING, quantity INT, at TIMESTAMP, price DECIMAL(12, 3), customer STRING,
              country STRING
            ) USING csv OPTIONS (path 'in', header true, escape '"', mode 'FAILFAST');

            CREATE STREAMING TABLE sales AS
            SELECT invoice, item, quantity, at, customer, country, quantity * price AS amount FROM STREAM(lines);

            CREATE STREAMING TABLE days AS
            SELECT date_format(window.start, 'yyyy-MM-dd') AS day, country, count(*) AS lines, sum(quantity) AS quantity,
                   sum(quantity * price) AS revenue
            FROM STREAM(lines) WATERMARK at DELAY OF INTERVAL 1 HOUR
            GROUP BY window(at, '1 day'), country;

            CREATE MATERIALIZED VIEW revenue AS
            SELECT country, date_format(at, 'yyyy-MM') AS month, sum(amount) AS revenue FROM sales GROUP BY ALL;

            CREATE MATERIALIZED VIEW customers AS
            SELECT customer, count(*) AS lines, sum(amount) AS revenue, date_format(min(at), 'yyyy-MM-dd HH:mm:ss') AS first,
                   date_format(max(at), 'yyyy-MM-dd HH:mm:ss') AS last
            FROM sales WHERE customer IS NOT NULL GROUP BY customer;

            CREATE MATERIALIZED VIEW customers_of_countries AS
            SELECT country, count(DISTINCT customer) AS customers FROM sales WHERE customer IS NOT NULL GROUP BY country;

            CREATE MATERIALIZED VIEW returns AS
            SELECT item, count(*) AS lines, sum(quantity) AS quantity, sum(amount) AS amount
            FROM sales WHERE invoice LIKE 'C%' GROUP BY item;
            """;

    @Override
    public String name() {
        return "followed retail";
    }

    @Override
    public void follow(Input input, Findings findings) throws IOException {
        Path folder = Files.createDirectories(input.scratch().resolve("in"));
        List<Path> days = days(input);
        Sales expected = new Sales();
        try (FollowedProject project = FollowedProject.of(input.scratch(), SQL)) {
            for (int from = 0; from < days.size(); ) {
                int count = input.extent() == Extent.ALL ? 1 : input.random().nextInt(1, SAMPLE_DAYS_OF_COMMIT_MAX);
                int to = Math.min(days.size(), from + count);
                long rows = 0;
                for (Path day : days.subList(from, to)) {
                    Files.copy(day, folder.resolve(day.getFileName()));
                    List<String> lines = Files.readAllLines(day);
                    lines.stream().skip(1).forEach(expected::add);
                    rows += lines.size() - 1;
                }
                project.pass(Duration.ofDays(1));
                project.commit();
                findings.committed(rows);
                check(project, expected, findings);
                from = to;
            }
            project.commitAnew();
            findings.committed(0);
            check(project, expected, findings);
            findings.late(List.of(), project.rejected());
        }
    }

    private static List<Path> days(Input input) throws IOException {
        try (var files = Files.list(input.data().resolve("retail"))) {
            long count = input.extent() == Extent.ALL ? Long.MAX_VALUE : SAMPLE_DAYS;
            return files.sorted().limit(count).toList();
        }
    }

    private static void check(FollowedProject project, Sales expected, Findings findings) {
        findings.compare("revenue", expected.revenue(), project.rows("SELECT country, month, revenue FROM revenue"));
        findings.compare(
                "days", expected.days(), project.rows("SELECT day, country, lines, quantity, revenue FROM days"));
        findings.compare(
                "customers",
                expected.customers(),
                project.rows("SELECT customer, lines, revenue, first, last FROM customers"));
        findings.compare(
                "customers of countries",
                expected.customersOfCountries(),
                project.rows("SELECT country, customers FROM customers_of_countries"));
        findings.compare(
                "returns", expected.returns(), project.rows("SELECT item, lines, quantity, amount FROM returns"));
    }
}
