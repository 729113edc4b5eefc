package dev.leat.duckdb.function;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.IntervalUnit;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The calls by which rows of the function table are proved: every type of each set, and telling constants. */
final class ProofCases {
    /** Representatives of all types. */
    static final List<DataType> TYPES = Stream.<List<? extends DataType>>of(
                    List.of(
                            Simple.BOOLEAN,
                            Simple.TINYINT,
                            Simple.SMALLINT,
                            Simple.INT,
                            Simple.BIGINT,
                            Simple.FLOAT,
                            Simple.DOUBLE,
                            Simple.STRING,
                            Simple.BINARY,
                            Simple.DATE,
                            Simple.TIMESTAMP,
                            Simple.TIMESTAMP_NTZ,
                            Simple.INTERVAL),
                    List.of(
                            new DecimalType(1, 0),
                            new DecimalType(4, 2),
                            new DecimalType(9, 4),
                            new DecimalType(18, 6),
                            new DecimalType(20, 10),
                            new DecimalType(36, 2),
                            new DecimalType(38, 0),
                            new DecimalType(38, 18),
                            new DecimalType(38, 38)),
                    List.of(
                            new IntervalType(IntervalUnit.YEAR, IntervalUnit.MONTH),
                            new IntervalType(IntervalUnit.DAY, IntervalUnit.SECOND),
                            new ArrayType(Simple.INT, true),
                            new ArrayType(Simple.STRING, false),
                            new ArrayType(Simple.DOUBLE, true),
                            new ArrayType(new DecimalType(9, 4), true),
                            new ArrayType(new StructType(List.of(Field.of("x", Simple.BIGINT))), true),
                            new MapType(Simple.STRING, Simple.INT, true),
                            new MapType(Simple.INT, Simple.DOUBLE, true),
                            new StructType(List.of(Field.of("a", Simple.INT), Field.of("B", Simple.STRING))),
                            new StructType(List.of(Field.of("a", Simple.TIMESTAMP), Field.of("B", Simple.TIMESTAMP))),
                            new StructType(List.of(
                                    Field.of("a", Simple.DOUBLE),
                                    Field.of("B", Simple.FLOAT),
                                    Field.of("n", new DecimalType(9, 4))))))
            .<DataType>flatMap(List::stream)
            .toList();

    /** Sets of which Spark's analyzer brings all operands to one type. */
    private static final Set<TypeClass> UNIFORM = EnumSet.of(
            TypeClass.ANY,
            TypeClass.ORDERED,
            TypeClass.RECORD,
            TypeClass.INTEGRAL,
            TypeClass.FLOATING,
            TypeClass.NUMERIC);

    private static final Set<String> ANY_DECIMALS = Set.of("+", "-", "*", "/", "%", "div", "pmod");

    private ProofCases() {}

    /** A call over the columns {@code c0}, {@code c1}, … of the types; its own type is still to be asked of Spark. */
    record Case(Call call, List<DataType> columns) {}

    /** The calls for a row. */
    static Set<Case> of(NativeFunction row) {
        Set<Case> cases = new LinkedHashSet<>();
        for (List<TypeClass> shape : shapes(row)) {
            extend(row, shape, List.of(), new ArrayList<>(), cases);
        }
        return cases;
    }

    private static List<List<TypeClass>> shapes(NativeFunction row) {
        List<TypeClass> sets = row.arguments();
        if (row.arity() == NativeFunction.Arity.EXACT) {
            return List.of(sets);
        }
        if (row.function().equals("case")) {
            return List.of(
                    List.of(TypeClass.BOOLEAN, TypeClass.ANY),
                    List.of(TypeClass.BOOLEAN, TypeClass.ANY, TypeClass.ANY),
                    List.of(TypeClass.BOOLEAN, TypeClass.ANY, TypeClass.BOOLEAN, TypeClass.ANY, TypeClass.ANY));
        }
        List<List<TypeClass>> shapes = new ArrayList<>();
        TypeClass last = sets.get(sets.size() - 1);
        List<TypeClass> shape = new ArrayList<>(sets.subList(0, sets.size() - 1));
        for (int more = 0; more < 2; more++) {
            shape.add(last);
            shapes.add(List.copyOf(shape));
        }
        return shapes;
    }

    private static void extend(
            NativeFunction row,
            List<TypeClass> shape,
            List<Expression> arguments,
            List<DataType> columns,
            Set<Case> cases) {
        int position = arguments.size();
        if (position == shape.size()) {
            if (!columns.isEmpty()) {
                finish(row.function(), arguments, columns, cases);
            }
            return;
        }
        for (Expression literal : ProofConstants.of(row.function(), position)) {
            if (shape.get(position).contains(literal.type())) {
                extend(row, shape, plus(arguments, literal), columns, cases);
            }
        }
        for (DataType type : TYPES) {
            if (fits(row, shape, position, arguments, type)) {
                Column column = new Column(columns.size(), "c" + columns.size(), type, true);
                extend(row, shape, plus(arguments, new ColumnReference(column)), plus(columns, type), cases);
            }
        }
    }

    private static boolean fits(
            NativeFunction row, List<TypeClass> shape, int position, List<Expression> arguments, DataType type) {
        TypeClass set = shape.get(position);
        if (!set.contains(type) || ProofConstants.isConstant(row.function(), position)) {
            return false;
        }
        boolean isUniform = UNIFORM.contains(set) || set == TypeClass.DECIMAL && !ANY_DECIMALS.contains(row.function());
        for (int i = 0; i < position && isUniform; i++) {
            if (shape.get(i) == set && !(arguments.get(i) instanceof Expression.Literal)) {
                return arguments.get(i).type().equals(type);
            }
        }
        return true;
    }

    private static void finish(String function, List<Expression> arguments, List<DataType> columns, Set<Case> cases) {
        if (!function.equals("cast") && !function.equals("try_cast")) {
            cases.add(new Case(new Call(function, arguments, Simple.VOID, true), columns));
            return;
        }
        for (DataType target : TYPES) {
            if (!target.equals(columns.get(0))) {
                cases.add(new Case(new Call(function, arguments, target, true), columns));
            }
        }
    }

    private static <T> List<T> plus(List<T> list, T last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }

    /** The call with the type Spark gives it. */
    static Call typed(Call call, Function<Call, DataType> type) {
        return new Call(call.function(), call.arguments(), type.apply(call), true);
    }
}
