package dev.leat.sql.project;

import dev.leat.error.ErrorCode;
import dev.leat.pipeline.Settings;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.analysis.SqlSession;
import dev.leat.sql.project.PipelineSpec.Setting;
import dev.leat.sql.project.ProjectSource.Placed;
import dev.leat.sql.project.Statement.SetConfiguration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a project's files into statements. SET and USE SCHEMA have done their work afterwards. */
final class ProjectReader {
    private final ProjectLocation location;
    private final Problems problems;
    private final ProjectTexts texts;
    private final Map<String, String> configuration = new LinkedHashMap<>();
    private final List<StatementText> failed = new ArrayList<>();

    ProjectReader(ProjectTexts texts, Problems problems) {
        this.location = texts.location();
        this.problems = problems;
        this.texts = texts;
    }

    ProjectSource read() {
        texts.diagnostics().forEach(problems::add);
        Optional<PipelineSpec> spec = texts.spec();
        spec.ifPresent(found -> found.configuration().forEach(this::configure));
        String catalog = spec.flatMap(PipelineSpec::catalogName).orElse(SqlSession.DEFAULT_CATALOG);
        String schema = spec.flatMap(PipelineSpec::schemaName).orElse(SqlSession.DEFAULT_SCHEMA);
        List<Placed> statements = new ArrayList<>();
        for (SourceFile file : texts.sqlFiles()) {
            statements.addAll(new FileStatements(catalog, schema).read(file));
        }
        String name = spec.map(PipelineSpec::name).orElseGet(this::fileName);
        return new ProjectSource(location, name, catalog, schema, settings(), texts.files(), statements, failed);
    }

    private String fileName() {
        String name = String.valueOf(location.file().getFileName());
        return name.substring(0, name.length() - ".sql".length());
    }

    private void configure(Setting setting) {
        SettingRules.check(setting).ifPresentOrElse(problems::add, () -> {
            if (SettingRules.isPassedOn(setting.key())) {
                configuration.put(setting.key(), setting.value());
            }
        });
    }

    private Settings settings() {
        String zone = configuration.getOrDefault(SettingRules.ZONE, Settings.DEFAULT.zone());
        return new Settings(zone, configuration);
    }

    /** The statements of one file; SET and USE SCHEMA hold until its end, as in Spark's pipelines. */
    private final class FileStatements {
        private final String catalogName;
        private String schemaName;
        private final List<Placed> placed = new ArrayList<>();

        FileStatements(String catalogName, String schemaName) {
            this.catalogName = catalogName;
            this.schemaName = schemaName;
        }

        List<Placed> read(SourceFile file) {
            Settings current = settings();
            StatementParser parser = new StatementParser(SparkSettings.of(current), problems);
            for (StatementText text : StatementSplitter.split(file, problems)) {
                if (!settings().equals(current)) { // A SET in a project of one file.
                    current = settings();
                    parser = new StatementParser(SparkSettings.of(current), problems);
                }
                parser.parse(text).ifPresentOrElse(this::take, () -> failed.add(text));
            }
            return placed;
        }

        private void take(Statement statement) {
            if (statement instanceof SetConfiguration set) {
                set(set);
            } else if (statement instanceof Statement.UseSchema use) {
                use(use);
            } else if (statement instanceof Statement.SetCatalog set) {
                requireCatalog(set, set.name());
            } else {
                placed.add(new Placed(statement, schemaName));
            }
        }

        private void set(SetConfiguration set) {
            Setting setting = new Setting(set.key(), set.value(), set.text().start());
            String current = settingOf(set.key());
            if (current.equals(set.value())) {
                return;
            }
            if (location.isSingleFile() && placed.isEmpty() || !SettingRules.isPassedOn(set.key())) {
                configure(setting);
                return;
            }
            problems.add(
                    ErrorCode.NOT_SUPPORTED,
                    set.text().start(),
                    "A setting holds for the whole project; "
                            + (location.isSingleFile()
                                    ? "move the SET before the first definition"
                                    : "write " + set.key() + " under configuration in "
                                            + location.shown(location.file())));
        }

        private String settingOf(String key) {
            return key.equals(SettingRules.ZONE) ? settings().zone() : configuration.getOrDefault(key, "");
        }

        private void use(Statement.UseSchema use) {
            List<String> parts = use.parts();
            if (parts.size() > 2) {
                problems.add(ErrorCode.PROJECT, use.text().start(), "A schema has one name, or a catalog and a name");
                return;
            }
            if (parts.size() == 2) {
                requireCatalog(use, parts.get(0));
            }
            schemaName = parts.get(parts.size() - 1);
        }

        private void requireCatalog(Statement statement, String name) {
            if (!name.equalsIgnoreCase(catalogName)) {
                problems.add(
                        ErrorCode.NOT_SUPPORTED,
                        statement.text().start(),
                        "A project has one catalog, " + catalogName + "; remove " + name
                                + (location.isSingleFile() ? "" : ", or set catalog in the pipeline spec"));
            }
        }
    }
}
