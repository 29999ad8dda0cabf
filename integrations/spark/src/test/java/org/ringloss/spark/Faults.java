// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** What goes wrong in the first attempt of the task of partition 0. */
enum Faults {
    /** An exception. */
    FAILS {
        @Override
        void strike() {
            throw new IllegalStateException("a task fails on purpose");
        }
    },
    /** {@code kill -9} of the executor's own process. */
    KILLED {
        @Override
        void strike() {
            try {
                new ProcessBuilder(
                                "kill",
                                "-9",
                                Long.toString(ProcessHandle.current().pid()))
                        .start()
                        .waitFor();
                Thread.sleep(60_000);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    },
    /** Sleeps, until a speculative copy of the task has won. */
    SLOW {
        @Override
        void strike() {
            try {
                Thread.sleep(120_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException("the copy was faster", e);
            }
        }
    };

    abstract void strike();

    /** The same rows, after the fault. */
    Dataset<Row> in(Dataset<Row> rows) {
        MapPartitionsFunction<Row, Row> once = partition -> {
            TaskContext task = TaskContext.get();
            boolean isFirst = task.attemptNumber() == 0 && task.stageAttemptNumber() == 0;
            return isFirst && task.partitionId() == 0 ? new AtTheEnd(partition, this) : partition;
        };
        return rows.mapPartitions(once, Encoders.row(rows.schema()));
    }

    /** Strikes after the last row: the totals of all of them are lost. */
    private record AtTheEnd(Iterator<Row> rows, Faults fault) implements Iterator<Row> {
        @Override
        public boolean hasNext() {
            if (!rows.hasNext()) {
                fault.strike();
            }
            return rows.hasNext();
        }

        @Override
        public Row next() {
            return rows.next();
        }
    }
}
