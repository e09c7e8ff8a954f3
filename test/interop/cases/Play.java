package example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import java.io.File;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scmemulator.ScmEmulator;

/** Plays the cases through the client for Java, beside the files of its project. See cases.ts. */
class Play {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final ScmEmulator emulator = ScmEmulator.start();

    @Test
    void plays() throws Exception {
        if (System.getenv("INTEROP_CASES") == null) {
            System.out.println("waiting: " + ProcessHandle.current().pid() + " " + emulator.url);
            Thread.sleep(3_600_000);
        }
        var results = JSON.createArrayNode();
        for (var one : JSON.readTree(new File(System.getenv("INTEROP_CASES")))) {
            var world = emulator.createWorld(one.get("world"));
            var saved = (ObjectNode) JSON.readTree(System.getenv("INTEROP_GIVEN"));
            saved.set("world", world.created);
            var played = results.addArray();
            one.get("steps").forEach(step -> played.add(play(world, step, saved)));
        }
        JSON.writeValue(new File(System.getenv("INTEROP_RESULTS")), results);
    }

    /** What a step is given, with what earlier steps gave in place of "$name.field". */
    private static JsonNode resolve(JsonNode value, JsonNode saved) {
        if (value.isArray()) {
            ArrayNode resolved = JSON.createArrayNode();
            value.forEach(part -> resolved.add(resolve(part, saved)));
            return resolved;
        }
        if (value.isObject()) {
            ObjectNode resolved = JSON.createObjectNode();
            value.fields().forEachRemaining(field -> resolved.set(field.getKey(), resolve(field.getValue(), saved)));
            return resolved;
        }
        return value.asText().startsWith("$") ? saved.at("/" + value.asText().substring(1).replace('.', '/')) : value;
    }

    private JsonNode play(ScmEmulator.World world, JsonNode step, ObjectNode saved) {
        var answer = JSON.createObjectNode();
        var failure = JSON.createObjectNode();
        try {
            var with = resolve(step.path("with").isMissingNode() ? JSON.createArrayNode() : step.get("with"), saved);
            Object result = call(world, step.get("call").asText(), with);
            if (step.has("as")) {
                saved.set(step.get("as").asText(), (JsonNode) result);
            }
            return answer.set("result", JSON.valueToTree(result));
        } catch (ScmEmulator.ControlException error) {
            failure.put("kind", "control").put("status", error.status).put("code", error.code);
            failure.put("message", error.getMessage());
        } catch (ScmEmulator.VerificationError error) {
            failure.put("kind", "verification").put("message", error.getMessage());
            failure.set("nearest", error.verdict.at("/nearest/differences"));
        } catch (ServiceResponseException error) {
            failure.put("kind", "service").put("status", error.getHttpStatusCode()).put("code", error.getErrorCode());
        } catch (SdkException error) {
            failure.put("kind", "lost").put("message", error.getMessage());
        } catch (RuntimeException error) {
            failure.put("kind", "connection").put("message", error.getMessage());
        }
        return answer.set("fails", failure);
    }

    private Object call(ScmEmulator.World world, String name, JsonNode with) {
        var text = with.path(0).asText();
        return switch (name) {
            case "revoke" -> {
                var revocations = new Revocations(world.url, world.projectId, world.accessKey.ak(), world.accessKey.sk());
                yield Map.of("status", revocations.revoke(text, with.get(1).asText()));
            }
            case "settings" -> world.settings();
            case "update" -> world.update(with.get(0));
            case "reset" -> world.reset();
            case "delete" -> done(world::delete);
            case "place" -> world.place(with.get(0));
            case "certificate" -> world.certificate(text);
            case "listCertificates" -> world.listCertificates();
            case "change" -> world.change(text, with.get(1));
            case "remove" -> done(() -> world.remove(text));
            case "review" -> world.review(text, with.get(1).asText());
            case "requests" -> world.requests(JSON.convertValue(with.get(0), Map.class));
            case "forgetRequests" -> done(world::forgetRequests);
            case "har" -> world.har();
            case "verify" -> done(() -> world.verify(with.get(0)));
            case "events" -> world.events(with.get(0).asInt());
            case "explain" -> world.explain(with.get(0));
            case "coverage" -> world.coverage();
            case "findings" -> world.findings();
            case "createToken" -> world.createToken(Map.of());
            case "snapshot" -> world.snapshot();
            case "restore" -> done(() -> world.restore(with.get(0)));
            case "clock.read" -> world.clock.read();
            case "clock.set" -> world.clock.set(with.get(0));
            case "clock.freeze" -> world.clock.freeze();
            case "clock.run" -> world.clock.run();
            case "clock.advance" -> world.clock.advance(text);
            case "faults.add" -> world.faults.add(with.get(0));
            case "faults.list" -> world.faults.list();
            case "faults.change" -> world.faults.change(with.get(0).asInt(), with.get(1));
            case "faults.remove" -> done(() -> {
                if (with.isEmpty()) {
                    world.faults.removeAll();
                } else {
                    world.faults.remove(with.get(0).asInt());
                }
            });
            case "createWorld" -> emulator.createWorld(with.get(0)).projectId;
            case "settingsOf" -> emulator.world(text).settings();
            case "worldsAt" -> ScmEmulator.connect(text).worlds();
            case "server.coverage" -> emulator.coverage();
            default -> throw new IllegalArgumentException("there is no call " + name);
        };
    }

    private static Object done(Runnable call) {
        call.run();
        return null;
    }
}
