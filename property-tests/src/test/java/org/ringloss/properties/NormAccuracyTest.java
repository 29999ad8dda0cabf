// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringloss.FloatMatrix;
import org.ringloss.Norms;

/** A norm is within 2^-20 of the exact one, relatively, for every finite row, and within 2^-24 for usual ones. */
class NormAccuracyTest {
    private static final Path PAGE = Path.of("..", "docs", "numerics.md");

    /** What docs/numerics.md derives: a little less than is promised. */
    private static final double DERIVED = 9.6 * 0x1p-24;

    private static double error(float[] row) {
        double[] norm = new double[1];
        Norms.compute(FloatMatrix.of(row, 1, row.length), norm);
        return Math.abs(NormOracle.relativeError(norm[0], row, 0, row.length));
    }

    @Property
    void ofRowsOfAnyKind(
            @ForAll NormRows.Kind kind, @ForAll @IntRange(min = 1, max = 5000) int dim, @ForAll long seed) {
        assertThat(new NormSweep(seed).worst(kind, dim, 5)).isLessThanOrEqualTo(DERIVED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 13, 64, 100, 128, 512, 1000, 1024, 4096, 100_000})
    void ofUsualRows(int dim) {
        int rows = Math.max(3, 100_000 / dim);
        assertThat(new NormSweep(dim).worst(NormRows.Kind.NORMAL, dim, rows))
                .isLessThanOrEqualTo(NormSweep.ALLOWED_USUAL);
    }

    /** Every addition loses half an ulp of the lane, or nearly so: what is derived is not much more than there is. */
    @ParameterizedTest
    @ValueSource(ints = {1024, 4096, 20_000})
    void ofRowsThatLoseWithEveryAddition(int dim) {
        float[] row = new float[dim];
        for (int block = 0; block < dim; block += ContractNorm.BLOCK) {
            int lanes = Math.min(dim, block + ContractNorm.LANES);
            Arrays.fill(row, lanes, Math.min(dim, block + ContractNorm.BLOCK), 0x1.ffp-13f);
            Arrays.fill(row, block, lanes, 1);
        }
        assertThat(error(row)).isBetween(7 * 0x1p-24, DERIVED);
    }

    /** Lanes that were not folded after every block would drift further with every one. */
    @Test
    void ofTheLongestRows() {
        float[] row = new float[(1 << 22) + 77];
        for (float element : new float[] {0.1f, 1 / 3f, 0.7f, 1 + 0x1p-23f, 0x1p-38f, 0x1.1p48f}) {
            Arrays.fill(row, element);
            assertThat(error(row)).isLessThanOrEqualTo(DERIVED);
        }
    }

    /** A part of what {@code property-tests/accuracy norms} measures. */
    @Test
    void ofTheTable() {
        NormTable table = new NormTable(2, 100);
        assertThat(table.isWithinTheContract()).as(table.toString()).isTrue();
    }

    @Test
    void ofTheTableOfTheDocumentation() throws IOException {
        List<String[]> rows = NormTable.SECTION
                .read(PAGE)
                .lines()
                .skip(2)
                .map(line -> line.substring(2).split(" \\| ?"))
                .toList();
        assertThat(rows.stream().map(cells -> cells[0]))
                .as("written by property-tests/accuracy norms --write docs/numerics.md")
                .containsExactlyElementsOf(Arrays.stream(NormRows.Kind.values())
                        .map(kind -> kind.text)
                        .toList());
        for (String[] cells : rows) {
            double allowed = cells[0].equals(NormRows.Kind.NORMAL.text) ? NormSweep.ALLOWED_USUAL : DERIVED;
            for (int i = 1; i < cells.length; i++) {
                assertThat(Double.parseDouble(cells[i]) * 0x1p-24).isLessThanOrEqualTo(allowed);
            }
        }
    }
}
