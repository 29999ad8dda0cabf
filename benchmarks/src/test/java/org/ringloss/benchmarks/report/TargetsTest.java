package org.ringloss.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringloss.benchmarks.report.Fixtures.MACHINE;
import static org.ringloss.benchmarks.report.Fixtures.inTurns;
import static org.ringloss.benchmarks.report.Fixtures.point;
import static org.ringloss.benchmarks.report.Fixtures.run;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringloss.benchmarks.report.Target.Outcome;

class TargetsTest {
    private static Outcome outcome(String id, Results run, Results... others) {
        return Targets.outcomes(run, List.of(others)).stream()
                .filter(outcome -> outcome.target().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theWorstFigureDecides() {
        Results run = run(
                "peers",
                point("P.ringloss", "256x2", 100),
                point("P.c", "256x2", 90),
                point("P.ringloss", "64x128", 100),
                point("P.c", "64x128", 160));

        Outcome each = outcome("c-each", run);
        assertThat(each.verdict()).isEqualTo("missed");
        assertThat(each.measured()).isEqualTo("0.900 x (256x2, worst of 2)");
        assertThat(each.figures()).filteredOn(each.target().goal()::isMetBy).hasSize(1);
        // The root of 0.9 * 1.6.
        assertThat(outcome("c-mean", run).worst().value())
                .isEqualTo(1.2, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(outcome("c-mean", run).verdict()).isEqualTo("met");
    }

    @Test
    void theWorstOfAnUpperBoundIsTheHighest() throws Exception {
        Outcome penalties = outcome("penalty-cost", Fixtures.main());

        assertThat(penalties.figures()).extracting(Figure::point).containsExactly("huber(1.0)", "logCosh");
        assertThat(penalties.worst().value()).isEqualTo(7400 / 6000.0);
        assertThat(penalties.verdict()).isEqualTo("met");
    }

    @Test
    void withoutDataThereIsNoVerdict() {
        for (Outcome outcome : Targets.outcomes(run("none"), List.of())) {
            assertThat(outcome.isMissed()).isFalse();
            assertThat(outcome.verdict()).isEqualTo(Numbers.NONE);
            assertThat(outcome.measured()).isEqualTo(Numbers.NONE);
        }
    }

    @Test
    void figuresAreComparedAsTheyArePrinted() {
        assertThat(outcome("add-mode", addMode(115.04)).verdict()).isEqualTo("met");
        assertThat(outcome("add-mode", addMode(115.6)).verdict()).isEqualTo("missed");
        assertThat(outcome("small-call", run("small-calls", point("S.ringloss", "1x8", 99.4)))
                        .verdict())
                .isEqualTo("met");
        assertThat(outcome("small-call", run("small-calls", point("S.ringloss", "1x8", 100)))
                        .verdict())
                .isEqualTo("missed");
    }

    private static Results addMode(double nanos) {
        return run("add-mode", point("A.add", "256x128", nanos), point("A.write", "256x128", 100));
    }

    @Test
    void whatIsReadFromWhereFollowsFromTheCaches() throws Exception {
        Results main = Fixtures.main();

        assertThat(outcome("stream-l3", main).measured()).isEqualTo("0.850 x (4096x512)");
        assertThat(outcome("stream-l3", main).verdict()).isEqualTo("missed");
        assertThat(outcome("stream-memory", main).measured()).isEqualTo("0.950 x (65536x512)");
        assertThat(outcome("stream-memory", main).verdict()).isEqualTo("met");
    }

    @Test
    void readingIsComparedWithForwardFromL2AndFromMemory() {
        Results run = run(
                "limits",
                point("L.read", "256x512", 70),
                point("L.ringlossForward", "256x512", 100),
                point("L.read", "256x128", 10),
                point("L.ringlossForward", "256x128", 100),
                point("L.read", "65536x512", 96),
                point("L.ringlossForward", "65536x512", 100));

        assertThat(outcome("read-l2", run).measured()).isEqualTo("0.700 x (256x512)");
        assertThat(outcome("read-memory", run).verdict()).isEqualTo("met");
    }

    @Test
    void widthsAreToldApartByWhereTheDataIs() {
        Measurement[] points = {
            point("W.ringloss512", "256x128", 100), point("W.ringloss256", "256x128", 150),
            point("W.ringloss512", "65536x512", 100), point("W.ringloss256", "65536x512", 120)
        };

        assertThat(outcome("bits-256-cache", run("widths", points)).measured()).isEqualTo("1.50 x (256x128)");
        assertThat(outcome("bits-256-memory", run("widths", points)).verdict()).isEqualTo("missed");
        assertThat(outcome("bits-256-cache", run(MACHINE, 256, 25, "widths", points))
                        .isMeasured())
                .isFalse();
    }

    @Test
    void javaVersionsAreComparedForOneCpuAndWidth() {
        Results newest = run(MACHINE, 512, 25, "peers", point("P.ringloss", "256x2", 100));
        Results older = run(MACHINE, 512, 17, "peers", point("P.ringloss", "256x2", 150));
        Results narrow = run(MACHINE, 256, 17, "peers", point("P.ringloss", "256x2", 900));

        assertThat(outcome("jdk-17", newest, narrow, older, newest).measured()).isEqualTo("1.50 x (256x2)");
        assertThat(outcome("jdk-17", newest, narrow, older, newest).verdict()).isEqualTo("missed");
        assertThat(outcome("jdk-17", older, narrow, older, newest).isMeasured()).isFalse();
    }

    @Test
    void theMainConfigurationIsTheWidestThenTheNewest() {
        Machine other = new Machine("Other CPU", "", 4, null, "", "");
        Results wide17 = run(MACHINE, 512, 17, "peers");
        Results wide25 = run(MACHINE, 512, 25, "peers");
        Results narrow = run(MACHINE, 256, 26, "peers");
        Results elsewhere = run(other, 128, 17, "peers");

        assertThat(Targets.mainConfigurations(List.of(narrow, wide17, wide25, elsewhere)))
                .containsExactly(wide25, elsewhere);
    }

    @Test
    void whatJmhAllocatesItselfIsNotOurs() {
        Results clean =
                run("shapes", point("S.ringloss", "65536x512", 1e7, 40), point("S.plain", "65536x512", 5e7, 200));
        Results leaky =
                run("shapes", point("S.ringloss", "65536x512", 1e7, 64), point("S.plain", "65536x512", 5e7, 200));
        Results alone = run("shapes", point("S.ringloss", "1x1", 20, 24));

        assertThat(outcome("allocation", clean).verdict()).isEqualTo("met");
        assertThat(outcome("allocation", leaky).worst().value()).isEqualTo(24);
        assertThat(outcome("allocation", alone).verdict()).isEqualTo("missed");
    }

    @Test
    void penaltiesAndModesAllocateToo() {
        Results penalties = run(
                "penalties",
                point("P.ringloss", Map.of("penalty", "squared()"), 10, 1),
                point("P.ringloss", Map.of("penalty", "welsch(1.0)"), 20, 86));
        Results modes = run("add-mode", point("A.add", "256x128", 10, 0), point("A.write", "256x128", 10, 400));

        assertThat(outcome("allocation", penalties).measured()).startsWith("84").contains("welsch(1.0)");
        assertThat(outcome("allocation", modes).measured())
                .startsWith("400")
                .contains("write")
                .contains("256x128");
    }

    /** Were the least of them JMH's, as in the results above, all would allocate nothing. */
    @Test
    void whatIsCountedExactlyIsNotJmhs() {
        Results penalties = run(
                "penalties",
                inTurns("P.ringloss", Map.of("penalty", "squared()"), 10, 16),
                inTurns("P.ringloss", Map.of("penalty", "welsch(1.0)"), 20, 32));
        Results peers = run(
                "peers",
                inTurns("P.ringloss", Map.of("shape", "256x2"), 10, 24),
                inTurns("P.c", Map.of("shape", "256x2"), 10, 24));

        assertThat(outcome("allocation", penalties).figures())
                .extracting(Figure::value)
                .containsExactly(16.0, 32.0);
        assertThat(outcome("allocation", peers).worst().value()).isEqualTo(24);
    }

    @Test
    void theOtherTargetsFindTheirFigures() throws Exception {
        Results main = Fixtures.main();
        Results libtorch = run("libtorch", point("T.libtorch", "256x2", 160), point("T.ringloss", "256x2", 10));
        Results plain = run("shapes", point("S.plain", "1x1", 9), point("S.ringloss", "1x1", 10));

        assertThat(outcome("exact-sums", main).measured()).isEqualTo("1.50 ns");
        assertThat(outcome("two-threads", main).measured()).isEqualTo("1.82 x (4096x512)");
        assertThat(outcome("netlib", main).measured()).isEqualTo("2.00 x (256x512)");
        assertThat(outcome("libtorch", libtorch).verdict()).isEqualTo("met");
        assertThat(outcome("plain-wide", plain).isMeasured()).isFalse();
        assertThat(outcome("plain-any", plain).verdict()).isEqualTo("missed");
        assertThat(outcome("two-threads", run("threads", point("T.ringloss", Map.of("threads", "1"), 1)))
                        .isMeasured())
                .isFalse();
    }

    @Test
    void idsAreUniqueAndKebabCase() {
        assertThat(Targets.ALL).extracting(Target::id).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z0-9-]+"));
    }
}
