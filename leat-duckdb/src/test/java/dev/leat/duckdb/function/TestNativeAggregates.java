package dev.leat.duckdb.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.duckdb.function.AggregateProof.Equality;
import dev.leat.duckdb.function.AggregateProof.Values;
import dev.leat.type.DataType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The proof of the native aggregate functions, on random groups; {@code leat.proof.seed} repeats a run. */
final class TestNativeAggregates {
    private static final int GROUPS = Integer.getInteger("leat.proof.groups", 1500);
    private static final long SEED = Long.getLong("leat.proof.seed", System.nanoTime());

    private static final List<DataType> DECIMALS =
            ProofCases.TYPES.stream().filter(DecimalType.class::isInstance).toList();

    @Test
    void eachFunctionGivesWhatSparkGives() throws SQLException {
        try (AggregateProof proof = new AggregateProof(GROUPS, SEED)) {
            run(proof);
            System.out.println("native aggregates: " + proof.summary() + ", seed " + SEED);
            assertThat(proof.problems()).as("seed " + SEED).isEmpty();
        }
    }

    static void run(AggregateProof proof) throws SQLException {
        for (DataType type : ProofCases.TYPES) {
            proof.load(List.of(type), Values.ANY);
            ofAnyType(proof, type);
            if (TypeClass.ORDERED.contains(type)) {
                ofOrdered(proof);
            }
            if (type.isIntegral()) {
                ofIntegral(proof);
            }
            sums(proof, type);
        }
        pairs(proof);
        structs(proof);
    }

    private static void ofAnyType(AggregateProof proof, DataType type) throws SQLException {
        proof.compare("count", false, Equality.EXACT);
        for (String function : List.of("first", "last", "any_value", "collect_list")) {
            proof.compare(function, false, Equality.EXACT);
        }
        if (!type.isNested() && type != Simple.INTERVAL) {
            proof.compare("count", true, Equality.EXACT);
        }
    }

    private static void ofOrdered(AggregateProof proof) throws SQLException {
        proof.compare("min", false, Equality.EXACT);
        proof.compare("max", false, Equality.EXACT);
    }

    private static void ofIntegral(AggregateProof proof) throws SQLException {
        for (String function : List.of("bit_and", "bit_or", "bit_xor")) {
            proof.compare(function, false, Equality.EXACT);
        }
    }

    private static void sums(AggregateProof proof, DataType type) throws SQLException {
        if (type.isFloating()) {
            proof.load(List.of(type), Values.MODERATE);
            proof.compare("sum", false, Equality.CLOSE);
            proof.compare("avg", false, Equality.CLOSE);
            if (type == Simple.DOUBLE) {
                for (String function : List.of("stddev_samp", "stddev_pop", "var_samp", "var_pop")) {
                    proof.compare(function, false, Equality.CLOSE);
                }
            }
        } else if (type.isIntegral() || type instanceof DecimalType) {
            proof.load(List.of(type), Values.SAME_SIGN);
            proof.compare("sum", false, Equality.EXACT);
            proof.compare("sum", true, Equality.EXACT);
            boolean isAveraged = type.isIntegral() || ((DecimalType) type).precision() < 35;
            if (isAveraged) {
                proof.compare("avg", false, type.isIntegral() ? Equality.CLOSE : Equality.EXACT);
            }
        }
    }

    private static void structs(AggregateProof proof) throws SQLException {
        for (List<DataType> members : List.of(
                List.<DataType>of(Simple.BOOLEAN, Simple.BOOLEAN, Simple.BOOLEAN),
                List.<DataType>of(Simple.BOOLEAN, Simple.DOUBLE, Simple.FLOAT, Simple.STRING),
                List.<DataType>of(Simple.TINYINT, Simple.BINARY, Simple.DATE, DECIMALS.get(3)),
                List.<DataType>of(Simple.TIMESTAMP, Simple.BOOLEAN, Simple.BIGINT, Simple.TIMESTAMP_NTZ))) {
            List<Field> fields = new ArrayList<>();
            for (DataType member : members) {
                fields.add(Field.of("m" + fields.size(), member));
            }
            proof.load(List.of(new DataType.StructType(fields)), Values.ANY);
            ofOrdered(proof);
        }
    }

    private static void pairs(AggregateProof proof) throws SQLException {
        for (DataType by : List.of(Simple.BIGINT, Simple.STRING, Simple.DATE, Simple.TIMESTAMP, DECIMALS.get(3))) {
            proof.load(List.of(by, by), Values.FUNCTIONAL);
            proof.compare("min_by", false, Equality.EXACT);
            proof.compare("max_by", false, Equality.EXACT);
        }
        proof.load(List.of(Simple.INT, Simple.STRING), Values.ANY);
        proof.compare("count", false, Equality.EXACT);
        proof.compare("count", true, Equality.EXACT);
    }
}
