package org.nec4j;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/** The arrows between packages, as docs/architecture.md draws them. */
@AnalyzeClasses(
        packages = "org.nec4j",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.NotBesideThis.class})
class ArchitectureTest {
    /** Wherever a build puts the classes of tests, this one lies among them. */
    static final class NotBesideThis implements ImportOption {
        private static final String TESTS = ArchitectureTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();

        @Override
        public boolean includes(Location location) {
            return !location.contains(TESTS);
        }
    }

    private static final String[] VERBS = {
        "train",
        "eval",
        "segment",
        "baseline",
        "report",
        "stats",
        "doctor",
        "info",
        "search",
        "map",
        "fetch",
        "picture",
        "page",
        "convert",
        "distill",
        "factorize",
        "audit",
        "gridded",
        "onboard",
        "reid",
        "run",
        "runs",
        "study"
    };

    @ArchTest
    static final ArchRule arrowsPointDownwards = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.nec4j..")
            .withOptionalLayers(true)
            .layer("studies")
            .definedBy(packages("study"))
            .layer("verbs")
            .definedBy(packages(VERBS))
            .layer("assembly")
            .definedBy(packages("assembly"))
            .layer("encoding")
            .definedBy(packages("export", "onnx", "produce", "geo"))
            .layer("step")
            .definedBy(packages("step"))
            .layer("nouns")
            .definedBy(packages("data", "entropy", "grid", "metric", "objective", "sensing", "transform", "vit"))
            .layer("nn")
            .definedBy(packages("nn"))
            .layer("backend")
            .definedBy(packages("backend"))
            .layer("kernels for a memory")
            .definedBy(packages("kernel.cpu", "kernel.portable"))
            .layer("kernel")
            .definedBy("org.nec4j.kernel")
            .layer("settings")
            .definedBy(packages("config"))
            .whereLayer("studies")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("verbs")
            .mayOnlyBeAccessedByLayers("studies")
            .whereLayer("assembly")
            .mayOnlyBeAccessedByLayers("studies", "verbs")
            .whereLayer("encoding")
            .mayOnlyBeAccessedByLayers("studies", "verbs", "assembly")
            .whereLayer("step")
            .mayOnlyBeAccessedByLayers("studies", "verbs", "assembly")
            .whereLayer("nouns")
            .mayOnlyBeAccessedByLayers("studies", "verbs", "assembly", "encoding", "step")
            .whereLayer("nn")
            .mayOnlyBeAccessedByLayers("studies", "verbs", "assembly", "encoding", "step", "nouns")
            .whereLayer("backend")
            .mayOnlyBeAccessedByLayers("studies", "verbs", "encoding")
            .whereLayer("kernels for a memory")
            .mayOnlyBeAccessedByLayers("backend")
            .whereLayer("kernel")
            .mayOnlyBeAccessedByLayers(
                    "studies",
                    "verbs",
                    "assembly",
                    "encoding",
                    "step",
                    "nouns",
                    "nn",
                    "backend",
                    "kernels for a memory")
            .whereLayer("settings")
            .mayOnlyBeAccessedByLayers("studies", "verbs", "assembly");

    /** What ND4J holds under names of its own is old: nec4j writes with it at most, so that nothing in a file reaches it. */
    @ArchTest
    static final ArchRule nothingIsReadByOldLibraries = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.nd4j.shade.guava..",
                    "org.nd4j.shade.jackson.core..",
                    "org.nd4j.shade.jackson.databind..",
                    "org.nd4j.shade.jackson.dataformat..",
                    "org.nd4j.shade.yaml..",
                    "org.nd4j.shade.wstx..",
                    "org.nd4j.linalg.factory.serde..",
                    "org.threeten..",
                    "javax.naming..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("org\\.deeplearning4j\\.util\\.ModelSerializer|java\\.io\\.ObjectInputStream")
            .orShould()
            .callMethodWhere(target(nameMatching("fromJson|fromYaml|parseFrom|readObject|readNumpy|createFromNpy.*"))
                    .and(target(owner(resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "onnx..")))));

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("org.nec4j.(*)..").should().beFreeOfCycles();

    /** The rooms of a trainer: the loop, a run's page, other formats, the folder, audits; settings and the step know none of them. */
    @ArchTest
    static final ArchRule arrowsInTheTrainerPointDownwards = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("train")
            .definedBy(packages("train"))
            .layer("page")
            .definedBy(packages("page"))
            .layer("convert")
            .definedBy(packages("convert"))
            .layer("distill")
            .definedBy(packages("distill"))
            .layer("run")
            .definedBy(packages("run"))
            .layer("audit")
            .definedBy(packages("audit"))
            .layer("step")
            .definedBy(packages("step"))
            .layer("assembly")
            .definedBy(packages("assembly"))
            .whereLayer("train")
            .mayOnlyAccessLayers("page", "convert", "distill", "run", "audit", "step", "assembly")
            .whereLayer("page")
            .mayOnlyAccessLayers("convert", "run", "assembly")
            .whereLayer("convert")
            .mayOnlyAccessLayers("distill", "run", "assembly")
            .whereLayer("distill")
            .mayOnlyAccessLayers("step", "assembly")
            .whereLayer("run")
            .mayOnlyAccessLayers("step", "assembly")
            .whereLayer("audit")
            .mayOnlyAccessLayers("assembly")
            .whereLayer("assembly")
            .mayOnlyAccessLayers("step")
            .whereLayer("step")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule theSideKnowsOnlyTheCodec = noClasses()
            .that()
            .resideInAnyPackage(packages("config", "checkpoint", "netcdf", "hdf5", "progress", "tensorboard"))
            .should()
            .dependOnClassesThat(resideInAnyPackage(packages(VERBS))
                    .or(resideInAnyPackage(packages(
                            "export",
                            "produce",
                            "assembly",
                            "step",
                            "data",
                            "entropy",
                            "objective",
                            "transform",
                            "vit",
                            "nn",
                            "kernel"))));

    @ArchTest
    static final ArchTests inTheCodec = ArchTests.in(CodecRules.class);

    @ArchTest
    static final ArchTests aroundKernels = ArchTests.in(KernelRules.class);

    @ArchTest
    static final ArchRule onlyTheModelKnowsTheGraph = noClasses()
            .that()
            .resideOutsideOfPackages(packages(
                    "nn",
                    "vit",
                    "entropy",
                    "grid",
                    "metric",
                    "objective",
                    "sensing",
                    "step",
                    "train",
                    "eval",
                    "segment"))
            .should()
            .dependOnClassesThat(resideInAPackage("org.deeplearning4j.."));

    @ArchTest
    static final ArchRule theCoreTellsNothingOfItsOwnAccord = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule stateIsNotPublic = fields().that()
            .areNotStatic()
            .and()
            .areDeclaredInClassesThat()
            .areNotEnums()
            .should()
            .notBePublic();

    /** Packages below {@code org.nec4j} with what lies below them, as ArchUnit names them. */
    static String[] packages(String... names) {
        return Arrays.stream(names).map(n -> "org.nec4j." + n + "..").toArray(String[]::new);
    }
}
