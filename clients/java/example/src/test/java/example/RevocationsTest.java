package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scmemulator.ScmEmulator;

@ExtendWith(ScmEmulator.Extension.class)
class RevocationsTest {
    @Test
    void revokes(ScmEmulator.World world) {
        var id = world.place(Map.of("status", "ISSUED")).get("id").asText();
        var revocations = new Revocations(world.url, world.projectId, world.accessKey.ak(), world.accessKey.sk());

        revocations.revoke(id, "key lost");
        world.clock.advance("1h");

        assertEquals("REVOKED", world.certificate(id).get("status").asText());
        world.verify(Map.of("operation", "RevokeCertificate", "status", 200, "times", 1));
    }
}
