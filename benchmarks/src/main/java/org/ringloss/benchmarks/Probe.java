package org.ringloss.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.ringloss.RingLoss;

/** Runs in a JVM as it will be measured, and prints what it is as JSON. */
final class Probe {
    private Probe() {}

    /** Prints the facts of this JVM; the arguments are the flags it was started with. */
    public static void main(String[] flags) {
        ObjectNode node = JmhResults.MAPPER.createObjectNode();
        ObjectNode jvm = node.putObject("jvm");
        jvm.put("name", System.getProperty("java.vm.name"));
        jvm.put("vendor", System.getProperty("java.vendor"));
        jvm.put("version", Runtime.version().toString());
        jvm.put("feature", Runtime.version().feature());
        var kept = jvm.putArray("flags");
        for (String flag : flags) {
            kept.add(flag);
        }
        node.put("vectorBits", RingLoss.backend().vectorBits());
        node.put("backend", RingLoss.describe());
        System.out.writeBytes(node.toString().getBytes(StandardCharsets.UTF_8));
        System.out.println();
    }
}
