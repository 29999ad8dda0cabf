package org.ringloss.properties;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.ringloss.FloatMatrix;
import org.ringloss.Norms;

/** The norms of very many rows against the exact ones: the worst errors, and the rows that have them. */
final class NormSweep {
    /** 2^-51, and half an ulp with a millionth on top. */
    static final double ALLOWED_RELATIVE = 0x1p-51;

    static final double ALLOWED_ULPS = 0.500001;

    private static final int SHORT = 8;
    private static final int LONG = 4096;
    private static final int FLOATS_AT_ONCE = 4096;

    private final NormOracle oracle = new NormOracle();
    private final SplitMix64 random;
    private final NormRows maker;
    private final float[] x = new float[FLOATS_AT_ONCE];

    private long rows;
    private long ties;
    private long farther;
    private double relative;
    private double ulps;
    private float[] rowOfRelative = {};
    private float[] rowOfUlps = {};

    NormSweep(long seed) {
        random = new SplitMix64(seed);
        maker = new NormRows(random.nextLong());
    }

    /** Measures so many rows; tells after each matrix how many there have been. */
    void run(long count, LongConsumer progress) {
        while (rows < count) {
            int dim = dim();
            int some = (int) Math.min(count - rows, FLOATS_AT_ONCE / dim);
            for (int i = 0; i < some; i++) {
                maker.fill(x, i * dim, dim);
            }
            measure(some, dim);
            progress.accept(rows);
        }
    }

    /** A matrix in four has longer rows, though far fewer of them. */
    private int dim() {
        return random.nextInt(4) == 0 ? SHORT + 1 + random.nextInt(LONG - SHORT) : 1 + random.nextInt(SHORT);
    }

    private void measure(int count, int dim) {
        FloatMatrix features = FloatMatrix.of(x, count, dim);
        double[] norms = new double[count];
        float[] rounded = new float[count];
        Norms.compute(features, norms);
        Norms.compute(features, rounded);
        for (int i = 0; i < count; i++) {
            oracle.take(x, i * dim, dim);
            double relativeError = nanAsInfinity(oracle.relativeError(norms[i]));
            if (relativeError > relative) {
                relative = relativeError;
                rowOfRelative = Arrays.copyOfRange(x, i * dim, (i + 1) * dim);
            }
            double ulpError = nanAsInfinity(oracle.ulps(rounded[i]));
            if (ulpError > ulps) {
                ulps = ulpError;
                rowOfUlps = Arrays.copyOfRange(x, i * dim, (i + 1) * dim);
            }
            switch (oracle.halfway(rounded[i])) {
                case TIE -> ties++;
                case FARTHER -> farther++;
                case NEARER -> {}
            }
        }
        rows += count;
    }

    private static double nanAsInfinity(double error) {
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.abs(error);
    }

    double relative() {
        return relative;
    }

    double ulps() {
        return ulps;
    }

    /** Rows whose exact norm lies in the middle between two floats. */
    long ties() {
        return ties;
    }

    /** Rows whose norm was rounded to the farther of two floats. */
    long farther() {
        return farther;
    }

    boolean isWithinTheContract() {
        return relative + NormOracle.OWN_RELATIVE_ERROR <= ALLOWED_RELATIVE
                && ulps + NormOracle.OWN_ULP_ERROR <= ALLOWED_ULPS;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d rows%n"
                        + "norm in double: at most %.4f * 2^-53 off, relatively (allowed 4), for %s%n"
                        + "norm in float: at most 0.5 + %.3g ulp off (allowed 0.5 + 1e-6), for %s%n"
                        + "exactly between two floats: %,d rows; rounded to the farther float: %,d rows%n",
                rows,
                relative * 0x1p53,
                text(rowOfRelative),
                Math.max(0, ulps - 0.5),
                text(rowOfUlps),
                ties,
                farther);
    }

    private static String text(float[] row) {
        StringBuilder text = new StringBuilder("a row of ").append(row.length);
        for (int j = 0; j < Math.min(row.length, SHORT); j++) {
            text.append(j == 0 ? ": " : " ").append(Float.toHexString(row[j]));
        }
        return text.append(row.length > SHORT ? " ..." : "").toString();
    }
}
