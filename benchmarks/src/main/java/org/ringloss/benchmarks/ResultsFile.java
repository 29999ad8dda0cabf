package org.ringloss.benchmarks;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** The results of one CPU, vector width and JDK: suites that are put replace those of the same name, others stay. */
final class ResultsFile {
    private final Path path;
    private final ObjectNode root;

    private ResultsFile(Path path, ObjectNode root) {
        this.path = path;
        this.root = root;
    }

    /**
     * The file of a machine and a JVM, with the suites that it holds already.
     *
     * @param folder of all results files
     * @param machine what {@link MachineFacts} says
     * @param facts what {@link Probe} says: becomes part of the file
     * @throws IOException if it cannot be read, or is of another CPU that has the same name
     */
    static ResultsFile open(Path folder, ObjectNode machine, JsonNode facts) throws IOException {
        String cpu = machine.path("cpu").asText();
        // A virtual machine may name no model: its family and model number tell it from others then.
        String name = cpu.matches(".*\\d.*")
                ? cpu
                : cpu + " " + machine.path("cpuDetail").asText();
        Path path = folder.resolve(slug(name) + "-"
                + facts.path("vectorBits").asInt() + "-jdk"
                + facts.path("jvm").path("feature").asInt() + ".json");
        ObjectNode root = JmhResults.MAPPER.createObjectNode();
        root.set("machine", machine);
        root.setAll((ObjectNode) facts.deepCopy());
        ObjectNode suites = root.putObject("suites");
        if (Files.exists(path)) {
            JsonNode old = JmhResults.MAPPER.readTree(path.toFile());
            for (String field : new String[] {"cpu", "cpuDetail", "cores"}) {
                JsonNode before = old.path("machine").path(field);
                if (!before.equals(machine.path(field))) {
                    throw new IOException(path + " is of another machine, its " + field + " is " + before + " and not "
                            + machine.path(field) + ": name another folder with --results");
                }
            }
            suites.setAll((ObjectNode) old.path("suites").deepCopy());
        }
        return new ResultsFile(path, root);
    }

    /** A CPU's name as a part of a file name: {@code Intel(R) Xeon(R) CPU @ 2.20GHz} is {@code intel-xeon}. */
    static String slug(String cpu) {
        String plain = cpu.replaceAll("\\((R|TM|r|tm)\\)", " ")
                .replaceAll("@.*", "")
                .replaceAll("\\b(CPU|Processor)\\b", " ")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return plain.isEmpty() ? "cpu" : plain;
    }

    Path path() {
        return path;
    }

    void put(String suite, ObjectNode results) {
        ((ObjectNode) root.path("suites")).set(suite, results);
    }

    /** Writes the whole file, or leaves the old one as it was. */
    void write() throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        String text = JmhResults.MAPPER
                .writer(new DefaultPrettyPrinter())
                .with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                .writeValueAsString(root);
        Files.writeString(fresh, text + "\n");
        Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
    }
}
