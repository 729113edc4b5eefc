package dev.leat.duckdb;

import dev.leat.incremental.PreparedPipeline;
import dev.leat.incremental.PreparedPipeline.PreparedDataset;
import dev.leat.move.Bundle;
import dev.leat.move.Bundle.BundleDataset;
import dev.leat.move.Bundle.BundleTable;
import dev.leat.pipeline.Dataset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables of operators that a moved state has here, where views share them: those that the view has which has seen most. A view whose
 * rows of an operator are others, since it was not brought up to date with the rest, has none, and is computed as a whole when it changes.
 *
 * @param tables by the names that they have here
 * @param datasets the names of those of each dataset, by its key
 */
record MovedStates(Map<String, BundleTable> tables, Map<String, List<String>> datasets) {
    MovedStates {
        tables = Map.copyOf(tables);
        datasets = Map.copyOf(datasets);
    }

    static MovedStates of(Bundle bundle, PreparedPipeline prepared) {
        Map<String, Map<String, BundleTable>> offered = new TreeMap<>();
        for (Dataset dataset : prepared.pipeline().datasets()) {
            String key = dataset.name().key();
            if (bundle.datasets().containsKey(key)) {
                offered.put(key, offered(bundle, bundle.dataset(key), prepared.find(dataset)));
            }
        }
        Map<String, BundleTable> chosen = new HashMap<>();
        Map<String, Long> seen = new HashMap<>();
        offered.forEach((key, states) -> states.forEach((name, table) -> {
            long commit = bundle.dataset(key).program().seen();
            if (commit > seen.getOrDefault(name, -1L)) {
                seen.put(name, commit);
                chosen.put(name, table);
            }
        }));
        Map<String, List<String>> datasets = new TreeMap<>();
        offered.forEach((key, states) -> {
            boolean isChosen = states.entrySet().stream()
                    .allMatch(state -> isSame(state.getValue(), chosen.getOrDefault(state.getKey(), state.getValue())));
            datasets.put(key, isChosen ? List.copyOf(states.keySet()) : List.of());
        });
        Map<String, BundleTable> used = new TreeMap<>(chosen);
        List<String> names = new ArrayList<>();
        datasets.values().forEach(names::addAll);
        used.keySet().retainAll(names);
        return new MovedStates(used, datasets);
    }

    private static boolean isSame(BundleTable one, BundleTable other) {
        return one.rows() == other.rows() && one.sum().equals(other.sum());
    }

    /** The tables of a dataset by the names that they have here; none unless all are there that it needs. */
    private static Map<String, BundleTable> offered(Bundle bundle, BundleDataset dataset, PreparedDataset prepared) {
        Map<String, BundleTable> tables = new TreeMap<>();
        if (prepared.program().equals(dataset.program().program())) {
            dataset.states()
                    .forEach((index, table) -> tables.put(prepared.states().name(index), bundle.require(table)));
        }
        return tables.keySet().containsAll(prepared.states().kept()) ? tables : Map.of();
    }

    /** The names of the tables of a dataset. */
    List<String> of(String dataset) {
        return datasets.getOrDefault(dataset, List.of());
    }
}
