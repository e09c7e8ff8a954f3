package scmemulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A scm-emulator and its worlds, for tests in Java 17 or newer with Jackson and JUnit.
 *
 * <pre>{@code
 * @ExtendWith(ScmEmulator.Extension.class)
 * class RevocationTest {
 *     @Test void revokes(ScmEmulator.World world) {
 *         var id = world.place(Map.of("status", "ISSUED")).get("id").asText();
 *         // The code under test revokes it at world.url, with world.accessKey or world.token.
 *         world.clock.advance("1h");
 *         assertEquals("REVOKED", world.certificate(id).get("status").asText());
 *         world.verify(Map.of("operation", "RevokeCertificate", "times", 1));
 * }}}</pre>
 * A document is a Map, or what else Jackson makes a JSON object of; /docs of a server that runs says what it holds.
 */
public final class ScmEmulator implements AutoCloseable {
    public static final String VERSION = "0.1.0";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    // Without the environment's proxy: a server for tests is near.
    private static final HttpClient HTTP = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

    public final String url;
    private final Process process;

    private ScmEmulator(String url, Process process) {
        if (!url.matches("https?://[^/].*")) {
            throw new IllegalArgumentException(url + " is no address such as http://127.0.0.1:4640");
        }
        this.url = url.replaceAll("/+$", "");
        this.process = process;
        var version = send("GET", "/health", null).path("version").asText();
        if (!version.equals(VERSION)) {
            throw new IllegalStateException("this client is of scm-emulator " + VERSION + ", the server is " + version
                    + ": take its own from " + this.url + "/_emulator/clients/java");
        }
    }

    /** A server that runs. Its admin key, if it has one, is in SCM_EMULATOR_ADMIN_KEY. */
    public static ScmEmulator connect(String url) { return new ScmEmulator(url, null); }

