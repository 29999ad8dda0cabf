package org.ringloss.properties;

import java.util.Locale;
import org.ringloss.RingLoss;

/**
 * Measures the accuracy that the library promises, with oracles of its own.
 *
 * <p>{@code norms [--rows N] [--seed N]}: the norms of that many rows, a million by default, random and adversarial.
 *
 * <p>Exits with 1 if a promise is broken.
 */
public final class Accuracy {
    private static final long PROGRESS_STEPS = 10;

    private Accuracy() {}

    /** Prints the worst errors and the rows that have them. */
    public static void main(String[] args) {
        String what = args.length == 0 ? "nothing" : args[0];
        boolean kept = switch (what) {
            case "norms" -> norms(args);
            default -> throw new IllegalArgumentException("what to measure is " + what + ", must be norms");
        };
        if (!kept) {
            System.out.println("BEYOND WHAT IS PROMISED");
            System.exit(1);
        }
    }

    private static boolean norms(String[] args) {
        long rows = 1_000_000;
        long seed = 1;
        for (int i = 1; i < args.length; i++) {
            switch (args[i]) {
                case "--rows" -> rows = Long.parseLong(args[++i]);
                case "--seed" -> seed = Long.parseLong(args[++i]);
                default -> throw new IllegalArgumentException("option is " + args[i] + ", must be --rows or --seed");
            }
        }
        System.out.println(RingLoss.describe());
        NormSweep sweep = new NormSweep(seed);
        long all = rows;
        long start = System.nanoTime();
        long[] told = {0};
        sweep.run(rows, done -> {
            if (done * PROGRESS_STEPS / all > told[0]) {
                told[0] = done * PROGRESS_STEPS / all;
                System.err.printf(Locale.ROOT, "%,d rows, %d s%n", done, (System.nanoTime() - start) / 1_000_000_000);
            }
        });
        System.out.print(sweep);
        return sweep.isWithinTheContract();
    }
}
