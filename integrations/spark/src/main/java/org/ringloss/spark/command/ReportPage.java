// SPDX-License-Identifier: Apache-2.0
package org.ringloss.spark.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report as one page that needs no other file. */
final class ReportPage {
    static final int WORST = 10;
    private static final int MAX_CLASSES = 1000;
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
            th, td { padding: .35rem .7rem; border-bottom: 1px solid #eceef0; text-align: left; vertical-align: top; }
            tr:last-child > * { border-bottom: 0; }
            .results td, .results thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums;
              white-space: nowrap; }
            .results tbody th, .facts th { font-weight: 400; color: #555; }
            .facts th { width: 14rem; }
            .pictures { display: grid; gap: 1rem; margin-top: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr)); }
            figure { margin: 0; }
            figure svg { width: 100%; height: auto; display: block; }
            figcaption { padding: 0 .2rem .4rem; font-size: .9rem; }
            """;

    private final StringBuilder html = new StringBuilder();

    private ReportPage() {}

    static String of(Findings findings) {
        ReportPage page = new ReportPage();
        page.write(findings);
        return page.html.toString();
    }

    /** Writes the page beside its place first, so that nobody finds half a page. */
    static void write(String page, Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        Path draft = Files.createTempFile(whole.getParent(), "." + whole.getFileName(), ".draft");
        try {
            Files.writeString(draft, page, StandardCharsets.UTF_8);
            Files.move(draft, whole, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void write(Findings findings) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>Audit of embeddings</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>Audit of embeddings</h1>\n<p class=\"lead\">")
                .append(escape(findings.source()))
                .append("</p>\n");
        heading("All rows");
        table(List.of(findings.all()));
        html.append("<div class=\"pictures\">\n");
        picture("all", "norms of all rows", findings, findings.histogram().sum());
        html.append("</div>\n");
        List<ClassAudit> worst = findings.worst(WORST);
        if (!worst.isEmpty()) {
            heading(
                    worst.size() == findings.classes().size()
                            ? "Classes, worst first"
                            : "The " + worst.size() + " worst classes");
            html.append(
                    "<p class=\"lead\">Those of largest mean loss over their good rows.</p>\n<div class=\"pictures\">\n");
            for (int i = 0; i < worst.size(); i++) {
                ClassAudit one = worst.get(i);
                String caption = "%s: loss %.5g, %d rows, mean norm %.5g, deviation %.5g"
                        .formatted(
                                one.name(),
                                one.loss(),
                                one.all().rows(),
                                one.norms().mean(),
                                one.norms().deviation());
                picture("worst" + i, caption, findings, findings.histogram().counts(one.name()));
            }
            html.append("</div>\n");
            heading("Every class");
            List<ClassAudit> shown = findings.classes();
            if (shown.size() > MAX_CLASSES) {
                html.append("<p class=\"lead\">The ")
                        .append(MAX_CLASSES)
                        .append(" of largest loss, out of ")
                        .append(shown.size())
                        .append(".</p>\n");
                shown = findings.worst(MAX_CLASSES);
            }
            table(shown);
        }
        heading("Bad rows");
        badRows(findings);
        heading("Settings");
        facts(settings(findings));
        heading("Where it ran");
        facts(findings.environment());
        html.append("</main>\n</body>\n</html>\n");
    }

    private static Map<String, String> settings(Findings findings) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("loss", findings.ring().toString());
        facts.put("radius R", findings.radius() + ", " + findings.radiusOrigin());
        facts.put("length of an embedding", Integer.toString(findings.dim()));
        facts.put(
                "histograms",
                "of the good rows, all over the same norms; the first and the last bar hold what lies beyond them");
        return facts;
    }

    private void badRows(Findings findings) {
        ClassAudit all = findings.all();
        Map<String, String> counts = new LinkedHashMap<>();
        counts.put("null", Long.toString(all.all().nullRows()));
        counts.put("of another length", Long.toString(all.all().wrongLengthRows()));
        counts.put("with a null element", Long.toString(all.all().nullElementRows()));
        counts.put("with a NaN or an infinity", Long.toString(all.all().norms().nonFiniteRows()));
        if (!findings.badRows().isEmpty()) {
            counts.put("for example", String.join("; ", findings.badRows()));
        }
        facts(counts);
    }

    private void heading(String text) {
        html.append("<h2>").append(escape(text)).append("</h2>\n");
    }

    private void table(List<ClassAudit> classes) {
        html.append("<div class=\"card wide\"><table class=\"results\">\n<thead><tr>");
        ResultTable.HEADS.forEach(
                head -> html.append("<th scope=\"col\">").append(escape(head)).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        for (ClassAudit one : classes) {
            List<String> cells = ResultTable.cells(one);
            html.append("<tr><th scope=\"row\">").append(escape(cells.get(0))).append("</th>");
            cells.subList(1, cells.size())
                    .forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table></div>\n");
    }

    private void picture(String id, String caption, Findings findings, long[] counts) {
        html.append("<figure class=\"card\">\n<figcaption>")
                .append(escape(caption))
                .append("</figcaption>\n")
                .append(HistogramChart.svg(id, findings.histogram(), counts, findings.radius()))
                .append("\n</figure>\n");
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

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
