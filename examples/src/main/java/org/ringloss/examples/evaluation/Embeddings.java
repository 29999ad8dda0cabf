// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.evaluation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Features in a CSV file: arm, label, class, and the numbers of the feature with spaces between. Spark reads it with
 * {@code cast(split(embedding, ' ') as array<float>)}.
 */
public final class Embeddings {
    private Embeddings() {}

    /** Writes the features of all images that both arms were asked about. A file that is there is replaced as a whole. */
    public static void write(Path file, Experiment.FirstSeed seed) throws IOException {
        List<String> names = seed.split().compared().classNames();
        Path draft = file.resolveSibling(
                "." + file.getFileName() + "-" + ProcessHandle.current().pid());
        try {
            try (BufferedWriter out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
                out.write("arm,label,class,embedding\n");
                for (ArmResult result : seed.arms()) {
                    write(out, result, names);
                }
            }
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void write(BufferedWriter out, ArmResult result, List<String> names) throws IOException {
        Features features = result.all();
        for (int row = 0; row < features.count(); row++) {
            StringBuilder line = new StringBuilder();
            line.append(result.arm().label())
                    .append(',')
                    .append(features.label(row))
                    .append(',');
            line.append(quoted(names.get(features.label(row)))).append(',');
            for (int j = 0; j < features.dim(); j++) {
                line.append(j == 0 ? "" : " ").append(features.value(row, j));
            }
            out.append(line).append('\n');
        }
    }

    private static String quoted(String name) {
        return name.matches("[^\",\r\n]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
