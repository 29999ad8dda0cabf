// SPDX-License-Identifier: Apache-2.0
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Checks a bundle for Maven Central: what Central itself would refuse, and what this project promises of its jars. Prints the
 * files, then what is wrong with them; the exit status is 1 if anything is.
 *
 * <pre>java release/CheckBundle.java BUNDLE.zip LICENSE</pre>
 */
final class CheckBundle {
    /** Checksum files by the end of their names; Central demands the first two. */
    private static final Map<String, String> CHECKSUMS =
            Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

    /** What the jar of a module must hold beside its classes. */
    private static final Map<String, List<String>> CONTENTS = Map.of(
            "ringloss-simd",
            List.of(
                    "META-INF/services/org.ringloss.internal.BackendProvider",
                    "META-INF/versions/22/org/ringloss/simd/OffHeap.class",
                    "META-INF/versions/22/org/ringloss/simd/SegmentMemory.class",
                    "META-INF/versions/22/org/ringloss/simd/SegmentScaling.class",
                    "META-INF/versions/22/org/ringloss/simd/SegmentSums.class"));

    private static final int JAVA_17 = 61;
    private static final int JAVA_22 = 66;

    private final Map<String, byte[]> files;
    private final byte[] license;
    private final List<String> problems = new ArrayList<>();
    /** The addresses of all poms, which are one project's: url, scm. */
    private final TreeSet<String> addresses = new TreeSet<>();

    private final TreeSet<String> published = new TreeSet<>();
    private final TreeSet<String> managed = new TreeSet<>();
    private final TreeSet<String> versions = new TreeSet<>();

