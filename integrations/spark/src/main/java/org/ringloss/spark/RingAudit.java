// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** {@code ring_audit(embedding)}. */
final class RingAudit extends TotalsAggregate {
    static final String NAME = "ring_audit";
    private static final long serialVersionUID = 1;

    RingAudit(LossSettings settings, String column, Place place) {
        super(settings, column, place);
    }

    @Override
    RingAudit at(Place newPlace) {
        return new RingAudit(settings, column, newPlace);
    }

    @Override
    public String prettyName() {
        return NAME;
    }

    @Override
    public TypeCheckResult checkInputDataTypes() {
        return EmbeddingColumn.check(NAME, column, argument().dataType());
    }

    @Override
    public AuditBuffer update(AuditBuffer buffer, InternalRow row) {
        buffer.add((ArrayData) argument().eval(row));
        return buffer;
    }
}
