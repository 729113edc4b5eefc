package dev.leat.sql.translate;

import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.Literal;
import dev.leat.sql.analysis.Scala;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.BinaryPad;
import org.apache.spark.sql.catalyst.expressions.BinaryPredicate;
import org.apache.spark.sql.catalyst.expressions.Collate;
import org.apache.spark.sql.catalyst.expressions.Contains;
import org.apache.spark.sql.catalyst.expressions.CsvToStructs;
import org.apache.spark.sql.catalyst.expressions.Empty2Null;
import org.apache.spark.sql.catalyst.expressions.EndsWith;
import org.apache.spark.sql.catalyst.expressions.JsonToStructs;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.LikeAll;
import org.apache.spark.sql.catalyst.expressions.LikeAny;
import org.apache.spark.sql.catalyst.expressions.Mask;
import org.apache.spark.sql.catalyst.expressions.Murmur3Hash;
import org.apache.spark.sql.catalyst.expressions.NotLikeAll;
import org.apache.spark.sql.catalyst.expressions.NotLikeAny;
import org.apache.spark.sql.catalyst.expressions.ParseUrl;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.StartsWith;
import org.apache.spark.sql.catalyst.expressions.StringDecode;
import org.apache.spark.sql.catalyst.expressions.StringLPad;
import org.apache.spark.sql.catalyst.expressions.StringRPad;
import org.apache.spark.sql.catalyst.expressions.StringTrim;
import org.apache.spark.sql.catalyst.expressions.StringTrimLeft;
import org.apache.spark.sql.catalyst.expressions.StringTrimRight;
import org.apache.spark.sql.catalyst.expressions.StructsToCsv;
import org.apache.spark.sql.catalyst.expressions.StructsToJson;
import org.apache.spark.sql.catalyst.expressions.StructsToXml;
import org.apache.spark.sql.catalyst.expressions.ToBinary;
import org.apache.spark.sql.catalyst.expressions.ToCharacter;
import org.apache.spark.sql.catalyst.expressions.UrlDecode;
import org.apache.spark.sql.catalyst.expressions.XmlToStructs;
import org.apache.spark.sql.catalyst.expressions.XxHash64;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Strings: patterns, trimming, padding, and the text forms CSV and JSON. */
final class StringRules {
    private static final char DEFAULT_ESCAPE = '\\';
    private static final int HASH_SEED = 42;

    private StringRules() {}

    static void addTo(RuleTable table) {
        table.call("rlike", RLike.class);
        table.call("contains", Contains.class);
        table.call("startswith", StartsWith.class);
        table.call("endswith", EndsWith.class);
        table.call("lpad", StringLPad.class);
        table.call("rpad", StringRPad.class);
        table.call("mask", Mask.class);
        table.call("to_char", ToCharacter.class);
        table.call("to_binary", ToBinary.class);
        table.add(BinaryPredicate.class, (e, t) -> t.call(e, e.prettyName(), e.left(), e.right()));
        table.add(ParseUrl.class, (e, t) -> t.callOnChildren(e, e.failOnError() ? "parse_url" : "try_parse_url"));
        table.add(UrlDecode.class, (e, t) -> t.call(e, e.failOnError() ? "url_decode" : "try_url_decode", e.child()));
        table.add(Collate.class, (e, t) -> {
            throw t.refuse(
                    e, "Only the collation UTF8_BINARY is supported; compare lower(…) or upper(…) of the strings");
        });
        table.add(
                BinaryPad.class,
                (pad, translation) -> translation.call(pad, pad.funcName(), pad.str(), pad.len(), pad.pad()));
        table.add(
                Empty2Null.class,
                (e, translation) ->
                        translation.call(e, "nullif", List.of(translation.of(e.child()), Translation.text(""))));
        table.add(Like.class, StringRules::like);
        table.add(LikeAll.class, (e, t) -> likeMany(e, "like_all", e.child(), e.patterns(), t));
        table.add(NotLikeAll.class, (e, t) -> likeMany(e, "not_like_all", e.child(), e.patterns(), t));
        table.add(LikeAny.class, (e, t) -> likeMany(e, "like_any", e.child(), e.patterns(), t));
        table.add(NotLikeAny.class, (e, t) -> likeMany(e, "not_like_any", e.child(), e.patterns(), t));
        table.add(StringTrim.class, (e, t) -> trim(e, "trim", e.srcStr(), e.trimStr(), t));
        table.add(StringTrimLeft.class, (e, t) -> trim(e, "ltrim", e.srcStr(), e.trimStr(), t));
        table.add(StringTrimRight.class, (e, t) -> trim(e, "rtrim", e.srcStr(), e.trimStr(), t));
        table.add(StringDecode.class, (e, t) -> t.call(e, "decode", e.bin(), e.charset()));
        table.add(Murmur3Hash.class, StringRules::hash);
        table.add(XxHash64.class, StringRules::xxhash);
        table.add(JsonToStructs.class, (e, t) -> parse(e, "from_json", e.child(), e.schema(), e.options(), t));
        table.add(CsvToStructs.class, (e, t) -> parse(e, "from_csv", e.child(), e.schema(), e.options(), t));
        table.add(XmlToStructs.class, (e, t) -> parse(e, "from_xml", e.child(), e.schema(), e.options(), t));
        table.add(StructsToXml.class, (e, t) -> format(e, "to_xml", e.child(), e.options(), t));
        table.add(StructsToJson.class, (e, t) -> format(e, "to_json", e.child(), e.options(), t));
        table.add(StructsToCsv.class, (e, t) -> format(e, "to_csv", e.child(), e.options(), t));
    }

