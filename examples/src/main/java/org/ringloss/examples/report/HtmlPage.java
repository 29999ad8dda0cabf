// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ringloss.RingLoss;
import org.ringloss.examples.evaluation.ChangedPairs;
import org.ringloss.examples.evaluation.Experiment;
import org.ringloss.examples.evaluation.Similarity;
import org.ringloss.examples.input.DataSet;
import org.ringloss.examples.input.Degradation;
import org.ringloss.examples.input.Split;
import org.ringloss.examples.training.Arm;
import org.ringloss.examples.training.PyTorch;
import org.ringloss.examples.training.Settings;

/** The report as one page that needs no other file. */
final class HtmlPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; --page: #f4f5f7; --soft: #565b61; --line: #dfe2e6; --link: #0060a0;
              --good: #0b6b3a; --bad: #a32a12; %s}
            @media (prefers-color-scheme: dark) { :root { --page: #131518; --soft: #a9afb6; --line: #3a3f45;
              --link: #79bdf5; --good: #6fd39b; --bad: #ff9b85; %s} }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
            main { max-width: 1180px; margin: 0 auto; padding: 2rem 1rem 4rem; }
            h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .4rem; }
            h2 { font-size: 1.2rem; margin: 2.2rem 0 .8rem; }
            h3 { font-size: 1rem; margin: 0 0 .5rem; }
            p { max-width: 50rem; }
            .lead, .hint { margin: 0 0 .8rem; color: var(--soft); }
            .short { font-size: 1.1rem; margin: 0 0 1rem; }
            .card { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem; }
            .findings { list-style: none; margin: 0; padding: .3rem 1.2rem; }
            .findings li { display: grid; grid-template-columns: 11rem 1fr; gap: .2rem 1rem; padding: .6rem 0;
              border-bottom: 1px solid var(--line); }
            .findings li:last-child { border-bottom: 0; }
            .kind { font-weight: 600; color: var(--soft); }
            .kind.better { color: var(--good); }
            .kind.worse { color: var(--bad); }
            table { border-collapse: collapse; width: 100%%; }
            caption { text-align: left; font-weight: 600; padding: 0 0 .4rem; }
            th, td { padding: .4rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
            tr:last-child > * { border-bottom: 0; }
            th { font-weight: 600; }
            tbody th { font-weight: 400; }
            .results { margin: 0 0 1rem; overflow-x: auto; position: relative; }
            .results tbody th { width: 40%%; }
            .results td { width: 13%%; }
            .results td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            .results thead th { text-align: right; }
            .results thead th:first-child { text-align: left; }
            .results td.word { text-align: left; }
            .results thead th.word { text-align: left; }
            .facts th { width: 14rem; color: var(--soft); }
            .pictures { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%%, 340px), 1fr)); }
            figure { margin: 0; min-width: 0; }
            .pictures figure { padding: .7rem; }
            figure svg { width: 100%%; height: auto; display: block; }
            figcaption { color: var(--soft); font-size: .9rem; padding: .4rem .2rem 0; }
            figcaption a { color: var(--link); }
            .pairs { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%%, 250px), 1fr)); }
            .pairs img { image-rendering: pixelated; margin: 0 .6rem .5rem 0; max-width: 100%%; }
            @media (max-width: 700px) {
              main { padding: 1.2rem .6rem 3rem; }
              .short { font-size: 1.1rem; margin: 0 0 1rem; }
            .card { padding: .8rem; }
              .findings li { grid-template-columns: 1fr; }
              .results table, .results tbody, .results caption { display: block; }
              .results thead { position: absolute; left: -10000px; }
              .results tr { display: grid; grid-template-columns: 1fr 1.2fr 1fr .8fr; gap: .1rem .5rem; padding: .5rem 0;
                border-bottom: 1px solid var(--line); }
              .results .several tr { grid-template-columns: 1fr 1fr 1fr; }
              .results tr:last-child { border-bottom: 0; }
              .results th, .results td, .results td.word { border: 0; padding: 0; text-align: left; white-space: normal;
                width: auto; font-size: .92rem; line-height: 1.35; }
              .results tbody th { font-weight: 600; grid-column: 1 / -1; width: auto; }
              .results td[data-head]::before { content: attr(data-head); color: var(--soft); display: block;
                font-size: .8rem; }
              .results td:empty { display: none; }
              .facts tr, .facts th, .facts td { display: block; width: auto; border: 0; padding: 0; }
              .facts tr { padding: .35rem 0; border-bottom: 1px solid var(--line); }
            }
            """;

    private final StringBuilder html = new StringBuilder();

    private HtmlPage() {}

    static String of(
            Experiment experiment,
            List<Findings.Finding> findings,
            List<ResultTable> tables,
            List<Picture> pictures,
            List<ChangedPairs> changes) {
        HtmlPage page = new HtmlPage();
        page.head();
        page.findings(experiment, findings);
        page.tables(experiment, tables);
        page.pictures(experiment, pictures);
        page.pairs(experiment, changes);
        page.heading("Settings");
        page.facts(settings(experiment));
        page.heading("Where it ran");
        page.facts(environment());
        page.html.append("</main>\n</body>\n</html>\n");
        return page.html.toString();
    }

    private void head() {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>Ring loss report</title>\n<style>\n")
                .append(STYLE.formatted(Palette.css(false), Palette.css(true)))
                .append("</style>\n</head>\n<body>\n<main>\n<h1>What ring loss did to features</h1>\n");
    }

    private void findings(Experiment experiment, List<Findings.Finding> findings) {
        Split split = experiment.first().split();
        int seeds = experiment.seeds().size();
        html.append("<p class=\"lead\">")
                .append(
                        Html.escape(
                                "One small classifier was trained "
                                        + (seeds == 1 ? "twice" : "twice for each of " + seeds + " seeds")
                                        + ", from the same first weights on the same batches: with softmax loss alone, and with ring loss"
                                        + " added. "
                                        + (split.open()
                                                ? "Then it compared images of classes that it had never seen, by their features."
                                                : "Then it compared held-out images of the classes that it had seen, by their features.")))
                .append("</p>\n<p class=\"short\">")
                .append(Html.escape(Findings.inShort(experiment)))
                .append("</p>\n<ul class=\"card findings\">\n");
        for (Findings.Finding finding : findings) {
            html.append("<li><span class=\"kind ")
                    .append(finding.kind().tone())
                    .append("\">")
                    .append(finding.kind().label())
                    .append("</span><span>")
                    .append(Html.escape(finding.text()))
                    .append("</span></li>\n");
        }
        html.append("</ul>\n");
    }

    private void heading(String text) {
        html.append("<h2>").append(Html.escape(text)).append("</h2>\n");
    }

    private void hint(String text) {
        html.append("<p class=\"hint\">").append(Html.escape(text)).append("</p>\n");
    }

    private void tables(Experiment experiment, List<ResultTable> tables) {
        heading("Numbers");
        boolean several = experiment.seeds().size() > 1;
        hint(
                "A true accept is a pair of one class whose score is above a threshold, a false accept a pair of two classes"
                        + " above it; the threshold is set by the share of false accepts. "
                        + (several
                                ? "After \u00b1 stands the standard deviation over seeds; for differences, that of the paired differences."
                                : ""));
        for (ResultTable table : tables) {
            table(table, several);
        }
    }

    private void table(ResultTable table, boolean several) {
        html.append(
                        several
                                ? "<div class=\"card results\"><table class=\"several\">\n<caption>"
                                : "<div class=\"card results\"><table>\n<caption>")
                .append(Html.escape(table.title()))
                .append("</caption>\n<thead><tr><th scope=\"col\">measure</th>");
        String[] heads = {Arm.SOFTMAX.label(), Arm.RING.label(), "difference"};
        for (String head : heads) {
            html.append("<th scope=\"col\">").append(Html.escape(head)).append("</th>");
        }
        html.append("<th scope=\"col\" class=\"word\">better is</th>");
        if (several) {
            html.append("<th scope=\"col\">higher in</th><th scope=\"col\" class=\"word\">so it</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (ResultTable.Row row : table.rows()) {
            html.append("<tr><th scope=\"row\">")
                    .append(Html.escape(row.label()))
                    .append("</th>");
            cell("", heads[0], row.softmax());
            cell("", heads[1], row.ring());
            cell("", heads[2], row.difference());
            cell("word", "better is", row.better());
            if (several) {
                cell("", "higher in", row.seedsAbove());
                cell("word", "so it", row.change());
            }
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table></div>\n");
    }

    private void cell(String style, String head, String text) {
        html.append("<td").append(style.isEmpty() ? "" : " class=\"" + style + "\"");
        html.append(" data-head=\"").append(Html.escape(head)).append("\">");
        html.append(Html.escape(text)).append("</td>");
    }

    private void pictures(Experiment experiment, List<Picture> pictures) {
        heading("Pictures");
        hint("Of the first seed, " + experiment.seeds().get(0).seed() + ".");
        html.append("<div class=\"pictures\">\n");
        for (Picture picture : pictures) {
            html.append("<figure class=\"card\">\n")
                    .append(picture.svgElement())
                    .append("\n<figcaption>")
                    .append(Html.escape(picture.caption()))
                    .append(link(picture.name() + ".svg", "SVG"))
                    .append(link(picture.name() + ".png", "PNG"))
                    .append("</figcaption>\n</figure>\n");
        }
        html.append("</div>\n");
    }

    private static String link(String file, String text) {
        return " <a href=\"" + file + "\">" + text + "</a>";
    }

    private void pairs(Experiment experiment, List<ChangedPairs> changes) {
        if (changes.isEmpty()) {
            return;
        }
        heading("Pairs that changed sides");
        hint(
                "By inner product, at the threshold of either arm that accepts one impostor pair in a hundred; shown are those"
                        + " that moved furthest. As many impostor pairs come as go, because both thresholds accept as many."
                        + " Of the first seed.");
        html.append("<div class=\"pairs\">\n");
        for (ChangedPairs change : changes) {
            html.append("<section class=\"card\"><h3>")
                    .append(change.count())
                    .append(change.genuine() ? " genuine pairs" : " impostor pairs")
                    .append(change.accepted() ? " newly accepted" : " no longer accepted")
                    .append(" <span class=\"kind ")
                    .append(change.isBetter() ? "better\">better" : "worse\">worse")
                    .append("</span></h3>\n");
            for (ChangedPairs.Pair pair : change.shown()) {
                html.append(PairPictures.element(experiment.first().compared(), pair))
                        .append('\n');
            }
            html.append("</section>\n");
        }
        html.append("</div>\n");
    }

    private void facts(Map<String, String> facts) {
        html.append("<div class=\"card\"><table class=\"facts\">\n<tbody>\n");
        facts.forEach((name, value) -> html.append("<tr><th scope=\"row\">")
                .append(Html.escape(name))
                .append("</th><td>")
                .append(Html.escape(value))
                .append("</td></tr>\n"));
        html.append("</tbody>\n</table></div>\n");
    }

    private static Map<String, String> settings(Experiment experiment) {
        Settings settings = experiment.settings();
        DataSet data = experiment.data();
        Split split = experiment.first().split();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("data", data.source());
        facts.put(
                "images",
                data.count() + " of " + data.images().shape() + ", "
                        + data.images().classesWithImages() + " classes");
        data.remarks().forEach(remark -> facts.merge("remarks", remark, (a, b) -> a + "; " + b));
        facts.put(
                split.open() ? "open set" : "closed set",
                split.train().count() + " images of " + split.train().classes() + " classes to train on, "
                        + split.heldOut().count() + " held out"
                        + (split.open()
                                ? "; " + split.compared().count() + " of "
                                        + split.compared().classesWithImages() + " classes never seen"
                                : ""));
        facts.put("pairs", pairs(experiment));
        facts.put(
                "degraded by",
                List.of(Degradation.values()).stream()
                        .map(Degradation::description)
                        .collect(Collectors.joining("; ")));
        facts.put("feature elements", Integer.toString(settings.dim()));
        facts.put("penalty, lambda", settings.penalty() + ", " + settings.lambda());
        facts.put(
                "radius",
                (settings.radius().isPresent()
                                ? "starts at " + settings.radius().getAsDouble()
                                : "starts at the mean norm of the first batch with ring loss")
                        + ", learning rate " + settings.radiusRate());
        facts.put("epochs", settings.epochs() + ", ring loss joins after " + settings.warmUp());
        facts.put("batch", Integer.toString(settings.batch()));
        facts.put("learning rate", settings.learningRate() + " (Adam), falling along a cosine");
        facts.put(
                "seeds",
                experiment.seeds().stream()
                        .map(seed -> Long.toString(seed.seed()))
                        .collect(Collectors.joining(", ")));
        return facts;
    }

    private static String pairs(Experiment experiment) {
        long rows = experiment.first().compared().count();
        long all = rows * (rows - 1) / 2;
        long genuine = experiment.first().softmax().scores(Similarity.COSINE).genuine().length;
        return all + " of " + rows + " images, " + genuine + " of them genuine";
    }

    private static Map<String, String> environment() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("ring loss", RingLoss.describe());
        facts.put("trainer", PyTorch.describe());
        facts.put("JVM", Environment.jvm());
        facts.put("CPU", Environment.cpu());
        facts.put("system", Environment.system());
        return facts;
    }
}
