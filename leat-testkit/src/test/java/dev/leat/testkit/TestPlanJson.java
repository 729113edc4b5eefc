package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.json.PlanJson;
import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.CharType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.IntervalUnit;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.DataType.VarcharType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestPlanJson {
    private static final int PLANS = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomPlanIsReadBackEqualAndShared(long seed) {
        RandomPlans plans = new RandomPlans(new Random(seed));
        Set<String> kinds = new TreeSet<>();
        for (int index = 0; index < PLANS; index++) {
            Plan plan = plans.next(1 + index % 6);
            String json = PlanJson.write(plan);
            Plan read = PlanJson.read(json);

            assertThat(read).as("seed %d, plan %d", seed, index).isEqualTo(plan);
            assertThat(nodes(read)).as("nodes, seed %d, plan %d", seed, index).hasSameSizeAs(nodes(plan));
            assertThat(PlanJson.write(read)).isEqualTo(json);
            nodes(plan).keySet().forEach(node -> kinds.add(node.getClass().getSimpleName()));
        }
        assertThat(kinds).hasSize(Plan.class.getPermittedSubclasses().length);
    }

    private static Map<Plan, Boolean> nodes(Plan plan) {
        IdentityHashMap<Plan, Boolean> nodes = new IdentityHashMap<>();
        collect(plan, nodes);
        return nodes;
    }

    private static void collect(Plan plan, IdentityHashMap<Plan, Boolean> nodes) {
        if (nodes.put(plan, true) == null) {
            plan.inputs().forEach(input -> collect(input, nodes));
        }
    }

    @Test
    void everyTypeIsReadBackEqual() {
        List<DataType> types = new ArrayList<>(List.of(Simple.values()));
        types.addAll(List.of(new DecimalType(38, 38), new CharType(3), new VarcharType(2_000_000_000)));
        types.add(new IntervalType(IntervalUnit.YEAR, IntervalUnit.YEAR));
        types.add(new IntervalType(IntervalUnit.HOUR, IntervalUnit.SECOND));
        StructType struct = new StructType(List.of(
                new Field("a", Simple.INT, false, Optional.of("a \"comment\"")),
                Field.of("a", new ArrayType(Simple.INT, false))));
        types.add(new MapType(struct, new ArrayType(struct, true), false));
        types.add(new ArrayType(Simple.INT, true));
        List<Column> columns = new ArrayList<>();
        types.forEach(type -> columns.add(new Column(columns.size(), "c", type, true)));
        Plan plan = new Plan.Scan(
                RelationName.of("main", "default", "x"),
                Plan.ScanMode.STREAM,
                types.stream().map(type -> "f").toList(),
                columns);

        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    }

    @Test
    void documentOfAnotherVersionIsRefused() {
        String json =
                PlanJson.write(new RandomPlans(new Random(1)).next(2)).replaceFirst("\"version\":2", "\"version\":3");

        assertThatThrownBy(() -> PlanJson.read(json))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_VERSION))
                .hasMessageContaining("format version 3, this Leat reads version 2");
    }

    @Test
    void damageAnywhereIsFound() {
        Random random = new Random(5);
        String json = PlanJson.write(new RandomPlans(random).next(4));
        for (int index = 0; index < 2_000; index++) {
            int at = random.nextInt(json.length());
            char other = (char) (' ' + random.nextInt(95));
            String damaged = index % 2 == 0
                    ? json.substring(0, at) + json.substring(at + 1)
                    : json.substring(0, at) + other + json.substring(at + 1);
            if (damaged.equals(json)) {
                continue;
            }
            assertThatThrownBy(() -> PlanJson.read(damaged))
                    .as("%s", damaged)
                    .isInstanceOfSatisfying(
                            LeatException.class,
                            e -> assertThat(e.code()).isIn(ErrorCode.STATE_DAMAGED, ErrorCode.STATE_VERSION));
        }
    }
}
