// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.io.IOException;
import java.nio.file.Path;
import org.ringloss.RingLoss;

/**
 * Measures the accuracy that the library promises, with oracles of its own.
 *
 * <p>{@code norms [--rows N] [--seed N] [--write FILE]}: the norms of rows of every kind and length; so many rows of each,
 * 10,000 by default, but fewer of those beyond 1024 elements.
 *
 * <p>{@code penalties [--write FILE]}: value and derivative of every built-in penalty, with several parameters, over the
 * exponents of residuals.
 *
 * <p>A table goes between two markers of the Markdown page that is given.
 *
 * <p>Exits with 1 if a promise is broken.
 */
public final class Accuracy {
    private static final int AROUND = 2000;
    private static final int REFINEMENTS = 5000;
    private static final int PER_EXPONENT = 32;

    private Accuracy() {}

    /** Prints the worst errors and the rows that have them. */
    public static void main(String[] args) throws IOException {
        String what = args.length == 0 ? "nothing" : args[0];
        boolean kept = switch (what) {
            case "norms" -> norms(args);
            case "penalties" -> penalties(args);
            default ->
                throw new IllegalArgumentException("what to measure is " + what + ", must be norms or penalties");
        };
        if (!kept) {
            System.out.println("BEYOND WHAT IS PROMISED");
            System.exit(1);
        }
    }

    private static boolean norms(String[] args) throws IOException {
        int rows = 10_000;
        long seed = 1;
        Path page = null;
        for (int i = 1; i < args.length; i++) {
            switch (args[i]) {
                case "--rows" -> rows = Integer.parseInt(args[++i]);
                case "--seed" -> seed = Long.parseLong(args[++i]);
                case "--write" -> page = Path.of(args[++i]);
                default ->
                    throw new IllegalArgumentException("option is " + args[i] + ", must be --rows, --seed or --write");
            }
        }
        System.out.println(RingLoss.describe());
        NormTable table = new NormTable(seed, rows);
        System.out.print(table);
        if (page != null) {
            table.writeInto(page);
        }
        return table.isWithinTheContract();
    }

    private static boolean penalties(String[] args) throws IOException {
        Path page = null;
        for (int i = 1; i < args.length; i++) {
            switch (args[i]) {
                case "--write" -> page = Path.of(args[++i]);
                default -> throw new IllegalArgumentException("option is " + args[i] + ", must be --write");
            }
        }
        PenaltyTable table = new PenaltyTable();
        boolean kept = true;
        for (PenaltyCase penalty : PenaltyCase.SWEPT) {
            System.err.println(penalty);
            PenaltySweep sweep = new PenaltySweep(penalty);
            sweep.run(Residuals.edges(penalty), 0);
            sweep.run(Residuals.around(1, penalty, AROUND), 0);
            sweep.run(Residuals.sweep(2, PER_EXPONENT), REFINEMENTS);
            kept &= sweep.isWithinTheContract();
            table.add(penalty, sweep);
        }
        System.out.print(table);
        if (page != null) {
            table.writeInto(page);
        }
        return kept;
    }
}