    private CheckBundle(Map<String, byte[]> files, byte[] license) {
        this.files = files;
        this.license = license;
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("usage: java release/CheckBundle.java BUNDLE.zip LICENSE");
            System.exit(2);
        }
        Map<String, byte[]> files = entries(Files.readAllBytes(Path.of(args[0])));
        files.keySet().stream()
                .filter(name -> !isChecksum(name))
                .forEach(name -> System.out.printf("%9d  %s%n", files.get(name).length, name));
        CheckBundle check = new CheckBundle(files, Files.readAllBytes(Path.of(args[1])));
        check.bundle();
        check.problems.forEach(problem -> System.out.println("WRONG: " + problem));
        System.out.printf(
                "%s %s: %d files, %d of them checksums, %s%n",
                String.join(", ", check.published),
                String.join(", ", check.versions),
                files.size(),
                files.keySet().stream().filter(CheckBundle::isChecksum).count(),
                check.problems.isEmpty() ? "nothing is wrong" : check.problems.size() + " things are wrong");
        System.exit(check.problems.isEmpty() ? 0 : 1);
    }

    private void bundle() throws Exception {
        for (String name : files.keySet()) {
            if (name.endsWith(".pom")) {
                component(name);
            }
        }
        require(!published.isEmpty(), "the bundle has no pom");
        require(versions.size() == 1, "the modules have several versions: " + versions);
        require(addresses.size() == 1, "the poms give several addresses: " + addresses);
        TreeSet<String> jars = new TreeSet<>(published);
        jars.remove("ringloss-bom");
        require(jars.equals(managed), "ringloss-bom manages " + managed + ", and published are " + jars);
        for (String name : files.keySet()) {
            if (!isChecksum(name) && !name.endsWith(".asc")) {
                checksums(name);
                signature(name);
            }
        }
    }

    /** One artifact: its pom and what goes with it. */
    private void component(String pomName) throws Exception {
        Path folder = Path.of(pomName).getParent();
        String version = folder.getFileName().toString();
        String artifact = folder.getParent().getFileName().toString();
        String group = folder.getParent().getParent().toString().replace('/', '.');
        String stem = folder + "/" + artifact + "-" + version;
        published.add(artifact);
        versions.add(version);
        require(pomName.equals(stem + ".pom"), pomName + " is not named as its folder says");
        require(!version.endsWith("-SNAPSHOT"), artifact + " has the version " + version + ", no release");

        Pom pom;
        try {
            pom = new Pom(files.get(pomName));
        } catch (SAXException e) {
            problems.add(pomName + ": cannot be read as XML: " + e.getMessage());
            return;
        }
        require(pom.is("groupId", group), pomName + ": groupId is not " + group);
        require(pom.is("artifactId", artifact), pomName + ": artifactId is not " + artifact);
        require(pom.is("version", version), pomName + ": version is not " + version);
        for (String element : List.of(
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "developers/developer/email",
                "scm/connection",
                "scm/developerConnection",
                "scm/url")) {
            require(!pom.text(element).isBlank(), pomName + ": no " + element);
        }
        for (String element : List.of("parent", "repositories", "pluginRepositories", "profiles", "build", "properties")) {
            require(!pom.has(element), pomName + ": has " + element + ", and should stand alone");
        }
        require(!pom.has("/dependency[scope='test']"), pomName + ": has test dependencies");
        require(!pom.has("/dependency[not(version)]"), pomName + ": has dependencies without a version");
        String text = new String(files.get(pomName), StandardCharsets.UTF_8);
        require(!text.contains("${"), pomName + ": has a property that nothing replaced");
        require(!text.contains("-SNAPSHOT"), pomName + ": names a snapshot");
        addresses.add(String.join(
                " ", pom.text("url"), pom.text("scm/url"), pom.text("scm/connection"), pom.text("scm/developerConnection")));

        if (pom.is("packaging", "pom")) {
            managed.addAll(pom.texts("dependencyManagement/dependencies/dependency/artifactId"));
            versions.addAll(pom.texts("dependencyManagement/dependencies/dependency/version"));
            return;
        }
        jar(stem + ".jar", artifact, version);
        sources(stem + "-sources.jar", stem + ".jar");
        javadoc(stem + "-javadoc.jar");
        String bill = new String(files.getOrDefault(stem + "-cyclonedx.json", new byte[0]), StandardCharsets.UTF_8);
        require(
                bill.contains("\"pkg:maven/" + group + "/" + artifact + "@" + version + "?type=jar\""),
                stem + "-cyclonedx.json is missing or does not describe " + artifact + " " + version);
    }

    private void jar(String name, String artifact, String version) throws IOException {
        Map<String, byte[]> jar = archive(name);
        Attributes manifest = manifest(jar);
        String built = manifest.getValue("Implementation-Version");
        require(version.equals(built), name + ": Implementation-Version is " + built);
        String jdk = manifest.getValue("Build-Jdk-Spec");
        require("25".equals(jdk), name + ": built on JDK " + jdk + ", and a release is built on 25");
        require(Arrays.equals(license, jar.get("META-INF/LICENSE")), name + ": META-INF/LICENSE is not the project's");
        require(jar.containsKey("module-info.class"), name + ": no module-info.class");
        for (String entry : CONTENTS.getOrDefault(artifact, List.of())) {
            require(jar.containsKey(entry), name + ": no " + entry);
        }
        boolean multiRelease = jar.keySet().stream().anyMatch(entry -> entry.startsWith("META-INF/versions/"));
        String flag = manifest.getValue("Multi-Release");
        require(multiRelease == "true".equals(flag), name + ": Multi-Release is " + flag);
        jar.forEach((entry, bytes) -> {
            if (entry.endsWith(".class")) {
                int expected = entry.startsWith("META-INF/versions/22/") ? JAVA_22 : JAVA_17;
                int found = (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
                require(found == expected, name + ": " + entry + " has class file version " + found);
            }
        });
    }

    private void sources(String name, String jarName) throws IOException {
        Map<String, byte[]> sources = archive(name);
        require(Arrays.equals(license, sources.get("META-INF/LICENSE")), name + ": META-INF/LICENSE is not the project's");
        for (String entry : archive(jarName).keySet()) {
            if (entry.endsWith(".class") && !entry.contains("$") && !entry.startsWith("META-INF/")) {
                String source = entry.replace(".class", ".java");
                require(sources.containsKey(source), name + ": no " + source);
            }
        }
    }

    private void javadoc(String name) throws IOException {
        Map<String, byte[]> pages = archive(name);
        require(pages.containsKey("index.html"), name + ": no index.html");
        pages.keySet().stream()
                .filter(page -> page.contains("/internal/"))
                .forEach(page -> problems.add(name + ": shows " + page));
    }

    private void checksums(String name) throws Exception {
        for (String end : new TreeSet<>(CHECKSUMS.keySet())) {
            byte[] file = files.get(name + "." + end);
            if (file == null) {
                problems.add(name + ": no ." + end);
                continue;
            }
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance(CHECKSUMS.get(end)).digest(files.get(name)));
            require(new String(file, StandardCharsets.US_ASCII).strip().equals(digest), name + ": ." + end + " is another's");
        }
    }

    /** Asks gpg, whose key ring must have the key. */
    private void signature(String name) throws Exception {
        byte[] signature = files.get(name + ".asc");
        if (signature == null) {
            problems.add(name + ": no .asc");
            return;
        }
        Path folder = Files.createTempDirectory("signature");
        Path signed = Files.write(folder.resolve("file"), files.get(name));
        Path detached = Files.write(folder.resolve("file.asc"), signature);
        Process gpg = new ProcessBuilder("gpg", "--batch", "--verify", detached.toString(), signed.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(gpg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        require(gpg.waitFor() == 0, name + ": the signature does not verify: " + said.strip());
        Files.delete(signed);
        Files.delete(detached);
        Files.delete(folder);
    }

    private Map<String, byte[]> archive(String name) throws IOException {
        if (!files.containsKey(name)) {
            require(false, name + " is missing");
            return Map.of();
        }
        return entries(files.get(name));
    }

    private static Attributes manifest(Map<String, byte[]> jar) throws IOException {
        byte[] text = jar.getOrDefault("META-INF/MANIFEST.MF", new byte[0]);
        return new Manifest(new ByteArrayInputStream(text)).getMainAttributes();
    }

    private void require(boolean fact, String problem) {
        if (!fact && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private static boolean isChecksum(String name) {
        return CHECKSUMS.containsKey(name.substring(name.lastIndexOf('.') + 1));
    }

    /** The files of a zip by their names. */
    private static Map<String, byte[]> entries(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return entries;
    }

    /** A pom; paths begin below project, or anywhere if they begin with a slash. */
    private record Pom(Document document) {
        Pom(byte[] xml) throws Exception {
            this(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(xml)));
        }

        String text(String path) throws Exception {
            return XPathFactory.newInstance().newXPath().evaluate("/project/" + path, document).strip();
        }

        List<String> texts(String path) throws Exception {
            NodeList nodes = (NodeList) XPathFactory.newInstance().newXPath()
                    .evaluate("/project/" + path, document, XPathConstants.NODESET);
            return IntStream.range(0, nodes.getLength())
                    .mapToObj(i -> nodes.item(i).getTextContent().strip())
                    .toList();
        }

        boolean has(String path) throws Exception {
            return !texts(path).isEmpty();
        }

        boolean is(String path, String value) throws Exception {
            return text(path).equals(value);
        }
    }
}
