package dev.leat.conformance.oracle;

import java.util.List;

/** One SQL value in a form that two engines can be compared by. */
public sealed interface Value {
    /** SQL NULL. */
    enum Null implements Value {
        NULL;

        @Override
        public boolean isClose(Value other, double tolerance) {
            return other == this;
        }

        @Override
        public String toString() {
            return "NULL";
        }
    }

    /** A scalar other than FLOAT and DOUBLE, as {@link dev.leat.plan.LiteralText} writes it. */
    record Exact(String text) implements Value {
        @Override
        public boolean isClose(Value other, double tolerance) {
            return equals(other);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A FLOAT or DOUBLE. */
    record Floating(double number) implements Value {
        @Override
        public boolean isClose(Value other, double tolerance) {
            return other instanceof Floating floating && isClose(number, floating.number, tolerance);
        }

        private static boolean isClose(double left, double right, double tolerance) {
            return Double.compare(left, right) == 0
                    || left == right
                    || Math.abs(left - right) <= tolerance * Math.max(Math.abs(left), Math.abs(right));
        }

        @Override
        public String toString() {
            return Double.toString(number);
        }
    }

    /** The elements of an array, the fields of a struct, or the pairs of a map in their order. */
    record Sequence(List<Value> elements) implements Value {
        public Sequence {
            elements = List.copyOf(elements);
        }

        @Override
        public boolean isClose(Value other, double tolerance) {
            if (!(other instanceof Sequence sequence) || sequence.elements.size() != elements.size()) {
                return false;
            }
            for (int i = 0; i < elements.size(); i++) {
                if (!elements.get(i).isClose(sequence.elements.get(i), tolerance)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return elements.toString();
        }
    }

    /** Whether both are the same value; floating numbers may differ by the tolerance, relative to the larger. */
    boolean isClose(Value other, double tolerance);
}
