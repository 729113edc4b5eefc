package dev.leat.conformance.architecture;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.leat.conformance.architecture.Architecture.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds every shipped class against the table of {@link Architecture}. */
final class TestDependencyDirection {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages(Architecture.ROOT);
    private static final Map<String, Row> ROWS = Architecture.rows();

    /** Calls that read the clock, chance or the environment; their results come in through constructors. */
    private static final Set<String> AMBIENT_CALLS = Set.of(
            "java.lang.Math.random",
            "java.lang.System.getenv",
            "java.lang.System.currentTimeMillis",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone");

    private static final List<String> INTERNAL = List.of(
            "org.apache.spark.sql.catalyst.",
            "org.apache.spark.sql.classic.",
            "org.apache.spark.sql.execution.",
            "org.apache.spark.sql.internal.",
            "org.apache.spark.internal.",
            "org.apache.spark.unsafe.",
            "org.apache.spark.deploy.");

    private static final Set<String> MAY_CALL_AMBIENT =
            Set.of("dev.leat.cli", "dev.leat.spark.application", "dev.leat.testkit", "dev.leat.conformance");

    @Test
    void everyPackageHasARow() {
        Set<String> without = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (rowOf(type).isEmpty()) {
                without.add(type.getPackageName());
            }
        }
        assertThat(CLASSES).isNotEmpty();
        assertThat(without)
                .as("packages without a row in Architecture.TABLE: add one and say why in the commit")
                .isEmpty();
    }

    @Test
    void packagesUseOnlyWhatTheirRowAllows() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            rowOf(type).ifPresent(row -> violations.addAll(violationsOf(row, type)));
        }
        assertThat(violations)
                .as("dependencies that Architecture.TABLE does not allow")
                .isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.leat.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void enginesAndSparkStayBehindTheirModules() {
        assertThat(packagesThatMayUse("org.apache.spark", "scala", "org.apache.hadoop"))
                .allMatch(name ->
                        Architecture.isBelow(name, "dev.leat.sql") || Architecture.isBelow(name, "dev.leat.spark"));
        assertThat(packagesThatMayUse("org.apache.iceberg")).containsExactly("dev.leat.spark.store");
        assertThat(packagesThatMayUse("org.duckdb")).allMatch(name -> Architecture.isBelow(name, "dev.leat.duckdb"));
        assertThat(packagesThatMayUse("org.apache.kafka"))
                .containsExactly("dev.leat.connect.kafka", "dev.leat.testkit.kafka");
    }

    /** Spark's internal interfaces differ from version to version; the exception is part of a public signature. */
    @Test
    void clusterEngineUsesPublicInterfacesOfSparkOnly() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (Architecture.isBelow(type.getPackageName(), "dev.leat.spark")) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(used -> used.getTargetClass().getName())
                        .filter(name ->
                                INTERNAL.stream().anyMatch(name::startsWith) && !name.endsWith(".NoSuchTableException"))
                        .forEach(name -> violations.add(type.getName() + " uses " + name));
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void boundaryShowsNoForeignType() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (type.getPackageName().equals("dev.leat.spi") && isVisible(type.getModifiers())) {
                signatureTypes(type)
                        .filter(used -> !used.isPrimitive() && !isOfTheJdk(used) && !isOfCore(used))
                        .forEach(used -> violations.add(type.getName() + " shows " + used.getName()));
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void clockChanceAndEnvironmentComeInThroughConstructors() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (MAY_CALL_AMBIENT.stream().noneMatch(name -> Architecture.isBelow(type.getPackageName(), name))) {
                type.getCodeUnitCallsFromSelf().stream()
                        .filter(call -> isAmbient(call.getTarget()))
                        .forEach(call -> violations.add(call.getDescription()));
                type.getMethodReferencesFromSelf().stream()
                        .filter(reference -> isAmbient(reference.getTarget()))
                        .forEach(reference -> violations.add(reference.getDescription()));
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void rowThatNamesALaterRowIsRefused() {
        assertThatThrownBy(() -> Architecture.parse("a : b |\nb : |\n"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("dev.leat.a names dev.leat.b");
    }

    @Test
    void rowAllowsItselfItsListAndTheJdkOnly() {
        Row row = Architecture.parse("a : |\nb : a | org.duckdb\n").get("dev.leat.b");

        assertThat(row).isNotNull();
        assertThat(List.of("dev.leat.a", "dev.leat.b", "java.util", "org.duckdb.user"))
                .allMatch(row::allows);
        assertThat(List.of("dev.leat.c", "dev.leat.a.x", "org.duckdbx", "scala"))
                .noneMatch(row::allows);
    }

    private static Optional<Row> rowOf(JavaClass type) {
        return Architecture.findRow(ROWS, type.getPackageName());
    }

    private static Set<String> violationsOf(Row row, JavaClass type) {
        Set<String> violations = new TreeSet<>();
        type.getDirectDependenciesFromSelf().forEach(dependency -> {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (!target.isPrimitive() && !row.allows(target.getPackageName())) {
                violations.add(type.getName() + " uses " + target.getName());
            }
        });
        return violations;
    }

    private static List<String> packagesThatMayUse(String... foreignPackages) {
        return ROWS.values().stream()
                .filter(row -> !row.mayUseAnything())
                .filter(row -> Stream.of(foreignPackages).anyMatch(row::allows))
                .map(Row::name)
                .toList();
    }

    private static Stream<JavaClass> signatureTypes(JavaClass type) {
        Stream<JavaClass> codeUnits = type.getCodeUnits().stream()
                .filter(unit -> isVisible(unit.getModifiers()))
                .flatMap(TestDependencyDirection::signatureTypes);
        Stream<JavaClass> fields = type.getFields().stream()
                .filter(field -> isVisible(field.getModifiers()))
                .flatMap(field -> field.getType().getAllInvolvedRawTypes().stream());
        Stream<JavaClass> parents = Stream.concat(type.getInterfaces().stream(), type.getSuperclass().stream())
                .flatMap(parent -> parent.getAllInvolvedRawTypes().stream());
        return Stream.of(codeUnits, fields, parents).flatMap(part -> part).map(JavaClass::getBaseComponentType);
    }

    private static Stream<JavaClass> signatureTypes(JavaCodeUnit unit) {
        Stream<JavaClass> parameters =
                unit.getParameterTypes().stream().flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream());
        Stream<JavaClass> thrown = unit.getExceptionTypes().stream();
        return Stream.of(unit.getReturnType().getAllInvolvedRawTypes().stream(), parameters, thrown)
                .flatMap(part -> part);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean isOfTheJdk(JavaClass type) {
        return Architecture.isBelow(type.getPackageName(), "java");
    }

    private static boolean isOfCore(JavaClass type) {
        return Architecture.isOurs(type.getPackageName());
    }

    private static boolean isAmbient(AccessTarget.CodeUnitAccessTarget target) {
        String owner = target.getOwner().getName();
        boolean noArguments = target.getRawParameterTypes().isEmpty();
        boolean readsTheClock =
                owner.startsWith("java.time.") && target.getName().equals("now") && noArguments;
        boolean drawsASeed =
                owner.equals("java.util.Random") && target.getName().equals("<init>") && noArguments;
        return readsTheClock || drawsASeed || AMBIENT_CALLS.contains(owner + "." + target.getName());
    }
}
