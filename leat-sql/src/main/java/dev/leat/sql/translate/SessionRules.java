package dev.leat.sql.translate;

import dev.leat.plan.CurrentTime;
import dev.leat.plan.Expression.Call;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.CurrentCatalog;
import org.apache.spark.sql.catalyst.expressions.CurrentDatabase;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTimeZone;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestamp;
import org.apache.spark.sql.catalyst.expressions.CurrentUser;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.expressions.Now;

/**
 * Functions of the session. The time and the user belong to a run and stay calls; the zone, the catalog and the schema
 * belong to the project and become constants.
 */
final class SessionRules {
    private SessionRules() {}

    private static Call now(Expression expression, Translation translation) {
        return CurrentTime.call(translation.facts().refusals().position(expression.origin()));
    }

    static void addTo(RuleTable table) {
        table.add(CurrentTimestamp.class, (e, t) -> now(e, t));
        table.add(Now.class, (e, t) -> now(e, t));
        // One moment gives all three, as in Spark.
        table.add(CurrentDate.class, (e, t) -> t.call(e, "cast", List.of(now(e, t))));
        table.add(LocalTimestamp.class, (e, t) -> t.call(e, "cast", List.of(now(e, t))));
        table.call("current_user", CurrentUser.class);
        table.add(
                CurrentTimeZone.class,
                (e, t) -> Translation.text(t.facts().settings().zone()));
        table.add(
                CurrentDatabase.class,
                (e, t) -> Translation.text(t.facts().session().schemaName()));
        table.add(
                CurrentCatalog.class,
                (e, t) -> Translation.text(t.facts().session().catalogName()));
    }
}
