package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example for consumers in the README compiles and runs, on this module's classes alone. */
class ReadmeTest {
    @TempDir
    Path folder;

    @Test
    void theExampleOfTenLinesDecodesAFile() throws Exception {
        List<String> example = example();
        assertThat(example).hasSizeLessThanOrEqualTo(10);
        compile(program(example));
        TestCodecs.factorisedWriter().write(folder.resolve("codec.nec"));
        Codec codec = TestCodecs.factorised();
        Files.write(folder.resolve("image.nemb"), TestCodecs.stream(codec, 3));

        Process process = new ProcessBuilder(
                        ChildJvm.thisJava().toString(),
                        "-cp",
                        folder + System.getProperty("path.separator") + ChildJvm.location(Codec.class),
                        "Example")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("3 x " + codec.dim());
    }

    private static List<String> example() throws Exception {
        String readme = Files.readString(Path.of(System.getProperty("nec4j.root", "../.."), "README.md"));
        Matcher code = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
        assertThat(code.find()).as("a Java example in the README").isTrue();
        return code.group(1).lines().filter(line -> !line.isBlank()).toList();
    }

    private static String program(List<String> lines) {
        String imports = lines.stream().filter(l -> l.startsWith("import ")).collect(Collectors.joining("\n"));
        String body = lines.stream().filter(l -> !l.startsWith("import ")).collect(Collectors.joining("\n"));
        return imports + "\nclass Example { public static void main(String[] args) {\n" + body + "\n}}\n";
    }

    private void compile(String program) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        boolean compiled = compiler.getTask(
                        problems,
                        null,
                        null,
                        List.of("-cp", ChildJvm.location(Codec.class).toString(), "-d", folder.toString()),
                        null,
                        List.of(
                                new SimpleJavaFileObject(
                                        URI.create("string:///Example.java"), SimpleJavaFileObject.Kind.SOURCE) {
                                    @Override
                                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                                        return program;
                                    }
                                }))
                .call();
        assertThat(compiled).as(problems.toString()).isTrue();
    }
}
