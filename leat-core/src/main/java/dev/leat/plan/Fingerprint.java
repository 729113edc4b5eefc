package dev.leat.plan;

import dev.leat.error.Checks;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * A digest of what a plan computes. Equal for plans that differ only in the ids and names of columns, in the names of
 * lambda parameters, in positions, and in which equal nodes are shared.
 *
 * <p>The digest of a node is that of its own content and the digests of its inputs; in its content a reference is the
 * index of the column among those of the inputs, one after the other.
 *
 * @param sha256 64 lower-case hexadecimal digits
 */
public record Fingerprint(String sha256) {
    public Fingerprint {
        Checks.verify(sha256.length() == 64, "a SHA-256 digest has 64 digits");
    }

    /** The fingerprint of a plan. */
    public static Fingerprint of(Plan plan) {
        return require(ofNodes(Plans.nodes(plan)), plan);
    }

    /** The fingerprints of nodes that stand after their inputs. */
    static IdentityHashMap<Plan, Fingerprint> ofNodes(List<Plan> nodes) {
        IdentityHashMap<Plan, Fingerprint> fingerprints = new IdentityHashMap<>();
        for (Plan node : nodes) {
            CanonicalForm form = new CanonicalForm();
            form.write(CanonicalForm.local(node));
            node.inputs()
                    .forEach(input -> form.write(require(fingerprints, input).sha256()));
            fingerprints.put(node, new Fingerprint(form.digest()));
        }
        return fingerprints;
    }

    static Fingerprint require(IdentityHashMap<Plan, Fingerprint> fingerprints, Plan node) {
        return Objects.requireNonNull(fingerprints.get(node), "the node is one of those listed");
    }
}
