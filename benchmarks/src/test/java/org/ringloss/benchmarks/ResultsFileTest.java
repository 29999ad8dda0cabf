package org.ringloss.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void suitesRunNowReplaceTheSameOnesAndOthersStay() throws IOException {
        ResultsFile first = open("Some CPU", 2, 17);
        first.put("peers", suite("aaaaaaa", 1));
        first.put("limits", suite("aaaaaaa", 2));
        first.write();

        ResultsFile second = open("Some CPU", 2, 17);
        second.put("peers", suite("bbbbbbb", 3));
        second.put("shapes", suite("bbbbbbb", 4));
        second.write();

        assertThat(second.path()).isEqualTo(first.path()).hasFileName("some-512-jdk17.json");
        JsonNode suites = read(second.path()).path("suites");
        assertThat(suites.fieldNames()).toIterable().containsExactly("peers", "limits", "shapes");
        assertThat(suites.path("peers")).isEqualTo(suite("bbbbbbb", 3));
        assertThat(suites.path("limits")).isEqualTo(suite("aaaaaaa", 2));
        assertThat(suites.path("shapes")).isEqualTo(suite("bbbbbbb", 4));
    }

    @Test
    void anotherJdkHasItsOwnFile() throws IOException {
        ResultsFile of17 = open("Some CPU", 2, 17);
        of17.put("peers", suite("aaaaaaa", 1));
        of17.write();
        ResultsFile of25 = open("Some CPU", 2, 25);
        of25.write();
        assertThat(read(of25.path()).path("suites").size()).isZero();
        assertThat(read(of17.path()).path("suites").size()).isOne();
    }

    @Test
    void anotherMachineOfTheSameNameIsRefused() throws IOException {
        open("Some CPU", 2, 17).write();
        assertThatThrownBy(() -> open("Some CPU", 4, 17)).hasMessageContaining("cores is 2 and not 4");
    }

    @Test
    void namesOfProcessorsBecomeFileNames() {
        assertThat(ResultsFile.slug("AMD EPYC")).isEqualTo("amd-epyc");
        assertThat(ResultsFile.slug("Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz"))
                .isEqualTo("intel-xeon-platinum-8375c");
        assertThat(ResultsFile.slug("../")).isEqualTo("cpu");
    }

    @Test
    void numbersAreShortAndFoldersAreNotKept() throws IOException {
        JsonNode jmh = JmhResults.MAPPER.readTree("""
                [{"jmhVersion": "1.37", "benchmark": "a.B.c", "mode": "avgt", "forks": 2, "jvm": "/home/someone/jdk",
                  "jvmArgs": ["-Dx=/home/someone"], "params": {"shape": "256x2"},
                  "primaryMetric": {"score": 1234567.891, "scoreError": "NaN", "scoreUnit": "ns/op",
                    "scorePercentiles": {"0.0": 1.0}, "rawData": [[0.000123456789, 120000.0], [98765.4321]]},
                  "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 0.5, "rawData": [[0.5]]}, "gc.count": {"score": 1}}}]
                """);
        assertThat(JmhResults.trimmed(jmh))
                .hasToString("[{'benchmark':'a.B.c','mode':'avgt','params':{'shape':'256x2'},".replace('\'', '"')
                        + "'primaryMetric':{'score':1234600,'scoreError':'NaN','scoreUnit':'ns/op',".replace('\'', '"')
                        + "'rawData':[[0.00012346,120000],[98765]]},".replace('\'', '"')
                        + "'secondaryMetrics':{'gc.alloc.rate.norm':{'score':0.5,'rawData':[[0.5]]}}}]"
                                .replace('\'', '"'));
    }

    /** The form of results that others were measured in alone; what failed is left out. */
    @Test
    void callsInTurnsAreResultsOfTheirOwn() throws IOException {
        JsonNode jmh = JmhResults.read("""
                [{"benchmark": "a.Peers.turns", "mode": "ss", "threads": 1, "params": {"shape": "256x2"},
                  "primaryMetric": {"score": 200000000, "scoreError": "NaN", "scoreUnit": "ns/op", "rawData": [[2e8]]},
                  "secondaryMetrics": {
                    "c": {"score": "NaN", "scoreError": "NaN", "scoreUnit": "ns/op", "rawData": [["NaN"]]},
                    "ringloss": {"score": 15, "scoreError": 2, "scoreUnit": "ns/op", "rawData": [[10, 20], [15]]},
                    "ringloss bytes": {"score": 24, "scoreError": 0, "scoreUnit": "B/op", "rawData": [[24, 24], [24]]},
                    "netlib": {"score": 40, "scoreError": 1, "scoreUnit": "ns/op", "rawData": [[40, 40], [40]]},
                    "netlib bytes": {"score": 0, "scoreError": 0, "scoreUnit": "B/op", "rawData": [[0, 0], [0]]}}},
                 {"benchmark": "a.Penalties.turns", "mode": "ss", "threads": 1,
                  "primaryMetric": {"score": 200000000, "scoreError": "NaN", "scoreUnit": "ns/op", "rawData": [[2e8]]},
                  "secondaryMetrics": {
                    "ringloss penalty=barron(0.5,
                        1.0)": {"score": 7, "scoreError": 1, "scoreUnit": "ns/op", "rawData": [[7]]},
                    "ringloss penalty=barron(0.5,
                        1.0) bytes": {"score": 0, "scoreUnit": "B/op", "rawData": [[0]]}}}]
                """);
        assertThat(JmhResults.trimmed(jmh)).isEqualTo(JmhResults.MAPPER.readTree("""
                [{"benchmark": "a.Peers.ringloss", "mode": "turns", "threads": 1, "params": {"shape": "256x2"},
                  "primaryMetric": {"score": 15, "scoreError": 2, "scoreUnit": "ns/op", "rawData": [[10, 20], [15]]},
                  "secondaryMetrics": {"gc.alloc.rate.norm":
                    {"score": 24, "scoreError": 0, "scoreUnit": "B/op", "rawData": [[24, 24], [24]]}}},
                 {"benchmark": "a.Peers.netlib", "mode": "turns", "threads": 1, "params": {"shape": "256x2"},
                  "primaryMetric": {"score": 40, "scoreError": 1, "scoreUnit": "ns/op", "rawData": [[40, 40], [40]]},
                  "secondaryMetrics": {"gc.alloc.rate.norm":
                    {"score": 0, "scoreError": 0, "scoreUnit": "B/op", "rawData": [[0, 0], [0]]}}},
                 {"benchmark": "a.Penalties.ringloss", "mode": "turns", "threads": 1,
                  "params": {"penalty": "barron(0.5, 1.0)"},
                  "primaryMetric": {"score": 7, "scoreError": 1, "scoreUnit": "ns/op", "rawData": [[7]]},
                  "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 0, "scoreUnit": "B/op", "rawData": [[0]]}}}]
                """));
    }

    private ResultsFile open(String cpu, int cores, int feature) throws IOException {
        ObjectNode machine =
                JmhResults.MAPPER.createObjectNode().put("cpu", cpu).put("cores", cores);
        ObjectNode facts = JmhResults.MAPPER.createObjectNode().put("vectorBits", 512);
        facts.putObject("jvm").put("feature", feature);
        return ResultsFile.open(folder, machine, facts);
    }

    private static ObjectNode suite(String commit, int score) {
        ObjectNode suite = JmhResults.MAPPER.createObjectNode().put("commit", commit);
        suite.putArray("results").addObject().put("score", score);
        return suite;
    }

    private static JsonNode read(Path path) throws IOException {
        return JmhResults.MAPPER.readTree(Files.readString(path));
    }
}