    /** The server at SCM_EMULATOR_ENDPOINT; else one that the command in SCM_EMULATOR_COMMAND, or scm-emulator, starts
     *  and that ends with this process at the latest. */
    public static ScmEmulator start() {
        if (System.getenv("SCM_EMULATOR_ENDPOINT") != null) {
            return connect(System.getenv("SCM_EMULATOR_ENDPOINT"));
        }
        var command = System.getenv().getOrDefault("SCM_EMULATOR_COMMAND", "scm-emulator");
        var options = " --port=0 --in-memory --fixtures=none --stop-on-eof";
        var builder = new ProcessBuilder((command + options).split(" +")).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SCM_EMULATOR_"));
        try {
            var process = builder.start();
            var late = CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS);
            var deadline = CompletableFuture.runAsync(process::destroy, late);
            var output = process.inputReader();
            var last = "it said nothing";
            for (var said = output.readLine(); said != null; said = output.readLine()) {
                if (said.contains("listening at ")) {
                    deadline.cancel(false);
                    // What it goes on to say is read, so that the pipe never fills up.
                    CompletableFuture.runAsync(() -> output.lines().forEach(ignored -> { }));
                    return new ScmEmulator(said.replaceAll(".*listening at ([^\"\\s]+).*", "$1"), process);
                }
                last = said;
            }
            throw new IOException(command + " did not start: " + last);
        } catch (IOException error) {
            throw new UncheckedIOException(error.getMessage() + "; install it, or set SCM_EMULATOR_ENDPOINT", error);
        }
    }

    public World createWorld(Object document) { return new World(send("POST", "/worlds", document)); }

    /** A world that is there, without what only its making shows, such as its token. */
    public World world(String projectId) { return new World(JSON.createObjectNode().put("project_id", projectId)); }

    public JsonNode worlds() { return send("GET", "/worlds", null).get("worlds"); }
    public JsonNode coverage() { return send("GET", "/coverage", null); }
    @Override public void close() { Optional.ofNullable(process).ifPresent(Process::destroy); }

    private JsonNode send(String method, String path, Object document) {
        var text = document == null ? "" : JSON.valueToTree(document).toString();
        var body = text.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(text);
        var request = HttpRequest.newBuilder(URI.create(url + "/_emulator" + path)).timeout(TIMEOUT)
                .method(method, body).header("content-type", "application/json")
                .header("x-emulator-key", System.getenv().getOrDefault("SCM_EMULATOR_ADMIN_KEY", "")).build();
        try {
            var response = HTTP.send(request, BodyHandlers.ofString());
            var answer = JSON.readTree(response.body());
            if (response.statusCode() >= 300) {
                throw new ControlException(response.statusCode(), answer.path("error"));
            }
            return answer;
        } catch (IOException error) {
            throw new UncheckedIOException("no scm-emulator answers at " + url + " (" + error + ")", error);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(error);
        }
    }

    private static String encode(String text) { return URLEncoder.encode(text, UTF_8).replace("+", "%20"); }

    /** A control call that was refused; the message is the server's and says what to do. */
    public static final class ControlException extends RuntimeException {
        public final int status;
        public final String code;

        private ControlException(int status, JsonNode error) {
            super(error.path("message").asText());
            this.status = status;
            this.code = error.path("code").asText();
        }
    }

    /** A world's requests are not as expected; the verdict has the nearest one, if there is any. */
    public static final class VerificationError extends AssertionError {
        public final transient JsonNode verdict;

        private VerificationError(JsonNode verdict) {
            super(verdict.get("message").asText());
            this.verdict = verdict;
        }
    }

    public record AccessKey(String ak, String sk) { }

    public final class World {
        public final String url = ScmEmulator.this.url;
        public final String projectId;
        public final String token;
        public final AccessKey accessKey;
        public final JsonNode created; // all that its making gave
        public final Clock clock = new Clock();
        public final Faults faults = new Faults();

        private World(JsonNode created) {
            this.created = created;
            projectId = created.get("project_id").asText();
            token = created.path("token").asText();
            accessKey = JSON.convertValue(created.get("access_key"), AccessKey.class);
        }

        public JsonNode settings() { return get(""); }
        public JsonNode update(Object change) { return ask("PATCH", "", change); }
        public JsonNode reset() { return post("/reset", Map.of()); }
        public void delete() { ask("DELETE", "", null); }
        public JsonNode snapshot() { return get("/snapshot"); }
        public void restore(Object snapshot) { ask("PUT", "/snapshot", snapshot); }
        public JsonNode createToken(Object user) { return post("/tokens", user); }
        public JsonNode events(int after) { return get("/events?after=" + after).get("events"); }
        /** What the service would answer to a request, and why; nothing happens. */
        public JsonNode explain(Object request) { return post("/explain", request); }
        public JsonNode coverage() { return get("/coverage"); }
        public void forgetRequests() { ask("DELETE", "/requests", null); }
        public JsonNode har() { return get("/requests?format=har"); }
        public JsonNode findings() { return get("/findings").get("findings"); }

        public JsonNode place(Object certificate) { return post("/certificates", certificate); }
        public JsonNode certificate(String id) { return get(at(id)); }
        public JsonNode listCertificates() { return get("/certificates").get("certificates"); }
        public JsonNode change(String id, Object fields) { return ask("PATCH", at(id), fields); }
        public void remove(String id) { ask("DELETE", at(id), null); }
        /** Decides a pending review in the CA's place: approve or reject. */
        public JsonNode review(String id, String how) { return post(at(id) + "/review", Map.of("decision", how)); }

        /** The journal, oldest first: the entries whose fields equal all that are given. */
        public JsonNode requests(Map<String, ?> filter) {
            var query = new StringJoiner("&", "/requests?", "");
            filter.forEach((field, value) -> query.add(field + "=" + encode(String.valueOf(value))));
            return get(query.toString()).get("requests");
        }
        /** Asserts on the journal: there is such a request, or as many as times and others say. */
        public void verify(Object expectation) {
            var verdict = post("/requests/verify", expectation);
            if (!verdict.get("verified").asBoolean()) {
                throw new VerificationError(verdict);
            }
        }

        private JsonNode get(String path) { return ask("GET", path, null); }
        private JsonNode post(String path, Object document) { return ask("POST", path, document); }
        private String at(String id) { return "/certificates/" + encode(id); }
        private JsonNode ask(String method, String path, Object document) {
            return send(method, "/worlds/" + encode(projectId) + path, document);
        }

        public final class Clock {
            public JsonNode read() { return get("/clock"); }
            public JsonNode set(Object change) { return ask("PUT", "/clock", change); }
            public JsonNode freeze() { return set(Map.of("frozen", true)); }
            public JsonNode run() { return set(Map.of("frozen", false)); }
            public JsonNode advance(String by) { return post("/clock/advance", Map.of("by", by)); }
        }
        public final class Faults {
            public JsonNode add(Object fault) { return post("/faults", fault); }
            public JsonNode list() { return get("/faults").get("faults"); }
            public JsonNode change(int id, Object fields) { return ask("PATCH", "/faults/" + id, fields); }
            public void remove(int id) { ask("DELETE", "/faults/" + id, null); }
            public void removeAll() { ask("DELETE", "/faults", null); }
        }
    }

    /** Gives each test that has a {@link World} parameter a world of its own, on one server for all tests. */
    public static final class Extension implements ParameterResolver, AfterEachCallback {
        private static final Namespace NAMESPACE = Namespace.create(ScmEmulator.class);

        @Override public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == World.class;
        }

        @Override public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            var server = context.getRoot().getStore(NAMESPACE)
                    .getOrComputeIfAbsent("server", key -> ScmEmulator.start(), ScmEmulator.class);
            return context.getStore(NAMESPACE).getOrComputeIfAbsent("world", key -> server.createWorld(Map.of()));
        }

        @Override public void afterEach(ExtensionContext context) {
            Optional.ofNullable(context.getStore(NAMESPACE).remove("world", World.class)).ifPresent(World::delete);
        }
    }
}
