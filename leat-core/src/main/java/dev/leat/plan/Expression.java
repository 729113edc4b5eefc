package dev.leat.plan;

import dev.leat.error.Checks;
import dev.leat.error.SourcePosition;
import dev.leat.type.DataType;
import java.util.List;
import java.util.Optional;

/**
 * A typed scalar expression. Types are explicit: operands already have the types the function needs, with casts where
 * Spark's analyzer put them.
 */
public sealed interface Expression {
    /** The type of the value. */
    DataType type();

    /** Whether the value can be NULL. */
    boolean nullable();

    /** The operands, in order. */
    List<Expression> children();

    /** Calls the visitor's method for this kind of expression. */
    <R> R accept(Visitor<R> visitor);

    /** The value of an input column. */
    record ColumnReference(Column column) implements Expression {
        @Override
        public DataType type() {
            return column.type();
        }

        @Override
        public boolean nullable() {
            return column.nullable();
        }

        @Override
        public List<Expression> children() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * A constant of a type that is not nested.
     *
     * @param text the value in the form of {@link LiteralText}; empty for NULL
     */
    record Literal(Optional<String> text, DataType type) implements Expression {
        public Literal {
            Checks.verify(text.isEmpty() || !type.isNested(), "a nested constant is a call of its constructor");
        }

        /** A constant that is not NULL. */
        public static Literal of(String text, DataType type) {
            return new Literal(Optional.of(text), type);
        }

        /** NULL of a type. */
        public static Literal ofNull(DataType type) {
            return new Literal(Optional.empty(), type);
        }

        @Override
        public boolean nullable() {
            return text.isEmpty();
        }

        @Override
        public List<Expression> children() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * A function or an operator applied to operands, with the meaning Spark 4.1 gives it in ANSI mode.
     *
     * @param function Spark's function name in lower case, or the operator symbol; special forms are named in
     *     {@code docs/functions.md}
     * @param type of the result; for {@code cast} and {@code try_cast} the target type
     * @param position the text it was written as; not part of the meaning
     */
    record Call(
            String function,
            List<Expression> arguments,
            DataType type,
            boolean nullable,
            Optional<SourcePosition> position)
            implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        /** A call that no source text stands for. */
        public Call(String function, List<Expression> arguments, DataType type, boolean nullable) {
            this(function, arguments, type, nullable, Optional.empty());
        }

        /** The same call on other operands. */
        public Call withArguments(List<Expression> others) {
            return new Call(function, others, type, nullable, position);
        }

        @Override
        public List<Expression> children() {
            return arguments;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** A function literal, operand of a higher-order function only. Its type is the type of the body. */
    record Lambda(List<LambdaVariable> parameters, Expression body) implements Expression {
        public Lambda {
            parameters = List.copyOf(parameters);
        }

        @Override
        public DataType type() {
            return body.type();
        }

        @Override
        public boolean nullable() {
            return body.nullable();
        }

        @Override
        public List<Expression> children() {
            return List.of(body);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** A parameter of an enclosing {@link Lambda}; names are unique within one expression. */
    record LambdaVariable(String name, DataType type, boolean nullable) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** One method per kind of expression. */
    interface Visitor<R> {
        R visit(ColumnReference reference);

        R visit(Literal literal);

        R visit(Call call);

        R visit(Lambda lambda);

        R visit(LambdaVariable variable);
    }
}
