package dev.leat.sql.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Settings;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Fingerprint;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.sql.analysis.QueryAnalyzer;
import dev.leat.sql.analysis.Relation;
import dev.leat.sql.analysis.RelationCatalog;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SqlSession;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.IntervalUnit;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import dev.leat.type.Identifiers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An expression written as Spark SQL and read again is the same expression. */
final class TestSparkSqlRoundTrip {
    private static final StructType PAIR =
            new StructType(List.of(Field.of("x", Simple.INT), Field.of("y z", Simple.STRING)));
    private static final StructType TWINS =
            new StructType(List.of(Field.of("x", Simple.INT), Field.of("X", Simple.STRING)));
    private static final List<Field> COLUMNS = List.of(
            Field.of("b", Simple.BOOLEAN),
            Field.of("i1", Simple.TINYINT),
            Field.of("i2", Simple.SMALLINT),
            Field.of("i", Simple.INT),
            Field.of("l", Simple.BIGINT),
            Field.of("f", Simple.FLOAT),
            Field.of("d", Simple.DOUBLE),
            Field.of("m", new DecimalType(10, 2)),
            Field.of("s", Simple.STRING),
            Field.of("bin", Simple.BINARY),
            Field.of("dt", Simple.DATE),
            Field.of("ts", Simple.TIMESTAMP),
            Field.of("ntz", Simple.TIMESTAMP_NTZ),
            Field.of("ym", new IntervalType(IntervalUnit.YEAR, IntervalUnit.MONTH)),
            Field.of("ds", new IntervalType(IntervalUnit.DAY, IntervalUnit.SECOND)),
            Field.of("a", new ArrayType(Simple.INT, true)),
            Field.of("texts", new ArrayType(Simple.STRING, true)),
            Field.of("mp", new MapType(Simple.STRING, Simple.INT, true)),
            Field.of("pair", PAIR),
            Field.of("pairs", new ArrayType(PAIR, true)),
            Field.of("twins", TWINS),
            Field.of("odd `name", Simple.INT));

    private static final QueryAnalyzer ANALYZER =
            new QueryAnalyzer(SqlSession.of(new Settings("America/Los_Angeles", Map.of()), new OneTable()));

    private record OneTable() implements RelationCatalog {
        @Override
        public Optional<Relation> find(RelationName name) {
            return Optional.of(new Relation(name, COLUMNS));
        }

        @Override
        public Optional<Relation> findFile(String format, String path) {
            return Optional.empty();
        }
    }

