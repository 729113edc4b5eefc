package dev.leat.spi;

import java.util.List;

/**
 * How an engine runs a plan.
 *
 * @param sql what the engine's own processor is given
 * @param foreign the expressions that run on Spark's code, as Spark SQL
 * @param readers for each source read, which reader reads it
 * @param upkeep how the result is brought up to date when its inputs change, operator by operator
 */
public record Description(String sql, List<String> foreign, List<String> readers, List<String> upkeep) {
    public Description {
        foreign = List.copyOf(foreign);
        readers = List.copyOf(readers);
        upkeep = List.copyOf(upkeep);
    }
}
