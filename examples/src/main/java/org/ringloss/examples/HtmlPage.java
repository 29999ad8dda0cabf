// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringloss.RingLoss;

/** The report as one page that needs no other file. */
final class HtmlPage {
    private static final String STYLE = """
            :root { color-scheme: light; }
            body { margin: 0; background: #f4f5f7; color: #222; font: 16px/1.5 system-ui, sans-serif; }
            main { max-width: 1180px; margin: 0 auto; padding: 2rem 1rem 4rem; }
            h1 { font-size: 1.7rem; margin: 0 0 .3rem; }
            h2 { font-size: 1.2rem; margin: 2.2rem 0 .8rem; }
            .lead { margin: 0; color: #555; max-width: 46rem; }
            .card { background: #fff; border: 1px solid #e3e5e8; border-radius: 10px; padding: 1rem 1.2rem; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; }
            th, td { padding: .45rem .8rem; border-bottom: 1px solid #eceef0; text-align: left; vertical-align: top; }
            tr:last-child > * { border-bottom: 0; }
            th { font-weight: 600; }
            .results td, .results thead th:not(:first-child) { text-align: right;
              font-variant-numeric: tabular-nums; }
            .results tbody th, .facts th { font-weight: 400; color: #555; }
            .facts th { width: 14rem; }
            .pictures { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); }
            figure { margin: 0; }
            figure svg { width: 100%; height: auto; display: block; }
            figcaption { color: #555; font-size: .9rem; padding: .4rem .2rem 0; }
            figcaption a { color: #0060a0; }
            """;

    private final StringBuilder html = new StringBuilder();

    private HtmlPage() {}

    static String of(Experiment experiment, ResultTable table, List<Picture> pictures) {
        HtmlPage page = new HtmlPage();
        page.write(experiment, table, pictures);
        return page.html.toString();
    }

    private void write(Experiment experiment, ResultTable table, List<Picture> pictures) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>Ring loss report</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>What ring loss does to features</h1>\n")
                .append("<p class=\"lead\">One classifier, trained twice from the same first weights on the same")
                .append(" batches: with softmax loss alone, and with ring loss added to it.</p>\n");
        heading("Results");
        results(table);
        heading("Pictures");
        html.append("<div class=\"pictures\">\n");
        pictures.forEach(this::picture);
        html.append("</div>\n");
        heading("Settings");
        facts(settings(experiment));
        heading("Where it ran");
        facts(environment());
        html.append("</main>\n</body>\n</html>\n");
    }

    private void heading(String text) {
        html.append("<h2>").append(escape(text)).append("</h2>\n");
    }

    private void results(ResultTable table) {
        html.append("<div class=\"card wide\"><table class=\"results\">\n<thead><tr><th></th>");
        table.heads()
                .forEach(head ->
                        html.append("<th scope=\"col\">").append(escape(head)).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        for (ResultTable.Row row : table.rows()) {
            html.append("<tr><th scope=\"row\">").append(escape(row.label())).append("</th>");
            row.cells().forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table></div>\n");
    }

    private void picture(Picture picture) {
        html.append("<figure class=\"card\">\n")
                .append(picture.svgElement())
                .append("\n<figcaption>")
                .append(escape(picture.caption()))
                .append(" <a href=\"")
                .append(picture.name())
                .append(".svg\">SVG</a> <a href=\"")
                .append(picture.name())
                .append(".png\">PNG</a></figcaption>\n</figure>\n");
    }

    private void facts(Map<String, String> facts) {
        html.append("<div class=\"card wide\"><table class=\"facts\">\n<tbody>\n");
        facts.forEach((name, value) -> html.append("<tr><th scope=\"row\">")
                .append(escape(name))
                .append("</th><td>")
                .append(escape(value))
                .append("</td></tr>\n"));
        html.append("</tbody>\n</table></div>\n");
    }

    private static Map<String, String> settings(Experiment experiment) {
        Settings settings = experiment.settings();
        DataSet data = experiment.data();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("data", data.source());
        facts.put(
                "images",
                data.train().count() + " to train on, " + data.test().count() + " to test on; " + data.height() + " x "
                        + data.width() + " pixels, " + data.classes() + " classes");
        facts.put("feature elements", Integer.toString(settings.dim()));
        facts.put("penalty", settings.penalty().toString());
        facts.put("lambda", Double.toString(settings.lambda()));
        facts.put(
                "radius",
                (settings.radius().isPresent()
                                ? "starts at " + settings.radius().getAsDouble()
                                : "starts at the mean norm of the first batch with ring loss")
                        + ", learning rate " + settings.radiusRate());
        facts.put("epochs before ring loss joins", Integer.toString(settings.warmUp()));
        facts.put("epochs", Integer.toString(settings.epochs()));
        facts.put("batch", Integer.toString(settings.batch()));
        facts.put("learning rate", settings.learningRate() + " (Adam), falling along a cosine");
        facts.put("seed", Long.toString(settings.seed()));
        facts.put("threads", Integer.toString(settings.threads()));
        facts.put(
                "true accepts",
                "over all pairs of the first "
                        + Math.min(TrueAccept.MAX_ROWS, data.test().count()) + " test images, by cosine similarity");
        return facts;
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

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
