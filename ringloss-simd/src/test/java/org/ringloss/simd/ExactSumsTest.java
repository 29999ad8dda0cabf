// SPDX-License-Identifier: Apache-2.0
package org.ringloss.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ringloss.internal.ExactSum;

/** The lanes leave nothing out: their sum is the BigDecimal one, or they say that they cannot. */
class ExactSumsTest {
    /** The number that the bytes of a sum tell: digits of 32 bits from 2^-1074 up. */
    private static BigDecimal exact(ExactSum sum) {
        ByteBuffer bytes = bytes(sum);
        assertThat(bytes.get()).as("flags").isZero();
        int base = bytes.get();
        int count = bytes.get();
        BigInteger total = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
            int digit = bytes.getInt();
            BigInteger value = BigInteger.valueOf(i == count - 1 ? digit : Integer.toUnsignedLong(digit));
            total = total.add(value.shiftLeft(32 * (base + i)));
        }
        int zeros = Math.min(1074, Math.max(0, total.getLowestSetBit()));
        // 2^-k is 5^k in k decimal places.
        int k = 1074 - zeros;
        return new BigDecimal(
                total.shiftRight(zeros).multiply(BigInteger.valueOf(5).pow(k)), k);
    }

    private static ByteBuffer bytes(ExactSum sum) {
        ByteBuffer bytes = ByteBuffer.allocate(sum.maxBytes());
        sum.write(bytes);
        return bytes.flip();
    }

    private static boolean isUntouched(ExactSum sum) {
        return bytes(sum).equals(bytes(new ExactSum()));
    }

    @Property
    void sumsAreExact(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 256) int count,
            @ForAll @IntRange(max = 150) int spread) {
        double[] values = values(seed, count, spread);
        BigDecimal expected = BigDecimal.ZERO;
        for (double value : values) {
            expected = expected.add(new BigDecimal(value));
        }
        ExactSum sum = new ExactSum();
        if (ExactSums.sum(Arrays.copyOf(values, count + 7), count, sum)) {
            assertThat(exact(sum)).isEqualByComparingTo(expected);
        } else {
            assertThat(isUntouched(sum))
                    .as("a sum that is given up leaves no trace")
                    .isTrue();
            assertThat(spread)
                    .as("values this close together always fit the grids")
                    .isGreaterThan(30);
        }
    }

    @Property(tries = 3000)
    void sumsOfNormsAndOfSquaresAreExact(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 256) int count,
            @ForAll @IntRange(max = 22) int spread,
            @ForAll boolean hard) {
        double[] norms = hard ? hardNorms(seed, count, spread) : values(seed, count, spread);
        BigDecimal expectedOfNorms = BigDecimal.ZERO;
        BigDecimal expectedOfSquares = BigDecimal.ZERO;
        double min = Double.POSITIVE_INFINITY;
        double max = 0;
        for (int i = 0; i < count; i++) {
            norms[i] = Math.abs(norms[i]);
            min = Math.min(min, norms[i]);
            max = Math.max(max, norms[i]);
            expectedOfNorms = expectedOfNorms.add(new BigDecimal(norms[i]));
            expectedOfSquares = expectedOfSquares.add(new BigDecimal(norms[i] * norms[i]));
        }
        ExactSum ofNorms = new ExactSum();
        ExactSum ofSquares = new ExactSum();
        boolean close = Math.getExponent(max) - Math.getExponent(min) <= 17 && Math.abs(Math.getExponent(max)) <= 350;
        assertThat(ExactSums.sumNorms(Arrays.copyOf(norms, count + 7), count, min, max, ofNorms, ofSquares))
                .isEqualTo(close);
        assertThat(exact(ofNorms)).isEqualByComparingTo(close ? expectedOfNorms : BigDecimal.ZERO);
        assertThat(exact(ofSquares)).isEqualByComparingTo(close ? expectedOfSquares : BigDecimal.ZERO);
        assertThat(close || (isUntouched(ofNorms) && isUntouched(ofSquares)))
                .as("a sum that is given up leaves no trace")
                .isTrue();
    }

    @Property
    void sumsOfNormsThatAreTooLargeOrTooSmallAreRefused(
            @ForAll @IntRange(min = 1, max = 256) int count, @ForAll boolean large) {
        double norm = Math.scalb(1.5, large ? 351 : -351);
        double[] norms = new double[count + 7];
        Arrays.fill(norms, norm);
        ExactSum sum = new ExactSum();
        assertThat(ExactSums.sumNorms(norms, count, norm, norm, sum, sum)).isFalse();
        assertThat(ExactSums.sumNorms(norms, count, 0, norm, sum, sum)).isFalse();
        assertThat(isUntouched(sum)).isTrue();
    }

    /** Powers of two, their neighbours, zeros, subnormals and the ends of the range, and anything behind the values. */
    @Property(tries = 3000)
    void sumsOfHardValuesAreExactOrRefused(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 256) int count, @ForAll Hard kind) {
        SplittableRandom random = new SplittableRandom(seed);
        int base = random.nextInt(-1074, 1000);
        double[] values = new double[count + 7];
        Arrays.fill(values, random.nextBoolean() ? Double.NaN : Double.MAX_VALUE);
        BigDecimal expected = BigDecimal.ZERO;
        for (int i = 0; i < count; i++) {
            double value = kind.value(random, base, i);
            values[i] = value;
            expected = expected.add(new BigDecimal(value));
        }
        ExactSum sum = new ExactSum();
        boolean done = ExactSums.sum(values, count, sum);
        assertThat(exact(sum)).isEqualByComparingTo(done ? expected : BigDecimal.ZERO);
        assertThat(done || isUntouched(sum)).isTrue();
    }

    @Property
    void sumsOfSpecialValuesAreRefused(@ForAll long seed, @ForAll @IntRange(min = 1, max = 256) int count) {
        SplittableRandom random = new SplittableRandom(seed);
        for (double special : new double[] {
            Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, -Double.NaN, Double.MAX_VALUE
        }) {
            double[] values = Arrays.copyOf(values(seed, count, 10), count + 7);
            values[random.nextInt(count)] = special;
            ExactSum sum = new ExactSum();
            assertThat(ExactSums.sum(values, count, sum)).isFalse();
            assertThat(isUntouched(sum)).isTrue();
        }
    }

    /** What is hard about values. */
    enum Hard {
        POWERS {
            @Override
            double value(SplittableRandom random, int base, int i) {
                return sign(random) * Math.scalb(1.0, Math.max(-1074, base - random.nextInt(60)));
            }
        },
        BESIDE_POWERS {
            @Override
            double value(SplittableRandom random, int base, int i) {
                double power = Math.scalb(1.0, Math.max(-1074, base - random.nextInt(40)));
                return sign(random) * (random.nextBoolean() ? Math.nextDown(power) : Math.nextUp(power));
            }
        },
        /** Half a step of the first grid and beside it: 2^-44 and 2^-88 of the largest. */
        HALF_STEPS {
            @Override
            double value(SplittableRandom random, int base, int i) {
                double half = Math.scalb(1.0, base - (random.nextBoolean() ? 44 : 88));
                return i == 0 ? Math.scalb(1.0, base) : sign(random) * (half + random.nextInt(3) * Math.ulp(half));
            }
        },
        HUGE_AND_TINY_IN_TURN {
            @Override
            double value(SplittableRandom random, int base, int i) {
                return (i & 2) == 0 ? Math.scalb((i & 1) == 0 ? 1.0 : -1.0, base) : Math.scalb(1.0, base - 85);
            }
        },
        LARGEST_OF_ONE_SIGN {
            @Override
            double value(SplittableRandom random, int base, int i) {
                return Math.scalb(Math.nextDown(2.0), base);
            }
        },
        SUBNORMAL {
            @Override
            double value(SplittableRandom random, int base, int i) {
                return sign(random) * Double.longBitsToDouble(random.nextLong(1L << 53));
            }
        },
        ZEROS_AND_ONE {
            @Override
            double value(SplittableRandom random, int base, int i) {
                return i == 3 ? Math.scalb(1.0, base) : random.nextBoolean() ? 0.0 : -0.0;
            }
        };

        abstract double value(SplittableRandom random, int base, int i);

        static double sign(SplittableRandom random) {
            return random.nextBoolean() ? 1 : -1;
        }
    }

    /** Doubles of either sign with all 53 bits in use, their exponents up to {@code spread} apart. */
    private static double[] values(long seed, int count, int spread) {
        SplittableRandom random = new SplittableRandom(seed);
        int base = random.nextInt(-100, 101);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            double mantissa = 1 + random.nextDouble() + Math.scalb((double) random.nextInt(2), -52);
            double sign = random.nextBoolean() ? 1 : -1;
            values[i] = sign * Math.scalb(mantissa, base - random.nextInt(spread + 1));
        }
        return values;
    }

    /** The largest and the smallest of two exponents that are {@code spread} apart, powers of two and their neighbours. */
    private static double[] hardNorms(long seed, int count, int spread) {
        SplittableRandom random = new SplittableRandom(seed);
        int base = random.nextInt(4) == 0 ? random.nextBoolean() ? 350 : -333 : random.nextInt(-350, 351);
        double[] mantissas = {1, Math.nextUp(1.0), 1.5, Math.nextDown(2.0), 1 + Math.scalb(1.0, -26)};
        double[] norms = new double[count];
        for (int i = 0; i < count; i++) {
            double mantissa = mantissas[random.nextInt(mantissas.length)];
            norms[i] = Math.scalb(mantissa, base - (random.nextBoolean() ? spread : 0));
        }
        return norms;
    }
}
