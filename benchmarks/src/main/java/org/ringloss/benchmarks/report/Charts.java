package org.ringloss.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.hipparchus.stat.StatUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/** The pictures of one machine's main configuration. A chart without data is left out. */
final class Charts {
    /** One batch for every length of a row, all of them in cache. */
    private static final List<Shape> CURVE = List.of(
            new Shape(256, 2),
            new Shape(256, 13),
            new Shape(256, 16),
            new Shape(1024, 64),
            new Shape(256, 128),
            new Shape(256, 512),
            new Shape(512, 1024));

    private static final int POINTS_PER_DECADE = 60;

    private final Results run;
    private final List<Results> all;
    private final String suffix;

    /** @param suffix of the names, for all machines but the first */
    Charts(Results run, List<Results> all, String suffix) {
        this.run = run;
        this.all = all;
        this.suffix = suffix;
    }

    List<Picture> draw() {
        List<Picture> pictures = new ArrayList<>();
        add(pictures, "peers", "Time per row against the length of a row, for this library and its peers", peers());
        add(pictures, "c", "Time of C divided by the time of this library, by shape", ratiosToC());
        add(pictures, "batch", "Time divided by that of the machine's limit, against the rows of a batch", batches());
        add(pictures, "threads", "Speed-up against the number of threads", threads());
        add(pictures, "configurations", "Time per row with other widths and JVMs", configurations());
        add(pictures, "cold-start", "Time per call against the number of the call in a fresh JVM", coldStart());
        return pictures;
    }

    private void add(List<Picture> pictures, String name, String caption, Optional<JFreeChart> chart) {
        chart.ifPresent(drawn -> pictures.add(new Picture("performance-" + name + suffix, caption, drawn)));
    }

    private String subtitle() {
        return run.machine().cpu() + ", " + run.configuration();
    }

    private Optional<JFreeChart> peers() {
        String libtorch = run.suites().keySet().stream()
                .filter(suite -> run.suite(suite).stream()
                        .anyMatch(point -> point.method().equals("libtorch")))
                .findFirst()
                .orElse("libtorch");
        return new LineChart()
                .line("libtorch", ChartStyle.look(4), perRow(libtorch, "libtorch"))
                .line("plain Java", ChartStyle.look(2), perRow("shapes", "plain"))
                .line("netlib", ChartStyle.look(3), perRow("peers", "netlib"))
                .line("C, same bits", ChartStyle.look(5), perRow("peers", "cSameBits"))
                .line("C", ChartStyle.look(1), perRow("peers", "c"))
                .line("ringloss", ChartStyle.look(0), perRow("peers", "ringloss"))
                .line("streaming limit", ChartStyle.LIMIT, perRow("limits", "stream"))
                .chart(
                        "Forward and backward, time per row",
                        subtitle() + ", one thread",
                        ChartStyle.logAxis("elements of a row (D)", 2),
                        ChartStyle.logAxis("ns per row", 2));
    }

    private NavigableMap<Integer, Double> perRow(String suite, String method) {
        NavigableMap<Integer, Double> points = new TreeMap<>();
        for (Shape shape : CURVE) {
            run.nanosPerRow(suite, method, shape).ifPresent(nanos -> points.put(shape.dim(), nanos));
        }
        return points;
    }

