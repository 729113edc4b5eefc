package dev.leat.cluster;

import dev.leat.plan.Expression;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.CharType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.DataType.VarcharType;
import java.util.ArrayList;
import java.util.List;

/** Types without their parameters. */
final class Kinds implements DataType.Visitor<String> {
    private static final Kinds KINDS = new Kinds();

    private Kinds() {}

    static String of(DataType type) {
        return type.accept(KINDS);
    }

    /** The kinds of arguments, where one that follows itself stands once. */
    static List<String> of(List<Expression> arguments) {
        List<String> kinds = new ArrayList<>();
        for (Expression argument : arguments) {
            String kind = argument instanceof Expression.Lambda ? "LAMBDA" : of(argument.type());
            if (kinds.isEmpty() || !kinds.get(kinds.size() - 1).equals(kind)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    @Override
    public String visit(Simple type) {
        return type.name();
    }

    @Override
    public String visit(DecimalType type) {
        return "DECIMAL";
    }

    @Override
    public String visit(CharType type) {
        return Simple.STRING.name();
    }

    @Override
    public String visit(VarcharType type) {
        return Simple.STRING.name();
    }

    @Override
    public String visit(IntervalType type) {
        return type.countsMonths() ? "INTERVAL_OF_MONTHS" : "INTERVAL_OF_TIME";
    }

    @Override
    public String visit(ArrayType type) {
        return "ARRAY";
    }

    @Override
    public String visit(MapType type) {
        return "MAP";
    }

    @Override
    public String visit(StructType type) {
        return "STRUCT";
    }
}
