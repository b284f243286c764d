package org.nec4j;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.nec4j.ArchitectureTest.packages;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What {@link ArchitectureTest} holds in the codec. */
final class CodecRules {
    @ArchTest
    static final ArchRule theCodecNeedsNothingButTheJdk = classes()
            .that()
            .resideInAPackage("org.nec4j.codec..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("org.nec4j.codec..", "java.."));

    @ArchTest
    static final ArchRule arrowsInTheCodecPointDownwards = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.nec4j.codec..")
            .layer("api")
            .definedBy("org.nec4j.codec", "org.nec4j.codec.grid")
            .layer("model")
            .definedBy(packages("codec.model"))
            .layer("entropy")
            .definedBy(packages("codec.entropy"))
            .layer("tensor")
            .definedBy(packages("codec.tensor"))
            .layer("json")
            .definedBy(packages("codec.json"))
            .layer("io")
            .definedBy(packages("codec.io"))
            .layer("error")
            .definedBy(packages("codec.error"))
            .ensureAllClassesAreContainedInArchitectureIgnoring(resideOutsideOfPackage("org.nec4j.codec.."))
            .whereLayer("api")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("model")
            .mayOnlyAccessLayers("entropy", "tensor", "json", "io", "error")
            .whereLayer("entropy")
            .mayOnlyAccessLayers("error")
            .whereLayer("tensor")
            .mayOnlyAccessLayers("io", "error")
            .whereLayer("json")
            .mayOnlyAccessLayers("io", "error")
            .whereLayer("io")
            .mayOnlyAccessLayers("error")
            .whereLayer("error")
            .mayNotAccessAnyLayer();

    private CodecRules() {}
}
