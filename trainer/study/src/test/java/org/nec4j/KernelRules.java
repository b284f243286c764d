package org.nec4j;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.nec4j.ArchitectureTest.packages;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.backend.Backend;
import org.nec4j.nn.FusedLayer;
import org.nec4j.objective.Objective;

/** That arrays are handled by kernels alone, and that kernels are handed in: what {@link ArchitectureTest} holds around their seam. */
final class KernelRules {
    @ArchTest
    static final ArchRule onlyTheKernelsOfThisProcessorSeePointers = noClasses()
            .that()
            .resideOutsideOfPackage("org.nec4j.kernel.cpu..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.bytedeco..").or(equivalentTo(DataBuffer.class)))
            .orShould()
            .callMethodWhere(target(owner(assignableTo(INDArray.class))).and(target(name("data"))));

    /** Who asks for kernels: the beginnings of what computes, as docs/architecture.md tells; everybody else is handed them. */
    private static final String ENTRIES = Stream.of(
                    "export.ImageEncoder",
                    "export.Reconstructor",
                    "train.Training",
                    "train.ConfiguredTraining",
                    "onboard.OnboardTraining",
                    "onboard.OnboardCodec",
                    "onboard.OnboardDecoder",
                    "reid.ReidGround",
                    "page.RunReport",
                    "distill.DistilledExport",
                    "convert.Fitting",
                    "factorize.Factorizing",
                    "doctor.Doctor",
                    "distill.Teacher",
                    "distill.Teaching",
                    "gridded.GridTraining",
                    "gridded.GridCodec",
                    "gridded.GridExport",
                    "study.Pretrained",
                    "eval.AttentionHead",
                    "segment.SegmentationHead")
            .map(name -> "org\\.nec4j\\." + name.replace(".", "\\."))
            .collect(Collectors.joining("|"));

    @ArchTest
    static final ArchRule kernelsAreHandedIn = noClasses()
            .that()
            .haveNameNotMatching(ENTRIES)
            .and()
            .resideOutsideOfPackage("org.nec4j.backend..")
            .should()
            .callMethod(Backend.class, "kernels");

    @ArchTest
    static final ArchRule whoeverMayAskForKernelsDoes =
            classes().that().haveNameMatching(ENTRIES).should().callMethod(Backend.class, "kernels");

    /** Whatever reads or writes elements is a kernel; the shapes of arrays and views of them are anybody's. */
    @ArchTest
    static final ArchRule whatTrainsAndEncodesLeavesElementsToKernels = noClasses()
            .that()
            .resideInAnyPackage(packages(
                    "nn", "vit", "entropy", "grid", "metric", "objective", "sensing", "step", "train", "export"))
            .should()
            .callMethodWhere(target(owner(assignableTo(INDArray.class)))
                    .and(not(target(
                            nameMatching("shape|size|length|rank|reshape|get|dataType|ordering|closeable|close")))));

    /** Where the tests of layers look for them. */
    @ArchTest
    static final ArchRule layersLieWhereTheirBatteryFindsThem = classes()
            .that()
            .areAssignableTo(FusedLayer.class)
            .should()
            .resideInAnyPackage(packages("nn", "entropy", "grid", "metric", "sensing"));

    /** And those of objectives; what an example brings has a battery beside it. */
    @ArchTest
    static final ArchRule objectivesLieWhereTheirBatteryFindsThem =
            classes().that().areAssignableTo(Objective.class).should().resideInAnyPackage(packages("objective"));

    private KernelRules() {}
}
