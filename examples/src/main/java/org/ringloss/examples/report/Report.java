// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringloss.examples.evaluation.ChangedPairs;
import org.ringloss.examples.evaluation.Experiment;
import org.ringloss.examples.evaluation.Metric;
import org.ringloss.examples.evaluation.Similarity;

/** What is told about an experiment: in words, in tables, in pictures, as numbers for other programs. */
public final class Report {
    private final Experiment experiment;
    private final List<Findings.Finding> findings;
    private final List<ResultTable> tables;
    private final List<Picture> pictures = new ArrayList<>();

    /** Makes up all parts; nothing is written yet. */
    public Report(Experiment experiment) {
        this.experiment = experiment;
        findings = Findings.of(experiment);
        boolean open = experiment.first().split().open();
        tables = List.of(
                ResultTable.of(
                        experiment,
                        Metric.Group.PAIRS,
                        open
                                ? "images of classes never seen, compared in pairs"
                                : "held-out images, compared in pairs"),
                ResultTable.of(experiment, Metric.Group.ACCURACY, "images of the classes of training"),
                ResultTable.of(experiment, Metric.Group.DEGRADED, "the same pairs, both images degraded"),
                ResultTable.of(experiment, Metric.Group.NORMS, "norms of the compared features"));
        Experiment.FirstSeed first = experiment.first();
        if (first.compared().count() > 1) {
            pictures.addAll(ScatterChart.draw(first));
            pictures.add(NormChart.draw(first));
            pictures.add(RocChart.draw(first));
            pictures.add(ScoreChart.draw(first, Similarity.COSINE));
            pictures.add(ScoreChart.draw(first, Similarity.INNER_PRODUCT));
        }
        pictures.add(EpochChart.loss(first));
        pictures.add(EpochChart.accuracy(first));
        pictures.add(EpochChart.radius(first));
    }

    /** Tables and findings as plain text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(Findings.inShort(experiment)).append(System.lineSeparator()).append(System.lineSeparator());
        for (ResultTable table : tables) {
            table.write(text);
            text.append(System.lineSeparator());
        }
        for (Findings.Finding finding : findings) {
            text.append(finding.kind().label())
                    .append(": ")
                    .append(finding.text())
                    .append(System.lineSeparator());
        }
        return text.toString();
    }

    String page() {
        return HtmlPage.of(
                experiment, findings, tables, pictures, ChangedPairs.of(experiment.first(), Similarity.INNER_PRODUCT));
    }

    List<Picture> pictures() {
        return pictures;
    }

    /** Every number of every seed, as CSV. */
    String csv() {
        StringBuilder csv = new StringBuilder("seed,metric,softmax,softmax+ring\n");
        for (Experiment.SeedValues seed : experiment.seeds()) {
            for (Metric metric : Metric.all()) {
                csv.append(String.format(
                        Locale.ROOT,
                        "%d,%s,%s,%s%n",
                        seed.seed(),
                        metric.id(),
                        cell(seed.softmax().getOrDefault(metric, Double.NaN)),
                        cell(seed.ring().getOrDefault(metric, Double.NaN))));
            }
        }
        return csv.toString();
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
