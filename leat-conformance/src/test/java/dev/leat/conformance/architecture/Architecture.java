package dev.leat.conformance.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The allow-list of dependencies between packages. This table is the architecture; a new package needs a row first. */
final class Architecture {
    static final String ROOT = "dev.leat";

    /**
     * One row per package: its name below {@code dev.leat}, the packages of ours it may use, and after the bar the
     * package prefixes of others' code it may use. The JDK and the null annotations are free for all; {@code *} means
     * anything. Rows stand in the order of the graph: a row may only name rows above it.
     */
    private static final String TABLE = """
            digest           :                                                     |
            error            :                                                     |
            fault            :                                                     |
            ledger           : error                                               |
            type             : error                                               | com.fasterxml.jackson
            plan             : digest error type                                   | com.fasterxml.jackson
            plan.text        : error type plan                                     |
            cluster          : error type plan                                     |
            pipeline         : error type plan                                     | com.fasterxml.jackson
            json             : digest error type plan pipeline                     | com.fasterxml.jackson
            incremental      : digest error type plan plan.text cluster pipeline json | com.fasterxml.jackson
            spi              : error type plan pipeline                            |
            move             : digest error type pipeline json spi                       | com.fasterxml.jackson
            reading          : error pipeline incremental spi                      |
            sink             : error fault type plan pipeline json incremental spi |
            run              : error fault type plan pipeline incremental spi ledger json | com.fasterxml.jackson org.slf4j
            sql.analysis     : error type plan plan.text pipeline                  | org.apache.spark scala org.apache.hadoop
            sql.translate    : error type plan sql.analysis                        | org.apache.spark scala
            sql.read         : digest error type plan pipeline spi reading sql.analysis | org.apache.spark scala org.apache.hadoop org.apache.parquet com.fasterxml.jackson com.univocity com.github.luben org.slf4j
            sql.evaluate     : error type plan pipeline spi sql.analysis           | org.apache.spark scala
            sql.project      : digest error type plan pipeline incremental json spi sql.analysis sql.translate sql.read | org.apache.spark scala org.apache.hadoop org.antlr org.snakeyaml org.slf4j
            sql              : error type plan plan.text pipeline spi sql.analysis sql.translate sql.read sql.project | org.apache.spark scala
            duckdb.bridge    : error type plan pipeline spi plan.text              | org.duckdb org.slf4j
            duckdb.type      : error type                                          |
            duckdb.function  : error type plan duckdb.type                         |
            duckdb.render    : error type plan pipeline spi plan.text duckdb.type duckdb.function |
            duckdb.store     : error fault type spi move incremental                    | org.duckdb
            duckdb           : digest error fault type plan pipeline incremental spi move plan.text json duckdb.type duckdb.bridge duckdb.function duckdb.render duckdb.store reading sink | org.duckdb org.slf4j
            spark.store      : digest error type pipeline spi move incremental fault sink        | com.fasterxml.jackson org.apache.hadoop org.apache.iceberg org.apache.spark scala
            connect.kafka    : error fault type plan pipeline spi                  | org.apache.kafka com.fasterxml.jackson
            spark.read       : digest error type plan pipeline incremental spi reading connect.kafka | org.apache.spark org.apache.hadoop com.fasterxml.jackson
            spark            : digest error fault type plan plan.text pipeline json incremental spi move spark.store spark.read reading sink | org.apache.spark org.apache.hadoop org.apache.parquet scala
            spark.application: error json pipeline plan run spi move spark spark.store type connect.kafka | org.apache.spark org.apache.hadoop
            cli              : error fault type plan cluster pipeline incremental spi move run ledger connect.kafka sql sql.project sql.read sql.evaluate duckdb duckdb.store duckdb.function plan.text json | picocli com.fasterxml.jackson org.slf4j
            testkit          : error type plan pipeline incremental spi run ledger plan.text json | org.junit org.assertj
            testkit.kafka    :                                                     | org.apache.kafka
            testkit.cluster  :                                                     |
            conformance      : *                                                   | *
            """;

    private static final Set<String> FREE = Set.of("java", "javax", "com.sun.management", "org.jspecify");

    private Architecture() {}

    /** What one package may use: packages of ours by exact name, others' packages by prefix. */
    record Row(String name, Set<String> ours, Set<String> others) {
        Row {
            ours = Set.copyOf(ours);
            others = Set.copyOf(others);
        }

        boolean allows(String packageName) {
            if (packageName.equals(name) || ours.contains("*")) {
                return true;
            }
            if (isOurs(packageName)) {
                return ours.contains(packageName);
            }
            return isBelowOneOf(packageName, others) || isBelowOneOf(packageName, FREE);
        }

        boolean mayUseAnything() {
            return ours.contains("*");
        }
    }

    static boolean isOurs(String packageName) {
        return isBelow(packageName, ROOT);
    }

    private static boolean isBelowOneOf(String packageName, Set<String> prefixes) {
        return prefixes.stream().anyMatch(prefix -> isBelow(packageName, prefix));
    }

    static boolean isBelow(String packageName, String prefix) {
        return packageName.equals(prefix) || packageName.startsWith(prefix + ".");
    }

    /** The row of a package, if it has one. A row that allows anything also stands for the packages below it. */
    static Optional<Row> findRow(Map<String, Row> rows, String packageName) {
        Optional<Row> exact = Optional.ofNullable(rows.get(packageName));
        return exact.or(() -> rows.values().stream()
                .filter(row -> row.mayUseAnything() && isBelow(packageName, row.name()))
                .findFirst());
    }

    /** The rows by full package name, in the order of the table. */
    static Map<String, Row> rows() {
        return parse(TABLE);
    }

    static Map<String, Row> parse(String table) {
        Map<String, Row> rows = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (String line : table.lines().filter(text -> !text.isBlank()).toList()) {
            int colon = line.indexOf(':');
            int bar = line.indexOf('|');
            String name = ROOT + "." + line.substring(0, colon).strip();
            Set<String> ours = new LinkedHashSet<>();
            for (String word : words(line.substring(colon + 1, bar))) {
                String used = word.equals("*") ? word : ROOT + "." + word;
                if (!word.equals("*") && !rows.containsKey(used)) {
                    problems.add(name + " names " + used + ", which has no row above it");
                }
                ours.add(used);
            }
            rows.put(name, new Row(name, ours, new LinkedHashSet<>(words(line.substring(bar + 1)))));
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join("\n", problems));
        }
        return rows;
    }

    private static List<String> words(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? List.of() : List.of(stripped.split(" +"));
    }
}
