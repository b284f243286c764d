package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example for consumers in the README compiles and runs on this module alone, from the class path and as a module. */
class ReadmeTest {
    private static final String MODULE = ChildJvm.location(Codec.class).toString();

    private static final Source DESCRIPTOR = new Source("module-info", "module consumer { requires org.nec4j.codec; }");

    private final Codec codec = TestCodecs.factorized();

    @TempDir
    Path folder;

    @BeforeEach
    void writeAFileToDecode() throws Exception {
        TestCodecs.factorizedWriter().write(folder.resolve("codec.nec"));
        Files.write(folder.resolve("image.nemb"), TestCodecs.stream(codec, 3));
    }

    @Test
    void theExampleOfTenLinesDecodesAFile() throws Exception {
        assertThat(compile(List.of("-cp", MODULE), program("Example", example())))
                .isEmpty();
        assertThat(run("-cp", folder + File.pathSeparator + MODULE, "Example")).contains("3 x " + codec.dim());
    }

    @Test
    void theExampleDecodesAFileAsAModule() throws Exception {
        Source program = program("consumer.Example", example());
        assertThat(compile(List.of("--module-path", MODULE), DESCRIPTOR, program))
                .isEmpty();
        assertThat(run("--module-path", folder + File.pathSeparator + MODULE, "-m", "consumer/consumer.Example"))
                .contains("3 x " + codec.dim());
    }

    @Test
    void aModuleCannotReachWhatIsNotExported() {
        for (String type : List.of(
                "io.AtomicFile", "tensor.SafeTensors", "entropy.CdfTables", "model.CodecWriter", "StreamFrame")) {
            Source program = program("consumer.Example", List.of("import org.nec4j.codec." + type + ";"));
            assertThat(compile(List.of("--module-path", MODULE), DESCRIPTOR, program))
                    .as(type)
                    .singleElement()
                    .isIn("compiler.err.package.not.visible", "compiler.err.not.def.public.cant.access");
        }
    }

    private static List<String> example() throws Exception {
        String readme = Files.readString(Path.of(System.getProperty("nec4j.root", "../.."), "README.md"));
        Matcher code = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
        assertThat(code.find()).as("a Java example in the README").isTrue();
        List<String> lines =
                code.group(1).lines().filter(line -> !line.isBlank()).toList();
        assertThat(lines).hasSizeLessThanOrEqualTo(10);
        return lines;
    }

    /** A class whose main method is these lines, but for the imports. */
    private static Source program(String name, List<String> lines) {
        int dot = name.lastIndexOf('.');
        String place = dot < 0 ? "" : "package " + name.substring(0, dot) + ";\n";
        String imports = lines.stream().filter(l -> l.startsWith("import ")).collect(Collectors.joining("\n"));
        String body = lines.stream().filter(l -> !l.startsWith("import ")).collect(Collectors.joining("\n"));
        return new Source(
                name,
                place + imports + "\nclass " + name.substring(dot + 1) + " { public static void main(String[] args) {\n"
                        + body + "\n}}\n");
    }

    /** The compiler's complaints, as the codes it has for them in every language. */
    private List<String> compile(List<String> path, Source... sources) {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<String> options = new ArrayList<>(path);
        options.addAll(List.of("-d", folder.toString()));
        ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problems, options, null, Arrays.asList(sources))
                .call();
        return problems.getDiagnostics().stream().map(Diagnostic::getCode).toList();
    }

    private String run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(ChildJvm.thisJava().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
