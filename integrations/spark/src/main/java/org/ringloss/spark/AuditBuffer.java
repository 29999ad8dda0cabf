// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;

/** The totals of a group of a task, with the rows that wait to be added to them. */
final class AuditBuffer {
    private final LossSettings settings;
    private final EmbeddingTotals totals;
    private final WaitingRows waiting;

    AuditBuffer(LossSettings settings, EmbeddingTotals totals) {
        this.settings = settings;
        this.totals = totals;
        this.waiting = new WaitingRows(settings.dim());
    }

    void add(@Nullable ArrayData value) {
        RowProblem problem = RowProblem.of(value, settings.dim());
        if (value == null || problem != null) {
            totals.count(problem == null ? RowProblem.NULL : problem);
            return;
        }
        waiting.add(value.toFloatArray());
        if (waiting.isFull()) {
            flush();
        }
    }

    void merge(AuditBuffer other) {
        flush();
        totals.merge(other.totals());
    }

    /** The totals of all rows so far. */
    EmbeddingTotals totals() {
        flush();
        return totals;
    }

    private void flush() {
        if (!waiting.isEmpty()) {
            settings.forward(waiting.take()).result().addTo(totals.ringLossTotals());
        }
    }
}
