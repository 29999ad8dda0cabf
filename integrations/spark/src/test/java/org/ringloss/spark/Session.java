// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A session of a shell as the documentation shows it: what is typed, and what the shell answers.
 *
 * @param prompt before the first line of an input
 * @param more before its other lines
 * @param lines of the session
 */
record Session(String prompt, String more, List<String> lines) {
    private static final Path PAGE = Path.of("../../docs/spark.md");

    /** The first block of a language, the word after the three back ticks. */
    static Session read(String language, String prompt, String more) throws IOException {
        List<String> page = Files.readAllLines(PAGE);
        int start = page.indexOf("```" + language) + 1;
        List<String> rest = page.subList(start, page.size());
        return new Session(prompt, more, rest.subList(0, rest.indexOf("```")));
    }

    /** What is typed at each prompt. */
    List<String> inputs() {
        List<String> inputs = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(prompt)) {
                inputs.add(line.substring(prompt.length()));
            } else if (line.startsWith(more)) {
                int last = inputs.size() - 1;
                inputs.set(last, inputs.get(last) + "\n" + line.substring(more.length()));
            }
        }
        return inputs;
    }

    /** The lines of a session of the same inputs with these answers. */
    List<String> with(List<List<String>> answers) {
        List<String> session = new ArrayList<>();
        List<String> inputs = inputs();
        for (int i = 0; i < inputs.size(); i++) {
            session.add(prompt + inputs.get(i).replace("\n", "\n" + more));
            session.addAll(answers.get(i));
        }
        return session.stream().flatMap(String::lines).toList();
    }
}