    private Optional<JFreeChart> ratiosToC() {
        DefaultCategoryDataset bars = new DefaultCategoryDataset();
        for (Figure ratio : run.ratios("peers", "c", "ringloss")) {
            bars.addValue(ratio.value(), "C / ringloss", ratio.point());
        }
        if (bars.getColumnCount() == 0) {
            return Optional.empty();
        }
        BarRenderer renderer = new BarRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setMaximumBarWidth(0.07);
        renderer.setSeriesPaint(0, ChartStyle.look(0).colour());
        renderer.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator(
                "{2}", new DecimalFormat("0.00", DecimalFormatSymbols.getInstance(Locale.ROOT))));
        renderer.setDefaultItemLabelsVisible(true);
        renderer.setDefaultItemLabelFont(ChartStyle.LABEL.deriveFont(Font.BOLD));
        // At the foot of the bars, where the line at 1 does not cross them.
        renderer.setDefaultPositiveItemLabelPosition(
                new ItemLabelPosition(ItemLabelAnchor.INSIDE6, TextAnchor.BOTTOM_CENTER));
        renderer.setDefaultItemLabelPaint(Color.WHITE);
        CategoryAxis shapes = new CategoryAxis("shape (B x D)");
        shapes.setLabelFont(ChartStyle.LABEL);
        shapes.setTickLabelFont(ChartStyle.LABEL.deriveFont(13f));
        shapes.setLabelPaint(ChartStyle.INK);
        shapes.setTickLabelPaint(ChartStyle.INK);
        shapes.setAxisLineVisible(false);
        shapes.setTickMarksVisible(false);
        shapes.setCategoryLabelPositions(CategoryLabelPositions.UP_45);
        NumberAxis ratio = ChartStyle.axis("time of C / time of ringloss");
        CategoryPlot plot = new CategoryPlot(bars, shapes, ratio, renderer);
        plot.addRangeMarker(new ValueMarker(1, ChartStyle.INK, new BasicStroke(1.8f)), Layer.FOREGROUND);
        JFreeChart chart = ChartStyle.chart(
                "Against C (gcc -O3 -march=native -ffast-math)",
                subtitle() + ", above the line ringloss is faster",
                plot);
        chart.removeLegend();
        return Optional.of(chart);
    }

    /** Of every row length that has batches of several sizes. */
    private Optional<JFreeChart> batches() {
        Map<Integer, NavigableMap<Integer, Double>> fused = toLimit("stream", "ringloss");
        Map<Integer, NavigableMap<Integer, Double>> forward = toLimit("read", "ringlossForward");
        LineChart chart = new LineChart();
        int look = 0;
        for (Map.Entry<Integer, NavigableMap<Integer, Double>> line : fused.entrySet()) {
            String name = "fused / stream, D = " + line.getKey();
            chart.line(name, ChartStyle.look(look++), line.getValue());
        }
        for (Map.Entry<Integer, NavigableMap<Integer, Double>> line : forward.entrySet()) {
            String name = "forward / read, D = " + line.getKey();
            chart.line(name, ChartStyle.look(look++), line.getValue());
        }
        if (look > 0) {
            NavigableMap<Integer, Double> rows = new TreeMap<>();
            fused.values().forEach(rows::putAll);
            forward.values().forEach(rows::putAll);
            chart.line("the limit", ChartStyle.LIMIT, Map.of(rows.firstKey(), 1.0, rows.lastKey(), 1.0));
        }
        NumberAxis ratio = ChartStyle.axis("time / time of the limit");
        ratio.setAutoRangeIncludesZero(true);
        return chart.chart("Size of the batch", subtitle(), ChartStyle.logAxis("rows of a batch (B)", 2), ratio);
    }

    private Map<Integer, NavigableMap<Integer, Double>> toLimit(String limit, String method) {
        Map<Integer, NavigableMap<Integer, Double>> byDim = new TreeMap<>();
        for (Shape shape : run.shapes("limits")) {
            OptionalDouble ours = run.nanos("limits", method, shape);
            run.nanos("limits", limit, shape)
                    .ifPresent(best -> ours.ifPresent(time -> byDim.computeIfAbsent(shape.dim(), dim -> new TreeMap<>())
                            .put(shape.rows(), time / best)));
        }
        byDim.values().removeIf(line -> line.size() < 2);
        return byDim;
    }

    private Optional<JFreeChart> threads() {
        LineChart chart = new LineChart();
        NavigableMap<Integer, Double> ideal = new TreeMap<>();
        int look = 0;
        for (Shape shape : run.shapes("threads")) {
            NavigableMap<Integer, Double> nanos = new TreeMap<>();
            for (Measurement point : run.suite("threads")) {
                String threads = point.params().get("threads");
                if (threads != null && point.shape().filter(shape::equals).isPresent()) {
                    nanos.put(Integer.valueOf(threads), point.nanos());
                }
            }
            Double one = nanos.get(1);
            if (one != null && nanos.size() > 1) {
                nanos.keySet().forEach(threads -> ideal.put(threads, (double) threads));
                nanos.replaceAll((threads, time) -> one / time);
                chart.line(shape.toString(), ChartStyle.look(look++), nanos);
            }
        }
        chart.line("as many times as threads", ChartStyle.LIMIT, ideal);
        NumberAxis threads = ChartStyle.axis("threads");
        threads.setAutoRangeIncludesZero(false);
        threads.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        NumberAxis speedUp = ChartStyle.axis("time of one thread / time");
        return chart.chart("Scaling with threads", subtitle(), threads, speedUp);
    }

    /** The files of the machine; where there is one alone, the widths that one run compared. */
    private Optional<JFreeChart> configurations() {
        LineChart chart = new LineChart();
        List<Results> runs = all.stream()
                .filter(run::isOfSameMachine)
                .sorted(Targets.BEST.reversed())
                .toList();
        int look = 0;
        if (runs.size() > 1) {
            for (Results other : runs) {
                chart.line(other.configuration(), ChartStyle.look(look++), new Charts(other, all, "").peersCurve());
            }
        } else {
            for (int bits : List.of(512, 256, 128)) {
                chart.line(bits + " bits", ChartStyle.look(look++), perRow("widths", "ringloss" + bits));
            }
        }
        return chart.chart(
                "Widths and JVMs, time per row",
                run.machine().cpu() + ", forward and backward, one thread",
                ChartStyle.logAxis("elements of a row (D)", 2),
                ChartStyle.logAxis("ns per row", 2));
    }

    private NavigableMap<Integer, Double> peersCurve() {
        return perRow("peers", "ringloss");
    }

    private Optional<JFreeChart> coldStart() {
        LineChart chart = new LineChart();
        int look = 0;
        for (String backend : List.of("simd", "scalar")) {
            ToDoubleFunction<double[]> median = values -> StatUtils.percentile(values, 50);
            NavigableMap<Double, Double> points = ColdStart.of(run, backend)
                    .map(start -> thinned(start.calls(), median))
                    .orElse(new TreeMap<>());
            chart.curve(backend, ChartStyle.look(look++), points);
        }
        return chart.chart(
                "The first calls in a fresh JVM",
                subtitle() + ", a batch of 128x512",
                ChartStyle.logAxis("call", 10),
                ChartStyle.logAxis("µs per call", 10));
    }

    /** Microseconds of the calls; of those that lie close on a logarithmic axis, the median. */
    private static NavigableMap<Double, Double> thinned(double[] nanos, ToDoubleFunction<double[]> median) {
        NavigableMap<Double, Double> points = new TreeMap<>();
        int from = 0;
        while (from < nanos.length) {
            int to = Math.min(nanos.length, Math.max(from + 1, (int)
                    ((from + 1) * Math.pow(10, 1.0 / POINTS_PER_DECADE))));
            double middle = Math.sqrt((from + 1.0) * to);
            points.put(middle, median.applyAsDouble(Arrays.copyOfRange(nanos, from, to)) / 1e3);
            from = to;
        }
        return points;
    }
}
