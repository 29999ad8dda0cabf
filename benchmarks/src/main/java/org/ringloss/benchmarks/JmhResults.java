package org.ringloss.benchmarks;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** JMH's own results as JSON, without what nobody reads and without what names this machine's folders. */
final class JmhResults {
    /** Decimals as they are written, so that rounding lasts. */
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final MathContext DIGITS = new MathContext(5);
    private static final List<String> KEPT =
            List.of("benchmark", "mode", "threads", "warmupIterations", "measurementIterations", "params");
    private static final List<String> KEPT_METRIC = List.of("score", "scoreError", "scoreUnit", "rawData");
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private JmhResults() {}

    static ArrayNode of(Collection<RunResult> results) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, stream).writeOut(results);
        }
        return trimmed(read(bytes.toString(StandardCharsets.UTF_8)));
    }

    /** JMH breaks lines behind commas, in the names of secondary metrics too. */
    static JsonNode read(String jmh) throws IOException {
        return MAPPER.readTree(jmh.replaceAll("\\s+", " "));
    }

    /** What is kept of an array in JMH's format. */
    static ArrayNode trimmed(JsonNode jmh) {
        ArrayNode all = MAPPER.createArrayNode();
        for (JsonNode from : apart(jmh)) {
            ObjectNode to = all.addObject();
            copy(from, KEPT, to);
            copy(from.path("primaryMetric"), KEPT_METRIC, to.putObject("primaryMetric"));
            ObjectNode secondary = to.putObject("secondaryMetrics");
            JsonNode allocation = from.path("secondaryMetrics").path(ALLOCATION);
            if (allocation.isObject()) {
                copy(allocation, KEPT_METRIC, secondary.putObject(ALLOCATION));
            }
        }
        return all;
    }

    /** The same with every call that took turns as if JMH had measured it alone: as a result of its own. */
    private static ArrayNode apart(JsonNode jmh) {
        ArrayNode all = MAPPER.createArrayNode();
        for (JsonNode from : jmh) {
            if (from.path("benchmark").asText().endsWith("." + Interleaved.METHOD)) {
                addCalls(from, all);
            } else {
                all.add(from);
            }
        }
        return all;
    }

    /** The times of the calls are secondary metrics of their turns; those that failed are no numbers. */
    private static void addCalls(JsonNode turns, ArrayNode all) {
        String suite = turns.path("benchmark").asText().replaceFirst(Interleaved.METHOD + "$", "");
        JsonNode metrics = turns.path("secondaryMetrics");
        metrics.properties().forEach(metric -> {
            JsonNode time = metric.getValue();
            if (time.path("scoreUnit").asText().equals(InterleavedTimer.TIME_UNIT)
                    && time.path("score").isNumber()) {
                String[] nameAndParam = metric.getKey().split("[ =]", 3);
                ObjectNode call = all.addObject();
                call.setAll((ObjectNode) turns.deepCopy());
                call.put("benchmark", suite + nameAndParam[0]);
                call.put("mode", Interleaved.METHOD);
                if (nameAndParam.length == 3) {
                    call.withObject("/params").put(nameAndParam[1], nameAndParam[2]);
                }
                call.set("primaryMetric", time);
                call.putObject("secondaryMetrics")
                        .set(ALLOCATION, metrics.path(metric.getKey() + InterleavedTimer.BYTES));
            }
        });
    }

    private static void copy(JsonNode from, List<String> fields, ObjectNode to) {
        for (String field : fields) {
            if (from.has(field)) {
                to.set(field, rounded(from.get(field)));
            }
        }
    }

    private static JsonNode rounded(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = MAPPER.createArrayNode();
            node.forEach(element -> array.add(rounded(element)));
            return array;
        }
        if (!node.isNumber() || node.isIntegralNumber()) {
            return node;
        }
        BigDecimal short5 = node.decimalValue().round(DIGITS).stripTrailingZeros();
        return DecimalNode.valueOf(short5.scale() < 0 ? short5.setScale(0) : short5);
    }
}
