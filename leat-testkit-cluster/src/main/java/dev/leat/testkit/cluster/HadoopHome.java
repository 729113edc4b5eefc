package dev.leat.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the processes of a Hadoop cluster have in common.
 *
 * @param conf what {@code HADOOP_CONF_DIR} is to be
 * @param options of each JVM
 */
record HadoopHome(Path conf, List<String> options) {
    private static final int HEAP_MEGABYTES = 256;

    private static final String LOGGING = """
            log4j.rootLogger=INFO,console
            log4j.appender.console=org.apache.log4j.ConsoleAppender
            log4j.appender.console.target=System.err
            log4j.appender.console.layout=org.apache.log4j.PatternLayout
            log4j.appender.console.layout.ConversionPattern=%d{ISO8601} %p %c{1}: %m%n
            """;

    HadoopHome {
        options = List.copyOf(options);
    }

    static HadoopHome create(Path conf, List<String> options) {
        HadoopHome home = new HadoopHome(conf, options);
        try {
            // The jars have none of the pages that web servers of HDFS look for; empty folders do.
            for (String application : List.of("hdfs", "datanode", "static")) {
                Files.createDirectories(home.server().resolve("webapps").resolve(application));
            }
            Files.createDirectories(conf);
            Files.writeString(home.server().resolve("log4j.properties"), LOGGING);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is on the class path of servers but not on that of clients. */
    private Path server() {
        return conf.resolveSibling("server");
    }

    /**
     * Writes settings for servers and clients alike.
     *
     * @param file such as {@code core-site.xml}
     */
    void write(String file, Map<String, String> settings) {
        StringBuilder text = new StringBuilder("<configuration>\n");
        settings.forEach((name, value) -> text.append("  <property><name>")
                .append(name)
                .append("</name><value>")
                .append(value.replace("&", "&amp;").replace("<", "&lt;"))
                .append("</value></property>\n"));
        try {
            Files.writeString(conf.resolve(file), text.append("</configuration>\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JavaCommand command(List<String> program) {
        List<String> classPath = new ArrayList<>();
        classPath.add(conf.toString());
        classPath.add(server().toString());
        ClassPath.HADOOP.jars().forEach(jar -> classPath.add(jar.toString()));
        return new JavaCommand(HEAP_MEGABYTES, options, classPath, program, Map.of("HADOOP_CONF_DIR", conf.toString()));
    }
}
