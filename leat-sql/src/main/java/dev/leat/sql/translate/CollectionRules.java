package dev.leat.sql.translate;

import dev.leat.plan.Expression;
import dev.leat.sql.analysis.Scala;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.ArrayAggregate;
import org.apache.spark.sql.catalyst.expressions.ArrayExists;
import org.apache.spark.sql.catalyst.expressions.ArrayFilter;
import org.apache.spark.sql.catalyst.expressions.ArrayForAll;
import org.apache.spark.sql.catalyst.expressions.ArraySort;
import org.apache.spark.sql.catalyst.expressions.ArraySort$;
import org.apache.spark.sql.catalyst.expressions.ArrayTransform;
import org.apache.spark.sql.catalyst.expressions.ArraysZip;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.CreateMap;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.ElementAt;
import org.apache.spark.sql.catalyst.expressions.GetArrayItem;
import org.apache.spark.sql.catalyst.expressions.GetArrayStructFields;
import org.apache.spark.sql.catalyst.expressions.GetMapValue;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.MapFilter;
import org.apache.spark.sql.catalyst.expressions.MapSort;
import org.apache.spark.sql.catalyst.expressions.MapZipWith;
import org.apache.spark.sql.catalyst.expressions.Sequence;
import org.apache.spark.sql.catalyst.expressions.StringSplitSQL;
import org.apache.spark.sql.catalyst.expressions.TransformKeys;
import org.apache.spark.sql.catalyst.expressions.TransformValues;
import org.apache.spark.sql.catalyst.expressions.ZipWith;
import org.apache.spark.sql.types.StructType;

/** Arrays, maps and structs, and the functions that take lambdas. */
final class CollectionRules {
    private CollectionRules() {}

    static void addTo(RuleTable table) {
        table.call("array", CreateArray.class);
        table.call("map", CreateMap.class);
        table.call("named_struct", CreateNamedStruct.class);
        table.call("map_sort", MapSort.class);
        table.call("get_item", GetMapValue.class);
        table.call("transform", ArrayTransform.class);
        table.call("filter", ArrayFilter.class);
        table.call("exists", ArrayExists.class);
        table.call("forall", ArrayForAll.class);
        table.call("aggregate", ArrayAggregate.class);
        table.call("zip_with", ZipWith.class);
        table.call("map_filter", MapFilter.class);
        table.call("map_zip_with", MapZipWith.class);
        table.call("transform_keys", TransformKeys.class);
        table.call("transform_values", TransformValues.class);
        table.call("sequence", Sequence.class);
        table.add(ArraysZip.class, (e, t) -> t.call(e, "arrays_zip", t.all(Scala.list(e.children()))));
        table.add(ArraySort.class, CollectionRules::arraySort);
        table.add(GetStructField.class, CollectionRules::structField);
        table.add(GetArrayStructFields.class, CollectionRules::arrayStructFields);
        // get(array, i) gives NULL where array[i] fails.
        table.add(
                GetArrayItem.class, (e, t) -> t.call(e, e.failOnError() ? "get_item" : "get", e.child(), e.ordinal()));
        table.add(ElementAt.class, CollectionRules::elementAt);
    }

    private static Expression arraySort(ArraySort sort, Translation translation) {
        boolean natural = sort.function()
                .canonicalized()
                .equals(ArraySort$.MODULE$.defaultComparator().canonicalized());
        return natural
                ? translation.call(sort, "array_sort", sort.argument())
                : translation.call(sort, "array_sort", sort.argument(), sort.function());
    }

    /** By name, so that a plan reads well; refused where two fields have exactly one name. */
    private static Expression structField(GetStructField access, Translation translation) {
        StructType struct = access.childSchema();
        String name = struct.fields()[access.ordinal()].name();
        if (Arrays.stream(struct.fieldNames()).filter(name::equals).count() > 1) {
            throw translation.refuse(
                    access, "The struct has several fields " + name + "; give them different names where it is made");
        }
        return translation.call(access, "get_field", List.of(translation.of(access.child()), Translation.text(name)));
    }

    private static Expression arrayStructFields(GetArrayStructFields access, Translation translation) {
        return translation.call(
                access,
                "get_array_field",
                List.of(
                        translation.of(access.child()),
                        Translation.text(access.field().name())));
    }

    private static Expression elementAt(ElementAt access, Translation translation) {
        if (access.left() instanceof StringSplitSQL split) {
            return translation.call(access, "split_part", split.str(), split.delimiter(), access.right());
        }
        return translation.call(
                access, access.failOnError() ? "element_at" : "try_element_at", access.left(), access.right());
    }
}
