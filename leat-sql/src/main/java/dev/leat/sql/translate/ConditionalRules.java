package dev.leat.sql.translate;

import dev.leat.plan.Expression;
import dev.leat.sql.analysis.Scala;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.AesDecrypt;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.DateAdd;
import org.apache.spark.sql.catalyst.expressions.DateAddInterval;
import org.apache.spark.sql.catalyst.expressions.DateAddYMInterval;
import org.apache.spark.sql.catalyst.expressions.DateSub;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.DivideDTInterval;
import org.apache.spark.sql.catalyst.expressions.DivideInterval;
import org.apache.spark.sql.catalyst.expressions.DivideYMInterval;
import org.apache.spark.sql.catalyst.expressions.ElementAt;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.MakeInterval;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.MultiplyDTInterval;
import org.apache.spark.sql.catalyst.expressions.MultiplyInterval;
import org.apache.spark.sql.catalyst.expressions.MultiplyYMInterval;
import org.apache.spark.sql.catalyst.expressions.RaiseError;
import org.apache.spark.sql.catalyst.expressions.Remainder;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.SubtractDates;
import org.apache.spark.sql.catalyst.expressions.SubtractTimestamps;
import org.apache.spark.sql.catalyst.expressions.TimestampAddInterval;
import org.apache.spark.sql.catalyst.expressions.TimestampAddYMInterval;
import org.apache.spark.sql.catalyst.expressions.ToBinary;
import org.apache.spark.sql.catalyst.expressions.TryEval;
import org.apache.spark.sql.catalyst.expressions.UrlDecode;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataTypes;

/** Choice between values, and what happens in place of an error. */
final class ConditionalRules {
    private static final String USER_RAISED = "USER_RAISED_EXCEPTION";

    /** The functions that give NULL in place of an error, by the class of what they try. */
    private static final Map<Class<?>, String> TRIED = Map.ofEntries(
            Map.entry(Add.class, "try_add"),
            Map.entry(Subtract.class, "try_subtract"),
            Map.entry(Multiply.class, "try_multiply"),
            Map.entry(Divide.class, "try_divide"),
            Map.entry(Remainder.class, "try_mod"),
            Map.entry(DateAdd.class, "try_add"),
            Map.entry(DateSub.class, "try_subtract"),
            Map.entry(DateAddInterval.class, "try_add"),
            Map.entry(DateAddYMInterval.class, "try_add"),
            Map.entry(TimestampAddInterval.class, "try_add"),
            Map.entry(TimestampAddYMInterval.class, "try_add"),
            Map.entry(SubtractDates.class, "try_subtract"),
            Map.entry(SubtractTimestamps.class, "try_subtract"),
            Map.entry(MultiplyYMInterval.class, "try_multiply"),
            Map.entry(MultiplyDTInterval.class, "try_multiply"),
            Map.entry(MultiplyInterval.class, "try_multiply"),
            Map.entry(DivideYMInterval.class, "try_divide"),
            Map.entry(DivideDTInterval.class, "try_divide"),
            Map.entry(DivideInterval.class, "try_divide"),
            Map.entry(ElementAt.class, "try_element_at"),
            Map.entry(MakeInterval.class, "try_make_interval"),
            Map.entry(AesDecrypt.class, "try_aes_decrypt"),
            Map.entry(ToBinary.class, "try_to_binary"),
            Map.entry(UrlDecode.class, "try_url_decode"));

    private ConditionalRules() {}

    static void addTo(RuleTable table) {
        table.call("if", If.class);
        table.call("coalesce", Coalesce.class);
        table.call("in", In.class);
        // The children of CASE are conditions and values in turn, then the ELSE value.
        table.call("case", CaseWhen.class);
        table.add(TryEval.class, ConditionalRules::tryEval);
        table.add(RaiseError.class, ConditionalRules::raiseError);
    }

    private static Expression tryEval(TryEval attempt, Translation translation) {
        org.apache.spark.sql.catalyst.expressions.Expression tried = attempt.child();
        while (tried instanceof Cast cast && cast.child().dataType().equals(cast.dataType())) {
            tried = cast.child();
        }
        String function = TRIED.get(tried.getClass());
        if (function == null) {
            throw translation.refuse(
                    attempt,
                    "The try form of " + RegisteredFunctions.shortText(tried)
                            + " is not supported; test the operands with CASE");
        }
        return translation.call(
                attempt,
                function,
                translation.all(Scala.<org.apache.spark.sql.catalyst.expressions.Expression>list(tried.children())));
    }

    /** {@code raise_error(message)} is held as a condition and a map of its parameters. */
    private static Expression raiseError(RaiseError error, Translation translation) {
        org.apache.spark.sql.catalyst.expressions.Expression message = messageOf(error);
        return message == null
                ? translation.call(error, "raise_error", error.errorClass(), error.errorParms())
                : translation.call(error, "raise_error", message);
    }

    private static org.apache.spark.sql.catalyst.expressions.@org.jspecify.annotations.Nullable Expression messageOf(
            RaiseError error) {
        boolean isPlain = error.errorClass() instanceof Literal condition
                && USER_RAISED.equals(String.valueOf(condition.value()));
        if (!isPlain) {
            return null;
        }
        if (error.errorParms() instanceof Literal constant && constant.value() instanceof MapData map) {
            return new Literal(map.valueArray().get(0, DataTypes.StringType), DataTypes.StringType);
        }
        List<org.apache.spark.sql.catalyst.expressions.Expression> entries =
                Scala.list(error.errorParms().children());
        return entries.size() == 2 ? entries.get(1) : null;
    }
}
