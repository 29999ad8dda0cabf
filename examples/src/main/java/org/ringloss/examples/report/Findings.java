// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.ringloss.examples.evaluation.Experiment;
import org.ringloss.examples.evaluation.Metric;
import org.ringloss.examples.evaluation.PairedMetric;
import org.ringloss.examples.evaluation.Similarity;
import org.ringloss.examples.input.Degradation;

/** What the numbers say, in words. Every sentence comes from the numbers of this run. */
final class Findings {
    /** What a finding means for somebody who thinks of using ring loss. */
    enum Kind {
        BETTER("better"),
        WORSE("worse"),
        BETTER_HERE("better in this run"),
        WORSE_HERE("worse in this run"),
        SAME("not moved"),
        MIXED("better and worse"),
        NOTE("note");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        /** "better", "worse" or nothing, for colours. */
        String tone() {
            return switch (this) {
                case BETTER, BETTER_HERE -> "better";
                case WORSE, WORSE_HERE -> "worse";
                case SAME, MIXED, NOTE -> "";
            };
        }
    }

    record Finding(Kind kind, String text) {}

    private static final double FALSE_ACCEPTS = 1e-2;

    /** Short names for the numbers that count most. */
    private static final Map<String, Metric> BRIEF = brief();

    private static Map<String, Metric> brief() {
        Map<String, Metric> brief = new LinkedHashMap<>();
        brief.put("evenness of norms", Metric.NORM_VARIATION);
        for (Similarity similarity :
                new Similarity[] {Similarity.INNER_PRODUCT, Similarity.EUCLIDEAN, Similarity.COSINE}) {
            brief.put(similarity.label(), Metric.trueAccepts(similarity, FALSE_ACCEPTS));
        }
        for (Degradation degradation : Degradation.values()) {
            brief.put(
                    "cosine under " + degradation.label(), Metric.degradedTrueAccepts(Similarity.COSINE, degradation));
        }
        brief.put("accuracy", Metric.ACCURACY);
        return brief;
    }

    private final Experiment experiment;
    private final List<Finding> findings = new ArrayList<>();

    private Findings(Experiment experiment) {
        this.experiment = experiment;
    }

    static List<Finding> of(Experiment experiment) {
        Findings findings = new Findings(experiment);
        findings.norms();
        findings.pairs();
        findings.degraded();
        findings.accuracy();
        findings.normalising();
        findings.fewClasses();
        findings.howSure();
        return findings.findings;
    }

    /** Everything in one sentence: what is better, what is worse, what has not moved. */
    static String inShort(Experiment experiment) {
        Map<Kind, StringJoiner> names = new EnumMap<>(Kind.class);
        BRIEF.forEach((name, metric) -> {
            PairedMetric paired = experiment.paired(metric);
            if (paired.isComplete()) {
                names.computeIfAbsent(kind(paired), kind -> new StringJoiner(", "))
                        .add(name);
            }
        });
        StringBuilder text = new StringBuilder();
        names.forEach((kind, list) -> text.append(text.isEmpty() ? "" : " ")
                .append(capital(kind.label()))
                .append(": ")
                .append(list)
                .append('.'));
        return text.toString();
    }

    private void norms() {
        PairedMetric variation = experiment.paired(Metric.NORM_VARIATION);
        add(
                kind(variation),
                "Deviation of the norms, divided by their mean, " + moved(variation) + ". Lower is more even.");
    }

    private void pairs() {
        String images = experiment.first().split().open() ? "images of classes never seen" : "held-out images";
        for (Similarity similarity :
                new Similarity[] {Similarity.INNER_PRODUCT, Similarity.EUCLIDEAN, Similarity.COSINE}) {
            PairedMetric accepts = experiment.paired(Metric.trueAccepts(similarity, FALSE_ACCEPTS));
            if (!accepts.isComplete()) {
                continue;
            }
            String how =
                    similarity == Similarity.COSINE ? "by cosine" : "by " + similarity.label() + ", not normalised";
            add(
                    kind(accepts),
                    capital(how) + ", true accepts of pairs of " + images + " at 1 % false accepts " + moved(accepts)
                            + ".");
        }
    }

