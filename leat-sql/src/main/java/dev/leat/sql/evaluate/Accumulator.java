package dev.leat.sql.evaluate;

import dev.leat.error.Checks;
import dev.leat.sql.analysis.Scala;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BindReferences$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.aggregate.DeclarativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.package$;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Computes one aggregate function over one group after the other, as Spark does when a group is in one partition: the
 * rows update one buffer, which is then merged into a second, empty one. The merge is not left out, because it can change
 * the last bit of a floating result.
 */
abstract class Accumulator {
    private final UnsafeProjection unsafe;
    private final Optional<Expression> filter;

    private Accumulator(List<Attribute> input, Optional<Expression> filter) {
        this.unsafe =
                UnsafeProjection.create(input.stream().map(Attribute::dataType).toArray(DataType[]::new));
        this.filter = filter;
    }

    static Accumulator of(AggregateExpression call, ProgramAnalyzer.Analyzed analyzed) {
        Checks.verify(!call.isDistinct(), "distinct rows are made before they are collected");
        Optional<Expression> filter = Scala.optional(call.filter()).map(analyzed::bind);
        AggregateFunction function = call.aggregateFunction();
        return function instanceof DeclarativeAggregate declarative
                ? new Declarative(declarative, analyzed.input(), filter)
                : new Imperative((ImperativeAggregate) analyzed.bind((Expression) function), analyzed.input(), filter);
    }

    /** The value over the rows from {@code start} on, in Spark's internal form; null for NULL. */
    final @Nullable Object compute(InputRow row, int start, int length) {
        initialize();
        for (int i = start; i < start + length; i++) {
            // Functions compare and keep nested values in the binary form Spark hands them.
            InternalRow binary = unsafe.apply(row.at(i));
            if (filter.isEmpty() || Boolean.TRUE.equals(filter.get().eval(binary))) {
                update(binary);
            }
        }
        return result();
    }

    abstract void initialize();

    abstract void update(InternalRow row);

    abstract @Nullable Object result();

    private static InternalRow buffer(AggregateFunction function) {
        List<DataType> types = new ArrayList<>();
        for (AttributeReference attribute : Scala.<AttributeReference>list(function.aggBufferAttributes())) {
            types.add(attribute.dataType());
        }
        return new SpecificInternalRow(Scala.<DataType>seq(types));
    }

    /** A function defined by expressions over a buffer. */
    private static final class Declarative extends Accumulator {
        private final MutableProjection initial;
        private final MutableProjection initialMerged;
        private final MutableProjection update;
        private final MutableProjection merge;
        private final MutableProjection evaluate;
        private final InternalRow buffer;
        private final InternalRow merged;
        private final JoinedRow joined = new JoinedRow();

        Declarative(DeclarativeAggregate function, List<Attribute> input, Optional<Expression> filter) {
            super(input, filter);
            List<Attribute> own = List.copyOf(Scala.<AttributeReference>list(function.aggBufferAttributes()));
            List<Attribute> other = List.copyOf(Scala.<AttributeReference>list(function.inputAggBufferAttributes()));
            this.buffer = buffer(function);
            this.merged = buffer(function);
            this.initial = project(function.initialValues(), List.of()).target(buffer);
            this.initialMerged = project(function.initialValues(), List.of()).target(merged);
            this.update =
                    project(function.updateExpressions(), both(own, input)).target(buffer);
            this.merge = project(function.mergeExpressions(), both(own, other)).target(merged);
            this.evaluate = ScalarEvaluator.projection(
                    bind(Scala.<Expression>seq(List.of(function.evaluateExpression())), own));
        }

        private static List<Attribute> both(List<Attribute> left, List<Attribute> right) {
            return Stream.concat(left.stream(), right.stream()).toList();
        }

        private static MutableProjection project(
                scala.collection.immutable.Seq<Expression> expressions, List<Attribute> input) {
            return ScalarEvaluator.projection(bind(expressions, input));
        }

        private static List<Expression> bind(
                scala.collection.immutable.Seq<Expression> expressions, List<Attribute> input) {
            return Scala.<Expression>list(BindReferences$.MODULE$.bindReferences(
                    expressions, package$.MODULE$.AttributeSeq(Scala.<Attribute>seq(input))));
        }

        @Override
        void initialize() {
            initial.apply(buffer);
        }

        @Override
        void update(InternalRow row) {
            update.apply(joined.apply(buffer, row));
        }

        @Override
        @Nullable
        Object result() {
            initialMerged.apply(merged);
            merge.apply(joined.apply(merged, buffer));
            return ((SpecificInternalRow) evaluate.apply(merged)).genericGet(0);
        }
    }

    /** A function defined by code over a buffer. */
    private static final class Imperative extends Accumulator {
        private final ImperativeAggregate function;
        private final InternalRow buffer;
        private final InternalRow merged;

        Imperative(ImperativeAggregate function, List<Attribute> input, Optional<Expression> filter) {
            super(input, filter);
            this.function = function.withNewMutableAggBufferOffset(0).withNewInputAggBufferOffset(0);
            this.buffer = buffer(this.function);
            this.merged = buffer(this.function);
        }

        @Override
        void initialize() {
            function.initialize(buffer);
        }

        @Override
        void update(InternalRow row) {
            function.update(buffer, row);
        }

        @Override
        @Nullable
        Object result() {
            if (function instanceof TypedImperativeAggregate<?> typed) {
                typed.serializeAggregateBufferInPlace(buffer);
            }
            function.initialize(merged);
            function.merge(merged, buffer);
            return ((Expression) function).eval(merged);
        }
    }
}
