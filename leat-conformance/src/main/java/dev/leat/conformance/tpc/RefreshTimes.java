package dev.leat.conformance.tpc;

import dev.leat.spi.RefreshResult.Extent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What one commit took, and what computing its views anew takes.
 *
 * @param seconds of the run, with what is common to all views
 */
record RefreshTimes(double seconds, Map<String, View> views) {
    RefreshTimes {
        views = Map.copyOf(views);
    }

    /**
     * The seconds of a view.
     *
     * @param spark not a number where Spark was not asked
     */
    record View(Extent extent, double leat, double duckDb, double spark, boolean isJoin) {}

    /**
     * Prints a line for each view, with the best of all commits, and their means.
     *
     * @param whole the seconds that Leat takes to compute a view as a whole
     * @param rules by which a view is kept up to date
     */
    static void print(List<RefreshTimes> passes, Map<String, Double> whole, Map<String, String> rules) {
        System.out.println("view  result     leat s  whole s  duckdb s  spark s  duckdb/leat  rule");
        rules.forEach((name, rule) -> {
            View view = best(passes, name);
            System.out.printf(
                    Locale.ROOT,
                    "%-4s  %-9s  %6.3f  %7.3f  %8.3f  %7.2f  %11.1f  %s%n",
                    name,
                    view.extent().name().toLowerCase(Locale.ROOT),
                    view.leat(),
                    whole.getOrDefault(name, Double.NaN),
                    view.duckDb(),
                    view.spark(),
                    view.duckDb() / view.leat(),
                    rule);
        });
        double run = least(passes, RefreshTimes::seconds);
        double views = rules.keySet().stream()
                .mapToDouble(name -> best(passes, name).leat())
                .sum();
        System.out.printf(
                Locale.ROOT,
                "the run %.2f s, of which the views %.2f s; unchanged views are not in the means%n",
                run,
                views);
        List<View> changing = rules.keySet().stream()
                .map(name -> best(passes, name))
                .filter(view -> view.extent() != Extent.NOTHING)
                .toList();
        System.out.printf(
                Locale.ROOT,
                "duckdb/leat: single-table aggregates %.1f, joins %.1f, all %.1f, worst leat/duckdb %.2f; spark/leat %.1f%n",
                mean(changing, view -> !view.isJoin(), view -> view.duckDb() / view.leat()),
                mean(changing, View::isJoin, view -> view.duckDb() / view.leat()),
                mean(changing, view -> true, view -> view.duckDb() / view.leat()),
                changing.stream()
                        .mapToDouble(view -> view.leat() / view.duckDb())
                        .max()
                        .orElse(Double.NaN),
                mean(changing, view -> true, view -> view.spark() / view.leat()));
    }

    private static View best(List<RefreshTimes> passes, String name) {
        View last = passes.get(passes.size() - 1).view(name);
        return new View(
                last.extent(),
                least(passes, pass -> pass.view(name).leat()),
                least(passes, pass -> pass.view(name).duckDb()),
                least(passes, pass -> pass.view(name).spark()),
                last.isJoin());
    }

    private View view(String name) {
        return Objects.requireNonNull(views.get(name));
    }

    private static double least(List<RefreshTimes> passes, ToDoubleFunction<RefreshTimes> value) {
        return passes.stream()
                .mapToDouble(value)
                .filter(seconds -> !Double.isNaN(seconds))
                .min()
                .orElse(Double.NaN);
    }

    private static double mean(List<View> views, Predicate<View> isWanted, ToDoubleFunction<View> ratio) {
        return Math.exp(views.stream()
                .filter(isWanted)
                .mapToDouble(view -> Math.log(ratio.applyAsDouble(view)))
                .average()
                .orElse(Double.NaN));
    }
}
