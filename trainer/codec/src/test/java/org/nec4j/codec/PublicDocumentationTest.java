package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Whatever a consumer sees says what it is; a record's components do so in the comment of the record. */
class PublicDocumentationTest {
    private static final List<String> OF_EVERY_RECORD = List.of("toString", "hashCode", "equals");
    private static final List<String> OF_EVERY_ENUM = List.of("values", "valueOf");

    private static final Path SOURCES =
            Path.of(System.getProperty("nec4j.root", "../.."), "trainer/codec/src/main/java");

    @Test
    void everyExportedTypeAndMemberHasADocComment() throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Element> seen = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(SOURCES)) {
            List<Path> java =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(java));
            task.analyze();
            Elements elements = task.getElements();
            ModuleElement module = elements.getModuleElement("org.nec4j.codec");
            ElementFilter.exportsIn(module.getDirectives())
                    .forEach(export -> gather(export.getPackage(), elements, seen));
            assertThat(seen).hasSizeGreaterThan(50);
            assertThat(seen).allSatisfy(element -> assertThat(elements.getDocComment(element))
                    .as(element.getEnclosingElement() + ", " + element)
                    .isNotBlank());
        }
    }

    private static void gather(Element parent, Elements elements, List<Element> seen) {
        for (Element element : parent.getEnclosedElements()) {
            boolean open = element.getModifiers().contains(Modifier.PUBLIC)
                    || element.getModifiers().contains(Modifier.PROTECTED);
            if (open && !isSaidElsewhere(element, elements)) {
                seen.add(element);
                gather(element, elements, seen);
            }
        }
    }

    private static boolean isSaidElsewhere(Element element, Elements elements) {
        if (element instanceof ExecutableElement method) {
            boolean ofARecord = method.getEnclosingElement().getKind() == ElementKind.RECORD;
            boolean ofEveryEnum = method.getEnclosingElement().getKind() == ElementKind.ENUM
                    && OF_EVERY_ENUM.contains(method.getSimpleName().toString());
            return ofEveryEnum
                    || method.getAnnotation(Override.class) != null
                    || OF_EVERY_RECORD.contains(method.getSimpleName().toString()) && ofARecord
                    || method.getKind() == ElementKind.CONSTRUCTOR && ofARecord
                    || elements.recordComponentFor(method) != null;
        }
        return element.getKind() == ElementKind.RECORD_COMPONENT;
    }
}
