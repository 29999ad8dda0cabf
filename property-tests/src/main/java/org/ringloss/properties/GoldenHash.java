// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.ringloss.FloatMatrix;
import org.ringloss.GradientMode;
import org.ringloss.NormSummary;
import org.ringloss.Norms;
import org.ringloss.Penalty;
import org.ringloss.Radii;
import org.ringloss.Reduction;
import org.ringloss.RingLoss;
import org.ringloss.RingLossBatch;
import org.ringloss.RingLossBuilder;
import org.ringloss.RingLossResult;

/**
 * One SHA-256 over the bits of everything that the library computes from a fixed set of inputs: the same on every CPU,
 * JVM, vector width and number of threads. Every NaN is hashed as one.
 *
 * <p>Options: {@code --small} takes fewer inputs; {@code --threads N} lets passes use N threads; {@code --expect HEX} (or
 * {@code --expect golden}, the recorded hash) exits with 1 on another hash; {@code --each} prints the hash of every
 * section; {@code --write FILE} records the hash.
 */
public final class GoldenHash {
    private static final float[] SPECIAL = {
        0f,
        -0f,
        Float.MIN_VALUE,
        1e-40f,
        1e-23f,
        3e19f,
        Float.MAX_VALUE,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY
    };

    private static final float[] RARE_SCALES = {0x1p-120f, 0x1p-60f, 0x1p-40f, 0x1p60f, 0x1p120f};

    static final List<Penalty> PENALTIES = List.of(
            Penalty.squared(),
            Penalty.huber(),
            Penalty.oneSidedHuber(),
            Penalty.cauchy(),
            Penalty.gemanMcClure(),
            Penalty.pseudoHuber(),
            Penalty.welsch(),
            Penalty.tukey(),
            Penalty.logCosh(),
            Penalty.barron(1, 1),
            Penalty.barron(-2, 1),
            Penalty.barron(0.5, 1.5),
            Penalty.barron(2, 1),
            Penalty.barron(0, 1),
            Penalty.barron(Double.NEGATIVE_INFINITY, 2),
            Penalty.barron(3, 4));

    private final GoldenSize size;
    private final MessageDigest all = sha256();
    private final Map<String, MessageDigest> sections = new LinkedHashMap<>();
    private final @Nullable ForkJoinPool pool;
    private final int threads;
    private MessageDigest section = sha256();

    private GoldenHash(GoldenSize size, int threads) {
        this.size = size;
        this.threads = threads;
        this.pool = threads > 1 ? new ForkJoinPool(threads) : null;
    }