    private static final String EXPRESSIONS = """
                i + 1
                l - i * 2
                m * m / 3
                i / 2
                i % 2
                pmod(i, -3)
                l div 3
                -i
                -(-5 - i)
                i1 + i2
                try_add(i, i)
                try_divide(d, 0)
                i & 3 | 4 ^ ~i
                shiftleft(i, 2)
                i < 1 AND NOT b OR s IS NULL
                i <=> NULL
                i BETWEEN 1 AND 3
                i <> 3
                s IN ('a', 'b', NULL)
                (i, s) IN ((1, 'a'))
                CASE WHEN b THEN i ELSE l END
                CASE i WHEN 1 THEN 'one' WHEN 2 THEN 'two' END
                if(b, i, NULL)
                nvl(s, 'none')
                nullif(i, 0)
                coalesce(i, l, m)
                greatest(i, l, d)
                CAST(s AS INT)
                try_cast(s AS DECIMAL(20, 5))
                CAST(ts AS STRING)
                CAST(i AS DECIMAL(5, 0))
                CAST(a AS ARRAY<STRING>)
                CAST(pair AS STRUCT<p: BIGINT, q: STRING>)
                CAST(s AS BINARY)
                CAST(d AS FLOAT) + f
                round(m, 1)
                bround(d, 2)
                ceil(m)
                floor(d, 1)
                sqrt(d) + exp(1) * pi()
                s LIKE 'a%'
                s LIKE 'a#%' ESCAPE '#'
                s ILIKE '%B'
                s RLIKE '^a\\\\d+$'
                s LIKE ALL ('a%', '%b')
                s NOT LIKE ANY ('a%', '%b')
                s || 'x' || i
                upper(substring(s, 2, 3))
                left(s, 2)
                trim(s)
                trim(LEADING 'x' FROM s)
                rtrim('xy', s)
                btrim(s, 'a')
                lpad(s, 5)
                split(s, ',')[0]
                split_part(s, ',', 2)
                concat_ws('-', s, texts)
                regexp_replace(s, '(a)(b)', '$2$1')
                regexp_extract(s, '(a+)', 1)
                format_string('%d-%s', i, s)
                s = 'it\\'s \\\\ "q" \\n \\u0000 ${x}'
                translate(s, 'abc', 'x')
                base64(bin)
                hex(bin)
                bin = X'00FF'
                md5(bin)
                sha2(bin, 256)
                hash(i, s)
                xxhash64(s, d)
                length(s) + char_length(s) + octet_length(s)
                position('a' IN s)
                overlay(s PLACING 'x' FROM 2)
                levenshtein(s, 'abc')
                soundex(s)
                dt + 1
                dt - INTERVAL '1' MONTH
                dt + ym
                ts + ds
                ts + ym
                ntz - ds
                ts - ts
                dt - DATE '2020-01-01'
                ts - INTERVAL '1 02:03:04.5' DAY TO SECOND
                ym * 2
                ds / 3
                ds * d
                -ds
                ym + INTERVAL '1-2' YEAR TO MONTH
                extract(YEAR FROM dt)
                extract(SECOND FROM ts)
                extract(HOUR FROM ds)
                extract(MONTH FROM ym)
                date_part('YEAROFWEEK', dt)
                year(ts) + month(dt) + dayofweek(dt) + weekofyear(ts)
                date_trunc('WEEK', ts)
                trunc(dt, 'MM')
                date_format(ts, 'yyyy-MM-dd')
                to_date(s, 'dd.MM.yyyy')
                to_timestamp(s)
                to_timestamp(s, 'yyyy')
                unix_timestamp(ts)
                from_unixtime(l)
                timestamp_micros(l)
                unix_micros(ts)
                timestampadd(HOUR, i, ts)
                timestampdiff(DAY, ts, ts)
                date_add(dt, i)
                add_months(dt, i)
                last_day(dt)
                next_day(dt, 'MO')
                months_between(ts, ts)
                make_date(i, 1, 2)
                make_timestamp(i, 1, 2, 3, 4, 5.5)
                make_interval(i, 1)
                make_dt_interval(i)
                make_ym_interval(i, 2)
                from_utc_timestamp(ts, 'Asia/Tokyo')
                convert_timezone('UTC', 'Asia/Tokyo', ntz)
                current_timestamp()
                current_date()
                ts > TIMESTAMP '2020-06-01 12:00:00'
                ntz > TIMESTAMP_NTZ '2020-06-01 12:00:00.25'
                dt > DATE '-0044-03-15'
                array(1, i, NULL)
                a[0]
                get(a, i)
                element_at(a, 1)
                try_element_at(mp, 'k')
                mp['k']
                map('a', i)
                map_keys(mp)
                map_from_entries(array(struct('a', i)))
                struct(i, s)
                named_struct('p', i, 'q r', s)
                pair.x
                pair.`y z`
                pairs.x
                pairs[0].`y z`
                size(a)
                array_contains(a, 1)
                array_sort(a)
                array_sort(a, (x, y) -> y - x)
                sort_array(a, false)
                array_distinct(a)
                array_join(texts, ',')
                arrays_overlap(a, a)
                arrays_zip(a, texts)
                flatten(array(a, a))
                slice(a, 1, 2)
                sequence(1, i)
                sequence(dt, DATE '2024-01-01', INTERVAL 1 MONTH)
                transform(a, x -> x + 1)
                transform(a, (x, j) -> x * j + i)
                transform(pairs, p -> transform(a, x -> x + p.x))
                filter(a, x -> x IS NOT NULL)
                exists(a, x -> x > 1)
                forall(a, x -> x > 1)
                aggregate(a, 0, (acc, x) -> acc + x)
                aggregate(a, 0L, (acc, x) -> acc + x, acc -> acc * 2)
                zip_with(a, a, (x, y) -> x + y)
                map_filter(mp, (k, v) -> v > 1)
                transform_keys(mp, (k, v) -> upper(k))
                transform_values(mp, (k, v) -> v + 1)
                map_zip_with(mp, mp, (k, v1, v2) -> v1 + v2)
                to_json(pair)
                from_json(s, 'x INT, y STRING')
                get_json_object(s, '$.a')
                to_csv(pair)
                from_csv(s, 'x INT')
                schema_of_json('{"a": 1}')
                to_number(s, '999')
                to_char(m, '999.99')
                conv(s, 16, 10)
                typeof(i)
                isnan(d) OR d = double('NaN')
                d > -0.0D AND f < float('Infinity')
                `odd ``name` + 1
                width_bucket(d, 0, 10, 5)
                nanvl(d, 1)
                assert_true(b)
                raise_error(s)
                encode(s, 'UTF-16')
                decode(bin, 'UTF-8')
                to_binary(s, 'hex')
                url_encode(s)
                parse_url(s, 'HOST')
                mask(s)
                bit_count(i)
                factorial(i1)
                log(2, d)
                atan2(d, f)
                rint(d) + signum(d)
                unhex(s)
                crc32(bin)
                ascii(s) + instr(s, 'a') + locate('a', s, 2)
                reverse(s)
                reverse(a)
                concat(a, a)
                array_position(a, 1)
                array_except(a, array(1))
                array_repeat(s, i)
                array_insert(a, 1, 5)
                array_append(a, 5)
                map_concat(mp, map('z', 1))
                map_entries(mp)
                map_contains_key(mp, 'a')
                str_to_map(s, ',', ':')
                sentences(s)
                initcap(s)
                space(i)
                repeat(s, 2)
                find_in_set('a', s)
                substring_index(s, '.', 2)
                regexp_count(s, 'a')
                regexp_like(s, 'a')
                regexp_instr(s, 'a')
                startswith(s, 'a')
                contains(s, 'a')
                to_utc_timestamp(ts, 'Asia/Tokyo')
                date_diff(dt, dt)
                date_from_unix_date(i)
                unix_date(dt)
                dayname(dt)
                monthname(dt)
                to_unix_timestamp(s, 'yyyy')
                """;

    static List<String> expressions() {
        return EXPRESSIONS.lines().toList();
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void textIsReadBackToTheSameExpression(String text) {
        Plan plan = translate(text);
        String rendered = rendered(plan);

        assertThat(Fingerprint.of(translate(rendered)))
                .as("%s, written %s, read back %s", text, rendered, rendered(translate(rendered)))
                .isEqualTo(Fingerprint.of(plan));
    }

    private static Plan translate(String expression) {
        return QueryTranslator.translate(ANALYZER.analyze(SourceText.of("SELECT " + expression + " AS value FROM t")));
    }

    private static String rendered(Plan plan) {
        Plan.Project project = (Plan.Project) plan;
        Expression expression = project.columns().get(0).expression();
        return SparkSqlRenderer.expression(expression, TestSparkSqlRoundTrip::name)
                .text();
    }

    private static String name(Column column) {
        return Identifiers.quote(column.name());
    }
}
