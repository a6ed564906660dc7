// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// Gives the classes of a jar that were compiled for Java 5 the stack maps of Java 8 classes, in place. The
/// JVM keeps no classes without them in an AOT cache, and verifies them slowly at each start: picocli is such
/// a library, and cost a third of a second. Run from source by `src/build/train-aot`.
public final class StackMaps {

    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

    private StackMaps() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            Path part = Path.of(jar + ".part");
            Files.copy(Path.of(jar), part, StandardCopyOption.REPLACE_EXISTING);
            rewrite(part, new URL[] {Path.of(jar).toUri().toURL()});
            Files.move(part, Path.of(jar), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void rewrite(Path jar, URL[] classPath) throws IOException {
        try (URLClassLoader loader = new URLClassLoader(classPath);
                FileSystem content = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), java.util.Map.of());
                Stream<Path> files = Files.walk(content.getPath("/"))) {
            ClassFile classFile = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader).cached()));
            List<Path> classes =
                    files.filter(file -> file.toString().endsWith(".class")).toList();
            for (Path file : classes) {
                byte[] bytes = Files.readAllBytes(file);
                if (classFile.parse(bytes).majorVersion() < FIRST_WITH_STACK_MAPS) {
                    Files.write(file, modern(classFile, bytes));
                }
            }
        }
    }

    private static byte[] modern(ClassFile classFile, byte[] bytes) {
        ClassTransform raised = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        };
        ClassTransform regenerated =
                ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element));
        return classFile.transformClass(classFile.parse(bytes), raised.andThen(regenerated));
    }
}
