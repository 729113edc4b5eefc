package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The definitions of a project, each after those it reads. As long as some are left: take, in the order of definition,
 * those whose inputs are all taken. If there is none, each one left reads another one left, so that following such reads
 * leads into a cycle; report it, mark its members as failed, and take them.
 */
final class DependencyOrder {
    private final Map<Definition, Map<Definition, Reference>> reads = new LinkedHashMap<>();
    private final Set<Definition> taken = new LinkedHashSet<>();
    private final Set<Definition> onCycle = new LinkedHashSet<>();
    private final Problems problems;

    /**
     * Orders at once.
     *
     * @param reads what each definition reads, with the first place where it does
     */
    DependencyOrder(Map<Definition, Map<Definition, Reference>> reads, Problems problems) {
        this.reads.putAll(reads);
        this.problems = problems;
        while (taken.size() < reads.size()) {
            if (!takeReady()) {
                List<Definition> cycle = cycle();
                report(cycle);
                onCycle.addAll(cycle);
                taken.addAll(cycle);
            }
        }
    }

    List<Definition> order() {
        return List.copyOf(taken);
    }

    /** Those that read themselves, directly or through others. */
    Set<Definition> onCycle() {
        return Set.copyOf(onCycle);
    }

    private boolean takeReady() {
        List<Definition> ready = reads.keySet().stream()
                .filter(definition -> !taken.contains(definition)
                        && taken.containsAll(readsOf(definition).keySet()))
                .toList();
        taken.addAll(ready);
        return !ready.isEmpty();
    }

    private Map<Definition, Reference> readsOf(Definition definition) {
        return reads.getOrDefault(definition, Map.of());
    }

    private List<Definition> cycle() {
        List<Definition> path = new ArrayList<>();
        Definition current = reads.keySet().stream()
                .filter(definition -> !taken.contains(definition))
                .findFirst()
                .orElseThrow();
        while (!path.contains(current)) {
            path.add(current);
            current = readsOf(current).keySet().stream()
                    .filter(read -> !taken.contains(read))
                    .findFirst()
                    .orElseThrow();
        }
        return path.subList(path.indexOf(current), path.size());
    }

    private void report(List<Definition> cycle) {
        Definition first = cycle.get(0);
        Reference reference = readsOf(first).get(cycle.size() > 1 ? cycle.get(1) : first);
        SourcePosition position = reference == null ? first.written().position() : reference.position();
        String path = cycle.stream().map(member -> member.written().toString()).collect(Collectors.joining(" reads "))
                + " reads " + first.written();
        problems.add(Diagnostic.ofSpark(
                ErrorCode.PROJECT,
                "CIRCULAR_DEPENDENCY",
                cycle.size() == 1
                        ? "The " + first + " reads itself"
                        : "The definitions depend on each other in a circle: " + path,
                Optional.of(position)));
    }
}
