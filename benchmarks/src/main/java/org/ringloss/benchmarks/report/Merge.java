// SPDX-License-Identifier: Apache-2.0
package org.ringloss.benchmarks.report;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts what JMH wrote into the results of this CPU and JDK, in JMH's own format, where it replaces what was measured with
 * the same parameters; and what machine it was into a file beside. Run by {@code benchmarks/run} in the JVM that was
 * measured.
 */
final class Merge {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            // Decimals as they are written, so that rounding lasts.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final MathContext DIGITS = new MathContext(5);

    private Merge() {}

    /** Takes JMH's file, the folder of results and the commit. */
    public static void main(String[] args) throws IOException {
        Path file = merge(Path.of(args[0]), Path.of(args[1]), args[2], Facts.read());
        System.out.println("results: " + file);
    }

    static Path merge(Path jmh, Path folder, String commit, Facts facts) throws IOException {
        Files.createDirectories(folder);
        String name = facts.slug() + "-jdk" + facts.jdk();
        Path file = folder.resolve(name + ".json");
        TreeMap<String, JsonNode> entries = new TreeMap<>();
        if (Files.exists(file)) {
            MAPPER.readTree(file.toFile()).forEach(entry -> entries.put(key(entry), entry));
        }
        String date = LocalDate.now(ZoneOffset.UTC).toString();
        // JMH breaks lines behind commas, in the names of secondary metrics too.
        for (JsonNode entry : MAPPER.readTree(Files.readString(jmh).replaceAll("\\s+", " "))) {
            ObjectNode kept = (ObjectNode) shortened(entry);
            kept.put("commit", commit);
            kept.put("date", date);
            entries.put(key(kept), kept);
        }
        write(file, MAPPER.createArrayNode().addAll(List.copyOf(entries.values())));
        write(folder.resolve(name + ".machine.json"), MAPPER.valueToTree(facts));
        return file;
    }

    private static String key(JsonNode entry) {
        return entry.path("benchmark").asText() + entry.path("params");
    }

    /** Without percentiles, which nobody reads, and paths of this machine; with five digits of a number. */
    private static JsonNode shortened(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(List.of("jvm", "jvmArgs", "scorePercentiles"));
            object.properties().forEach(field -> field.setValue(shortened(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, shortened(array.get(i)));
            }
        } else if (node.isBigDecimal()) {
            BigDecimal rounded = node.decimalValue().round(DIGITS).stripTrailingZeros();
            return DecimalNode.valueOf(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
        }
        return node;
    }

    private static void write(Path file, JsonNode node) throws IOException {
        Files.writeString(file, node.toPrettyString() + "\n");
    }
}
