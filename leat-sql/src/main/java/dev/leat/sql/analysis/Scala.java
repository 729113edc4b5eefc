package dev.leat.sql.analysis;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.Iterable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** Conversions between Java's and Scala's collections, as Spark's interfaces need them. */
public final class Scala {
    private Scala() {}

    /** An immutable Scala sequence of the same elements. */
    @SuppressWarnings("unchecked") // A sequence is covariant in its element, which Java's compiler can't see.
    public static <T> Seq<T> seq(List<? extends T> list) {
        return (Seq<T>) CollectionConverters.asScala(list).toSeq();
    }

    /** A Java list of the same elements. */
    @SuppressWarnings("unchecked") // Same as above.
    public static <T> List<T> list(Iterable<? extends T> elements) {
        return List.copyOf((List<T>) CollectionConverters.asJava(elements.toSeq()));
    }

    /** The same as a Java optional. */
    public static <T> Optional<T> optional(Option<T> option) {
        return OptionConverters.toJava(option);
    }

    /** An option of a value that may be absent. */
    public static <T> Option<T> option(@Nullable T value) {
        return Option.apply(value);
    }
}
