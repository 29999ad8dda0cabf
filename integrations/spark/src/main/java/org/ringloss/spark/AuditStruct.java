// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.ringloss.NormSummary;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;

/** The struct that {@code ring_audit} and {@code ring_merge} give. */
final class AuditStruct {
    static final StructType TYPE = new StructType()
            .add("rows", DataTypes.LongType, false)
            .add("null_rows", DataTypes.LongType, false)
            .add("wrong_lengths", DataTypes.LongType, false)
            .add("null_elements", DataTypes.LongType, false)
            .add("zero_rows", DataTypes.LongType, false)
            .add("non_finite_rows", DataTypes.LongType, false)
            .add("mean", DataTypes.DoubleType)
            .add("deviation", DataTypes.DoubleType)
            .add("min", DataTypes.DoubleType)
            .add("max", DataTypes.DoubleType)
            .add("loss", DataTypes.DoubleType)
            .add("radius_gradient", DataTypes.DoubleType)
            .add("totals", DataTypes.BinaryType, false);

    private AuditStruct() {}

    /** The numbers that no row has part in are null: there is no mean norm of no rows, and no loss. */
    static InternalRow of(EmbeddingTotals totals, RingLoss ring) {
        RingLossResult result = ring.result(totals.ringLossTotals());
        NormSummary norms = result.normSummary();
        boolean hasNorms = norms.rows() > norms.nonFiniteRows();
        boolean hasRows = result.rows() > 0;
        return new GenericInternalRow(new Object[] {
            totals.rows(),
            totals.nullRows(),
            totals.wrongLengthRows(),
            totals.nullElementRows(),
            norms.zeroRows(),
            norms.nonFiniteRows(),
            hasNorms ? norms.mean() : null,
            hasNorms ? norms.deviation() : null,
            hasNorms ? norms.min() : null,
            hasNorms ? norms.max() : null,
            hasRows ? result.loss() : null,
            hasRows ? result.radiusGradient() : null,
            totals.toBytes()
        });
    }
}
