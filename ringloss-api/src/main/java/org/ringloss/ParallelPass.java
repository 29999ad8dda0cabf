// SPDX-License-Identifier: Apache-2.0
package org.ringloss;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.ringloss.internal.Backend;

/**
 * Shares the rows of one pass between the calling thread and helpers on the caller's executor.
 *
 * <p>Whoever is free takes the next piece of rows. The calling thread takes pieces too and waits, at the end, only for
 * pieces that helpers have begun: a busy pool, even one whose threads are all inside such calls, cannot block it. Sums
 * are exact, so it does not matter who adds what.
 */
final class ParallelPass {
    private static final int PIECES_PER_THREAD = 4;

    private final BatchPass.Steps steps;
    private final PassInputs in;
    private final @Nullable RingLossTotals totals;
    private final int rows;
    private final int pieceRows;

    private final List<Tile> helped = new ArrayList<>();
    private int nextRow;
    private int helpersAtWork;
    private @Nullable Throwable failure;

    private ParallelPass(BatchPass.Steps steps, PassInputs in, @Nullable RingLossTotals totals, int pieceRows) {
        this.steps = steps;
        this.in = in;
        this.totals = totals;
        this.rows = in.features.rows();
        this.pieceRows = pieceRows;
    }

    /** Runs the steps over all rows; each thread that works has {@code minFloats} of the features to do at least. */
    static void run(
            BatchPass.Steps steps,
            PassInputs in,
            @Nullable RingLossTotals totals,
            @Nullable Executor executor,
            int threads,
            int minFloats) {
        int rows = in.features.rows();
        long useful = Math.min(threads, (long) rows * in.features.dim() / minFloats);
        if (executor == null || useful < 2) {
            Tile tile = Tile.take();
            try {
                steps.run(in, 0, rows, tile, totals);
            } finally {
                tile.giveBack();
            }
            return;
        }
        long piece = ((long) rows + useful * PIECES_PER_THREAD - 1) / (useful * PIECES_PER_THREAD);
        int pieceRows = (int) ((piece + Backend.PADDING - 1) & -Backend.PADDING);
        new ParallelPass(steps, in, totals, pieceRows).run(executor, (int) useful - 1);
    }

    private void run(Executor executor, int helpers) {
        try {
            for (int i = 0; i < helpers; i++) {
                executor.execute(this::help);
            }
        } catch (RejectedExecutionException e) {
            fail(new IllegalStateException(
                    "the executor " + executor + " rejected a share of the batch; the gradient may be partly written",
                    e));
        } catch (Throwable e) {
            // Such as no memory for another thread. Helpers that have begun are waited for all the same.
            fail(e);
        }
        Tile tile = Tile.take();
        work(tile, totals);
        tile.giveBack();
        waitForHelpers();
        collect();
        if (failure != null) {
            ParallelPass.<RuntimeException>rethrow(failure);
        }
    }

    /** A checked exception, too, goes on as it is: languages other than Java let a penalty throw one. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void rethrow(Throwable e) throws E {
        throw (E) e;
    }

    private void help() {
        if (!begin()) {
            return;
        }
        try {
            Tile tile = Tile.take();
            tile.totals.reset(in.classes());
            tile.totals.scale = in.scale;
            work(tile, tile.totals);
            keep(tile);
        } catch (Throwable e) {
            fail(e);
        } finally {
            end();
        }
    }

    private void work(Tile tile, @Nullable RingLossTotals sums) {
        try {
            for (int from = takePiece(); from < rows; from = takePiece()) {
                steps.run(in, from, (int) Math.min((long) from + pieceRows, rows), tile, sums);
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    private synchronized boolean begin() {
        if (nextRow >= rows) {
            return false;
        }
        helpersAtWork++;
        return true;
    }

    private synchronized void end() {
        helpersAtWork--;
        notifyAll();
    }

    /** The calling thread may still be adding to its own totals: it takes the helpers' when all are done. */
    private synchronized void keep(Tile tile) {
        helped.add(tile);
    }

    private synchronized void collect() {
        for (Tile tile : helped) {
            if (failure == null && totals != null) {
                totals.absorb(tile.totals);
            }
            tile.giveBack();
        }
    }

    private synchronized int takePiece() {
        int from = nextRow;
        nextRow = (int) Math.min((long) nextRow + pieceRows, rows);
        return from;
    }

    private synchronized void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        }
        nextRow = rows;
    }

    /** Helpers finish what they have begun, also when the calling thread is interrupted: they use the caller's arrays. */
    private synchronized void waitForHelpers() {
        boolean interrupted = false;
        while (helpersAtWork > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
