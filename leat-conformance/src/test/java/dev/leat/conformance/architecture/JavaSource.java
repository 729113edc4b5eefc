package dev.leat.conformance.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What the tidiness rules need of one source file, read by the JDK's own parser. Nothing is resolved or compiled. */
record JavaSource(
        int lineCount,
        String packageName,
        boolean documentsPackage,
        boolean nullMarksPackage,
        List<Method> methods,
        List<Type> topLevelTypes) {

    /** A method with its length from its annotations to its closing brace. */
    record Method(String name, int lineCount) {}

    /** A type that is not nested. */
    record Type(String name, boolean isPublic, boolean isDocumented) {}

    JavaSource {
        methods = List.copyOf(methods);
        topLevelTypes = List.copyOf(topLevelTypes);
    }

    /** Parses many files by one compiler, whose start costs more than a file. The keys name the texts. */
    static <K> Map<K, JavaSource> parse(Map<K, String> texts) {
        JavaCompiler compiler = Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
                .orElseThrow(() -> new IllegalStateException("these tests need a JDK"));
        Map<URI, K> keys = new LinkedHashMap<>();
        List<JavaFileObject> files = new ArrayList<>();
        texts.forEach((key, text) -> {
            SourceText file = new SourceText(keys.size(), text);
            files.add(file);
            keys.put(file.toUri(), key);
        });
        JavacTask task = (JavacTask) compiler.getTask(null, null, diagnostic -> {}, List.of("-proc:none"), null, files);
        Trees trees = Trees.instance(task);
        Map<K, JavaSource> sources = new LinkedHashMap<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                K key = Objects.requireNonNull(keys.get(unit.getSourceFile().toUri()), "a unit without a text");
                Scanner scanner = new Scanner(unit, trees);
                scanner.scan(unit, null);
                sources.put(
                        key,
                        scanner.result(Math.toIntExact(Objects.requireNonNull(texts.get(key), "text")
                                .lines()
                                .count())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final SourcePositions positions;
        private final List<Method> methods = new ArrayList<>();
        private final List<Type> types = new ArrayList<>();
        private boolean documentsPackage;
        private boolean nullMarksPackage;

        Scanner(CompilationUnitTree unit, Trees trees) {
            this.unit = unit;
            this.trees = trees;
            this.positions = trees.getSourcePositions();
        }

        JavaSource result(int lineCount) {
            String name = unit.getPackage() == null
                    ? ""
                    : unit.getPackage().getPackageName().toString();
            return new JavaSource(lineCount, name, documentsPackage, nullMarksPackage, methods, types);
        }

        @Override
        public @Nullable Void visitPackage(PackageTree tree, @Nullable Void unused) {
            documentsPackage = isDocumented();
            nullMarksPackage = tree.getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().endsWith("NullMarked"));
            return super.visitPackage(tree, unused);
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
            TreePath parent = getCurrentPath().getParentPath();
            if (parent.getLeaf() instanceof CompilationUnitTree) {
                boolean isPublic = tree.getModifiers().getFlags().contains(Modifier.PUBLIC);
                types.add(new Type(tree.getSimpleName().toString(), isPublic, isDocumented()));
            }
            return super.visitClass(tree, unused);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
            long start = positions.getStartPosition(unit, tree);
            long end = positions.getEndPosition(unit, tree);
            // A record's canonical constructor has no place of its own when it is implied.
            if (start >= 0 && end >= start) {
                long first = unit.getLineMap().getLineNumber(start);
                long last = unit.getLineMap().getLineNumber(end);
                methods.add(new Method(tree.getName().toString(), Math.toIntExact(last - first + 1)));
            }
            return super.visitMethod(tree, unused);
        }

        private boolean isDocumented() {
            String comment = trees.getDocComment(getCurrentPath());
            return comment != null && !comment.isBlank();
        }
    }

    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(int number, String text) {
            super(URI.create("string:///Source" + number + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
