package dev.leat.sql.translate;

import org.apache.spark.sql.catalyst.expressions.CurrentCatalog;
import org.apache.spark.sql.catalyst.expressions.CurrentDatabase;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTimeZone;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestamp;
import org.apache.spark.sql.catalyst.expressions.CurrentUser;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.expressions.Now;

/**
 * Functions of the session. The time and the user belong to a run and stay calls; the zone, the catalog and the schema
 * belong to the project and become constants.
 */
final class SessionRules {
    private SessionRules() {}

    static void addTo(RuleTable table) {
        table.call("current_timestamp", CurrentTimestamp.class, Now.class);
        table.call("current_date", CurrentDate.class);
        table.call("localtimestamp", LocalTimestamp.class);
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
