package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import scmemulator.ScmEmulator;

/** Fifty tests at once on one server: none meets another. */
@ExtendWith(ScmEmulator.Extension.class)
class ParallelTest {
    private static final CountDownLatch TOGETHER = new CountDownLatch(50);

    @RepeatedTest(50)
    void alone(ScmEmulator.World world, RepetitionInfo repetition) throws InterruptedException {
        var number = repetition.getCurrentRepetition();
        TOGETHER.countDown();
        assertEquals(true, TOGETHER.await(60, TimeUnit.SECONDS), "all fifty are under way");

        var id = world.place(Map.of("status", "ISSUED")).get("id").asText();
        var revocations = new Revocations(world.url, world.projectId, world.accessKey.ak(), world.accessKey.sk());
        if (number % 2 == 1) {
            world.faults.add(Map.of("operation", "RevokeCertificate", "times", 1, "error", "APIGW.0308"));
            assertThrows(ServiceResponseException.class, () -> revocations.revoke(id, "too soon"));
        }
        revocations.revoke(id, "reason " + number);
        world.clock.advance(number + "d");

        var found = world.listCertificates();
        assertEquals(1, found.size());
        assertEquals("REVOKED", found.get(0).get("status").asText());
        assertEquals("reason " + number, found.get(0).get("revoke_reason").asText());
        world.verify(Map.of("operation", "RevokeCertificate", "times", 1 + number % 2));
    }
}
