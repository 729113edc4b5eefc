package dev.leat.move;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.util.List;

/**
 * Where a state is: runs go on with it here, or it is on its way to the other engine, or it is there, and what is here is a copy of it as
 * it was then.
 *
 * @param place the other engine's: where it came from, goes, or is; empty for one that never moved
 * @param commit the number of the last commit before it moved
 */
public record Movement(Stage stage, Place place, long commit) {
    /** A state that never moved. */
    public static final Movement NONE = new Movement(Stage.HERE, new Place(Engine.EMBEDDED, ""), 0);

    /** How far it has come. */
    public enum Stage {
        HERE,
        MOVING,
        MOVED
    }

    /** An engine, as commands name it. */
    public enum Engine {
        EMBEDDED("embedded"),
        SPARK("spark");

        private final String word;

        Engine(String word) {
            this.word = word;
        }

        /** The name. */
        public String word() {
            return word;
        }
    }

    /**
     * A state of an engine.
     *
     * @param location the folder of the state, or the warehouse
     */
    public record Place(Engine engine, String location) {
        @Override
        public String toString() {
            return engine == Engine.SPARK ? "the warehouse " + location : "the state " + location;
        }

        private List<String> options() {
            return engine == Engine.SPARK
                    ? List.of("--engine spark", "--warehouse " + location)
                    : List.of("--engine embedded", "--state " + location);
        }
    }

    /** Whether runs go on with it here. */
    @JsonIgnore
    public boolean isHere() {
        return stage == Stage.HERE;
    }

    /**
     * Refuses to go on with a state that is not here.
     *
     * @throws LeatException STATE_MOVED
     */
    public void requireHere() {
        switch (stage) {
            case HERE -> {}
            case MOVING ->
                throw new LeatException(
                        ErrorCode.STATE_MOVED,
                        "The state is on its way to " + place
                                + ", which was not finished. Finish it with leat move PROJECT --to "
                                + place.engine().word() + ", or take it back with the same and --cancel");
            case MOVED ->
                throw new LeatException(
                        ErrorCode.STATE_MOVED,
                        "The state was moved to " + place + " at commit " + commit + ". Run with "
                                + String.join(" ", place.options())
                                + ", or move it back with leat move; --full-refresh begins anew here, apart from that");
        }
    }
}
