// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.util.SplittableRandom;

/**
 * Digits that look written by hand, drawn from strokes: no two alike, and the same on every JVM, because everything is
 * plain double arithmetic, {@link StrictMath} and a generator whose numbers are specified.
 */
final class SyntheticDigits {
    static final int SIZE = 28;

    /** Height of a digit in pixels, before it is scaled by chance. */
    private static final double HEIGHT = 19;

    private static final double MAX_ANGLE = 0.22;
    private static final double MAX_SLANT = 0.25;
    private static final double MAX_SHIFT = 2.5;
    private static final double WOBBLE = 0.045;
    private static final double NOISE = 0.12;

    private final SplittableRandom random;

    private SyntheticDigits(SplittableRandom random) {
        this.random = random;
    }

    /** Draws digits, as many of each class as of any other (or one less). */
    static LabelledImages draw(int count, long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        byte[] pixels = new byte[count * SIZE * SIZE];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            int digit = i % Glyphs.digits();
            labels[i] = (byte) digit;
            new SyntheticDigits(seeds.split()).draw(digit, pixels, i * SIZE * SIZE);
        }
        return new LabelledImages(SIZE, SIZE, pixels, labels);
    }

    private void draw(int digit, byte[] pixels, int offset) {
        double[][] strokes = Glyphs.strokes(digit, random.nextInt(Glyphs.ways(digit)));
        place(strokes);
        Stroke[] lines = new Stroke[strokes.length];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = Stroke.through(strokes[i]);
        }
        double halfWidth = between(0.7, 1.7);
        double ink = between(0.75, 1);
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                double square = Double.POSITIVE_INFINITY;
                for (Stroke line : lines) {
                    square = Math.min(square, line.squareDistance(column + 0.5, row + 0.5));
                }
                double grey = ink * clamp(halfWidth + 0.5 - StrictMath.sqrt(square)) + NOISE * noise();
                pixels[offset + row * SIZE + column] = (byte) (int) (255 * clamp(grey));
            }
        }
    }

    /** Moves the points from the unit square onto the image: wobbled, slanted, turned, scaled, shifted. */
    private void place(double[][] strokes) {
        double angle = between(-MAX_ANGLE, MAX_ANGLE);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double slant = between(-MAX_SLANT, MAX_SLANT);
        double height = HEIGHT * between(0.85, 1.12);
        double width = height * between(0.65, 0.95);
        double shiftX = SIZE / 2.0 + between(-MAX_SHIFT, MAX_SHIFT);
        double shiftY = SIZE / 2.0 + between(-MAX_SHIFT, MAX_SHIFT);
        for (double[] points : strokes) {
            double lastX = Double.NaN;
            double lastY = Double.NaN;
            for (int i = 0; i < points.length; i += 2) {
                double givenX = points[i];
                double givenY = points[i + 1];
                if (givenX == lastX && givenY == lastY) {
                    // A corner stays one point.
                    points[i] = points[i - 2];
                    points[i + 1] = points[i - 1];
                    continue;
                }
                double y = givenY - 0.5 + between(-WOBBLE, WOBBLE);
                double x = givenX - 0.5 + between(-WOBBLE, WOBBLE) - slant * y;
                points[i] = shiftX + cos * x * width - sin * y * height;
                points[i + 1] = shiftY + sin * x * width + cos * y * height;
                lastX = givenX;
                lastY = givenY;
            }
        }
    }

    /** About normal, from -2 to 2: the sum of four even numbers. */
    private double noise() {
        return between(-0.5, 0.5) + between(-0.5, 0.5) + between(-0.5, 0.5) + between(-0.5, 0.5);
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private static double clamp(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