    private void degraded() {
        for (Similarity similarity : new Similarity[] {Similarity.COSINE, Similarity.INNER_PRODUCT}) {
            StringJoiner parts = new StringJoiner("; ");
            Set<Kind> kinds = EnumSet.noneOf(Kind.class);
            for (Degradation degradation : Degradation.values()) {
                PairedMetric accepts = experiment.paired(Metric.degradedTrueAccepts(similarity, degradation));
                if (accepts.isComplete()) {
                    kinds.add(kind(accepts));
                    parts.add(degradation.label() + " " + moved(accepts));
                }
            }
            if (!kinds.isEmpty()) {
                kinds.remove(Kind.SAME);
                Kind kind = kinds.isEmpty()
                        ? Kind.SAME
                        : kinds.size() == 1 ? kinds.iterator().next() : Kind.MIXED;
                add(
                        kind,
                        "Images degraded as training never saw them, compared by " + similarity.label() + ": " + parts
                                + ".");
            }
        }
    }

    private void accuracy() {
        PairedMetric accuracy = experiment.paired(Metric.ACCURACY);
        if (accuracy.isComplete()) {
            add(
                    kind(accuracy),
                    "Accuracy on held-out images of the classes that were trained on " + moved(accuracy) + ".");
        }
    }

    /** Who can normalise at comparing time may need no ring loss. */
    private void normalising() {
        double cosine = PairedMetric.mean(experiment
                .paired(Metric.trueAccepts(Similarity.COSINE, FALSE_ACCEPTS))
                .softmax());
        double inner = PairedMetric.mean(experiment
                .paired(Metric.trueAccepts(Similarity.INNER_PRODUCT, FALSE_ACCEPTS))
                .ring());
        if (Double.isNaN(cosine) || Double.isNaN(inner)) {
            return;
        }
        add(
                Kind.NOTE,
                String.format(
                        Locale.ROOT,
                        cosine > inner
                                ? "Softmax alone by cosine (%.1f %%) is above ring loss by inner product (%.1f %%): who can"
                                        + " normalise features before they are compared gets more from that than from ring loss."
                                : "Softmax alone by cosine (%.1f %%) is not above ring loss by inner product (%.1f %%): ring loss"
                                        + " gives what normalising would have given.",
                        100 * cosine,
                        100 * inner));
    }

    private void fewClasses() {
        int classes = experiment.first().split().train().classes();
        int dim = experiment.settings().dim();
        if (classes <= dim) {
            add(
                    Kind.NOTE,
                    "Training sees " + classes + " classes and features have " + dim + " elements: the scores look at "
                            + (classes - 1)
                            + " directions at most, and in the others ring loss can even norms without making"
                            + " classes easier to tell apart. Cosine tends to lose where classes are few; it gains where they"
                            + " are many more than elements (--dim).");
        }
    }

    private void howSure() {
        int seeds = experiment.seeds().size();
        add(
                Kind.NOTE,
                seeds == 1
                        ? "This is one pair of runs: a difference may be chance. --seeds 5 gives the spread, and says which"
                                + " differences are beyond it."
                        : "Means over " + seeds
                                + " pairs of runs. A number rose or fell if a paired t test says so at 5 %: of"
                                + " twenty numbers that do not move, one will seem to.");
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private void add(Kind kind, String text) {
        findings.add(new Finding(kind, text));
    }

    private static Kind kind(PairedMetric paired) {
        boolean better = paired.meanDifference() > 0 == (paired.metric().better() == Metric.Better.HIGHER);
        return switch (paired.change()) {
            case ROSE, FELL -> better ? Kind.BETTER : Kind.WORSE;
            case UNKNOWN -> paired.meanDifference() == 0 ? Kind.SAME : better ? Kind.BETTER_HERE : Kind.WORSE_HERE;
            case UNMOVED, NONE -> Kind.SAME;
        };
    }

    /** "rose from 34.1 % to 49.0 % (+14.9 points, in 5 of 5 seeds)". */
    private static String moved(PairedMetric paired) {
        String verb = switch (paired.change()) {
            case ROSE -> "rose from ";
            case FELL -> "fell from ";
            case UNMOVED -> "did not move beyond the spread, from ";
            case UNKNOWN, NONE -> "went from ";
        };
        Metric metric = paired.metric();
        return verb + Numbers.value(metric, PairedMetric.mean(paired.softmax())) + " to "
                + Numbers.value(metric, PairedMetric.mean(paired.ring())) + " ("
                + Numbers.difference(metric, paired.meanDifference())
                + (metric.unit() == Metric.Unit.PERCENT ? " points" : "") + seeds(paired) + ")";
    }

    private static String seeds(PairedMetric paired) {
        if (paired.seeds() == 1) {
            return "";
        }
        boolean lower = paired.meanDifference() < 0;
        return String.format(
                Locale.ROOT,
                ", %s in %d of %d seeds",
                lower ? "lower" : "higher",
                lower ? paired.seedsBelow() : paired.seedsAbove(),
                paired.seeds());
    }
}
