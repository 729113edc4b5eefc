package dev.leat.duckdb.store;

import static dev.leat.duckdb.store.RowBuffer.text;

import dev.leat.move.Movement;
import dev.leat.move.Movement.Engine;
import dev.leat.move.Movement.Place;
import dev.leat.move.Movement.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Where the state is: {@code leat.movement}, with one row once it has moved. */
public final class MovementLog {
    private final Database database;

    /** The log in a database that has a {@link CommitLog}. */
    public MovementLog(Database database) {
        this.database = database;
    }

    /** Where it is. */
    public Movement find() throws SQLException {
        try (Statement statement = database.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT stage, engine, location, commit FROM leat.movement")) {
            return row.next()
                    ? new Movement(
                            Stage.valueOf(row.getString(1)),
                            new Place(Engine.valueOf(row.getString(2)), row.getString(3)),
                            row.getLong(4))
                    : Movement.NONE;
        }
    }

    /** Sets where it is, within a transaction. */
    public void put(Movement movement) throws SQLException {
        database.execute("DELETE FROM leat.movement");
        database.execute("INSERT INTO leat.movement VALUES ("
                + String.join(
                        ", ",
                        text(movement.stage().name()),
                        text(movement.place().engine().name()),
                        text(movement.place().location()),
                        Long.toString(movement.commit()))
                + ")");
    }
}