    /** Prints {@code golden} and the hash, then the backend and the JVM. */
    public static void main(String[] args) throws IOException {
        GoldenSize size = GoldenSize.FULL;
        int threads = 1;
        String expected = "";
        Path file = null;
        boolean each = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--small" -> size = GoldenSize.SMALL;
                case "--threads" -> threads = Integer.parseInt(args[++i]);
                case "--expect" -> expected = args[++i];
                case "--write" -> file = Path.of(args[++i]);
                case "--each" -> each = true;
                default ->
                    throw new IllegalArgumentException(
                            "option is " + args[i] + ", must be --small, --threads, --expect, --write or --each");
            }
        }
        GoldenHash golden = new GoldenHash(size, threads);
        String hash = golden.run();
        System.out.println("golden " + hash);
        System.out.println(RingLoss.describe() + "; " + System.getProperty("java.vm.name") + " "
                + System.getProperty("java.vm.version") + " " + System.getProperty("os.arch") + ", "
                + System.getProperty("java.vm.info"));
        if (each) {
            golden.sections.forEach((name, digest) -> System.out.println(name + " " + hex(digest)));
        }
        if (file != null) {
            Files.writeString(file, hash + "\n");
        }
        if (expected.equals("golden")) {
            expected = size.recorded();
        }
        if (!expected.isEmpty() && !hash.equals(expected)) {
            System.out.println("differs from the expected " + expected);
            System.exit(1);
        }
    }

    /** The hash that this JVM computes. */
    static String compute(GoldenSize size, int threads) {
        return new GoldenHash(size, threads).run();
    }

    private String run() {
        try {
            norms();
            for (Penalty penalty : PENALTIES) {
                section("residuals of " + penalty);
                residuals(penalty);
            }
            section("dimensions");
            dimensions();
            section("special rows");
            specialRows();
            section("rare rows among others");
            rareRows();
            section("direct memory");
            directMemory();
            section("options");
            options();
            section("large batch");
            largeBatch();
            return hex(all);
        } finally {
            if (pool != null) {
                pool.shutdown();
            }
        }
    }

    private void norms() {
        section("norms");
        SplitMix64 random = new SplitMix64(1);
        for (int dim : size.dimensions) {
            norms(random.floats(9 * dim, 3), 9, dim);
        }
        for (int dim : size.longDimensions) {
            norms(random.floats(3 * dim, 1), 3, dim);
            float[] constant = new float[dim];
            Arrays.fill(constant, 0.1f);
            norms(constant, 1, dim);
        }
    }

    private void norms(float[] x, int rows, int dim) {
        double[] precise = new double[rows];
        float[] rounded = new float[rows];
        FloatMatrix features = FloatMatrix.of(x, rows, dim);
        Norms.compute(features, precise);
        Norms.compute(features, rounded);
        add(precise);
        add(rounded);
        add(Norms.summary(features));
    }

    /** Rows of zeros make the residuals whatever the radii are; a class for each row tells each derivative. */
    private void residuals(Penalty penalty) {
        SplitMix64 random = new SplitMix64(2);
        int count = size.residuals;
        int ordinary = count / 5 * 2;
        int wide = count / 5 * 4;
        double[] radii = new double[count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            double unit = 2 * random.nextDouble() - 1;
            if (i < ordinary) {
                radii[i] = 12 * unit;
            } else {
                // Every exponent that a float has.
                radii[i] = Math.scalb(unit, i < wide ? random.nextInt(60) - 40 : random.nextInt(270) - 145);
            }
            labels[i] = i;
        }
        RingLossBatch batch =
                RingLossBatch.of(FloatMatrix.of(new float[count], count, 1), Radii.perClass(radii, labels));
        add(ring(penalty).reduction(Reduction.NONE).build().forward(batch).result(), false);
    }

    private void dimensions() {
        SplitMix64 random = new SplitMix64(3);
        for (int dim : size.dimensions) {
            fused(random, dim, 5, PENALTIES.get(dim % PENALTIES.size()));
        }
        for (int dim : size.longDimensions) {
            fused(random, dim, 3, PENALTIES.get(dim % PENALTIES.size()));
        }
    }

    /** Compact rows written, rows with gaps at an offset added to. */
    private void fused(SplitMix64 random, int dim, int rows, Penalty penalty) {
        RingLoss ring = ring(penalty).weight(0.3).build();
        float[] x = random.floats(rows * dim, 2);
        float[] written = new float[x.length];
        add(ring.forwardBackward(FloatMatrix.of(x, rows, dim), 1.25, FloatMatrix.of(written, rows, dim)), true);
        add(written);

        int offset = random.nextInt(9);
        int stride = dim + random.nextInt(6);
        float[] gaps = random.floats(offset + rows * stride, 2);
        float[] added = random.floats(gaps.length, 1);
        RingLossBatch batch = RingLossBatch.of(FloatMatrix.of(gaps, offset, rows, dim, stride), 0.75);
        add(
                ring.forwardBackward(batch, -1.5, FloatMatrix.of(added, offset, rows, dim, stride), GradientMode.ADD),
                true);
        add(added);
    }

    private void specialRows() {
        SplitMix64 random = new SplitMix64(4);
        for (int dim : size.specialDimensions) {
            int rows = 2 * SPECIAL.length;
            float[] x = random.floats(rows * dim, 1);
            for (int i = 0; i < SPECIAL.length; i++) {
                Arrays.fill(x, 2 * i * dim, (2 * i + 1) * dim, SPECIAL[i]);
                x[(2 * i + 1) * dim + random.nextInt(dim)] = SPECIAL[i];
            }
            norms(x, rows, dim);
            for (Penalty penalty : PENALTIES) {
                RingLoss ring = ring(penalty).reduction(Reduction.NONE).build();
                float[] gradient = new float[x.length];
                RingLossBatch batch = RingLossBatch.of(FloatMatrix.of(x, rows, dim), 1.5);
                FloatMatrix into = FloatMatrix.of(gradient, rows, dim);
                add(ring.forwardBackward(batch, 1, into, GradientMode.WRITE), false);
                add(gradient);
                ring.forward(batch).backward(0.5, into, GradientMode.ADD);
                add(gradient);
            }
        }
    }

    /** One row in four has a sum of squares outside the range of float lanes, or near one of its ends. */
    private void rareRows() {
        SplitMix64 random = new SplitMix64(7);
        for (int dim : size.mixedDimensions) {
            int rows = 4 * RARE_SCALES.length;
            float[] x = random.floats(rows * dim, 2);
            for (int i = 0; i < x.length; i++) {
                int row = i / dim;
                x[i] = row % 4 == 1 ? x[i] * RARE_SCALES[row / 4] : x[i];
            }
            norms(x, rows, dim);
            float[] gradient = new float[x.length];
            RingLoss ring = ring(PENALTIES.get(dim % PENALTIES.size())).build();
            add(ring.forwardBackward(FloatMatrix.of(x, rows, dim), 1, FloatMatrix.of(gradient, rows, dim)), true);
            add(gradient);
        }
    }

    /** Features and gradient outside the heap, with gaps. */
    private void directMemory() {
        SplitMix64 random = new SplitMix64(8);
        for (int dim : size.mixedDimensions) {
            int rows = 9;
            int stride = dim + 2;
            FloatBuffer x = direct(random.floats(rows * stride, 2));
            FloatBuffer gradient = direct(random.floats(rows * stride, 1));
            RingLoss ring = ring(PENALTIES.get(dim % PENALTIES.size())).build();
            RingLossBatch batch = RingLossBatch.of(FloatMatrix.of(x, 1, rows, dim, stride), 1.5);
            FloatMatrix into = FloatMatrix.of(gradient, 1, rows, dim, stride);
            for (GradientMode mode : new GradientMode[] {GradientMode.ADD, GradientMode.WRITE}) {
                add(ring.forwardBackward(batch, 2, into, mode), true);
                float[] all = new float[rows * stride];
                gradient.get(0, all);
                add(all);
            }
        }
    }

    private static FloatBuffer direct(float[] floats) {
        return ByteBuffer.allocateDirect(4 * floats.length)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(0, floats);
    }

    private void options() {
        SplitMix64 random = new SplitMix64(5);
        int rows = 37;
        for (Penalty penalty : PENALTIES) {
            for (int option = 0; option < 6; option++) {
                int dim = 3 + random.nextInt(60);
                float[] x = random.floats(rows * dim, 2);
                double[] radii = new double[option % 3 == 2 ? rows : 5];
                int[] labels = new int[rows];
                double[] weights = new double[rows];
                for (int i = 0; i < radii.length; i++) {
                    radii[i] = 8 * random.nextDouble();
                }
                for (int i = 0; i < rows; i++) {
                    labels[i] = random.nextInt(4);
                    weights[i] = Math.max(0, 3 * random.nextDouble() - 0.5);
                }
                Radii of = switch (option % 3) {
                    case 0 -> Radii.shared(radii[0]);
                    case 1 -> Radii.perClass(radii, labels);
                    default -> Radii.perRow(radii);
                };
                RingLossBatch batch = RingLossBatch.of(FloatMatrix.of(x, rows, dim), of);
                if (option % 2 == 1) {
                    batch = batch.withRowWeights(weights);
                }
                RingLoss ring = ring(penalty)
                        .relative(option < 4)
                        .reduction(option == 3 ? Reduction.SUM : Reduction.MEAN)
                        .build();
                float[] gradient = new float[x.length];
                add(ring.forwardBackward(batch, 0.7, FloatMatrix.of(gradient, rows, dim), GradientMode.WRITE), true);
                add(gradient);
            }
        }
    }

    /** Large enough for several threads. */
    private void largeBatch() {
        int rows = size.largeRows;
        int dim = 129;
        float[] x = new SplitMix64(6).floats(rows * dim, 1);
        for (boolean relative : new boolean[] {false, true}) {
            float[] gradient = new float[x.length];
            RingLoss ring = ring(Penalty.huber(0.5)).relative(relative).build();
            add(ring.forwardBackward(FloatMatrix.of(x, rows, dim), 6, FloatMatrix.of(gradient, rows, dim)), true);
            add(gradient);
        }
    }

    private RingLossBuilder ring(Penalty penalty) {
        RingLossBuilder builder = RingLoss.builder().penalty(penalty);
        return pool == null ? builder : builder.parallel(pool, threads, ThreadShare.FLOATS);
    }

    private void section(String name) {
        section = sections.computeIfAbsent(name, n -> sha256());
    }

    private void add(RingLossResult result, boolean reduced) {
        add(reduced ? new double[] {result.loss()} : result.rowLosses());
        add(result.radiusGradient());
        add(result.classRadiusGradients());
        add(result.normSummary());
    }

    private void add(NormSummary summary) {
        addBytes(summary.rows(), 8);
        addBytes(summary.zeroRows(), 8);
        addBytes(summary.nonFiniteRows(), 8);
        add(summary.mean(), summary.min(), summary.max(), summary.deviation(), summary.relativeScale());
    }

    private void add(float[] values) {
        for (float value : values) {
            addBytes(Float.floatToIntBits(value), 4);
        }
    }

    private void add(double... values) {
        for (double value : values) {
            addBytes(Double.doubleToLongBits(value), 8);
        }
    }

    private void addBytes(long bits, int count) {
        for (int i = 0; i < count; i++) {
            all.update((byte) (bits >>> (8 * i)));
            section.update((byte) (bits >>> (8 * i)));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