    private static Expression like(Like like, Translation translation) {
        List<Expression> arguments = new ArrayList<>(translation.all(List.of(like.left(), like.right())));
        if (like.escapeChar() != DEFAULT_ESCAPE) {
            arguments.add(Translation.text(String.valueOf(like.escapeChar())));
        }
        return translation.call(like, "like", arguments);
    }

    private static Expression likeMany(
            org.apache.spark.sql.catalyst.expressions.Expression expression,
            String function,
            org.apache.spark.sql.catalyst.expressions.Expression operand,
            Seq<UTF8String> patterns,
            Translation translation) {
        List<Expression> arguments = new ArrayList<>(List.of(translation.of(operand)));
        for (Object pattern : CollectionConverters.asJava(patterns)) {
            arguments.add(pattern == null ? Literal.ofNull(Simple.STRING) : Translation.text(pattern.toString()));
        }
        return translation.call(expression, function, arguments);
    }

    /** The string, then the characters to take away if they are not blanks. */
    private static Expression trim(
            org.apache.spark.sql.catalyst.expressions.Expression expression,
            String function,
            org.apache.spark.sql.catalyst.expressions.Expression source,
            Option<org.apache.spark.sql.catalyst.expressions.Expression> characters,
            Translation translation) {
        List<Expression> arguments = new ArrayList<>(List.of(translation.of(source)));
        Scala.optional(characters).ifPresent(given -> arguments.add(translation.of(given)));
        return translation.call(expression, function, arguments);
    }

    private static Expression hash(Murmur3Hash hash, Translation translation) {
        if (hash.seed() != HASH_SEED) {
            throw translation.refuse(hash, "A hash with another seed is not supported; use hash(…)");
        }
        return translation.callOnChildren(hash, "hash");
    }

    private static Expression xxhash(XxHash64 hash, Translation translation) {
        if (hash.seed() != HASH_SEED) {
            throw translation.refuse(hash, "A hash with another seed is not supported; use xxhash64(…)");
        }
        return translation.callOnChildren(hash, "xxhash64");
    }

    private static Expression parse(
            org.apache.spark.sql.catalyst.expressions.Expression expression,
            String function,
            org.apache.spark.sql.catalyst.expressions.Expression text,
            DataType schema,
            scala.collection.immutable.Map<String, String> options,
            Translation translation) {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(translation.of(text));
        // Spark's own type text keeps NOT NULL and comments, which matter to the parser.
        arguments.add(Translation.text(schema.sql()));
        addOptions(arguments, options);
        return translation.call(expression, function, arguments);
    }

    private static Expression format(
            org.apache.spark.sql.catalyst.expressions.Expression expression,
            String function,
            org.apache.spark.sql.catalyst.expressions.Expression value,
            scala.collection.immutable.Map<String, String> options,
            Translation translation) {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(translation.of(value));
        addOptions(arguments, options);
        return translation.call(expression, function, arguments);
    }

    private static void addOptions(List<Expression> arguments, scala.collection.immutable.Map<String, String> options) {
        if (options.isEmpty()) {
            return;
        }
        List<Expression> entries = new ArrayList<>();
        new java.util.TreeMap<>(CollectionConverters.asJava(options)).forEach((key, value) -> {
            entries.add(Translation.text(key));
            entries.add(Translation.text(value));
        });
        arguments.add(new Call(
                "map", entries, new dev.leat.type.DataType.MapType(Simple.STRING, Simple.STRING, false), false));
    }
}
