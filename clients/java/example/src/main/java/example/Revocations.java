package example;

import com.huaweicloud.sdk.core.ClientBuilder;
import com.huaweicloud.sdk.core.HcClient;
import com.huaweicloud.sdk.core.SdkResponse;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.http.FieldExistence;
import com.huaweicloud.sdk.core.http.HttpMethod;
import com.huaweicloud.sdk.core.http.HttpRequestDef;
import com.huaweicloud.sdk.core.http.LocationType;
import java.util.Map;

/** Revokes certificates with the core of the vendor's SDK, whose client for SCM has no such call. */
public class Revocations {
    private record Request(String certificateId, Map<String, String> body) { }

    private static final HttpRequestDef<Request, SdkResponse> REVOKE =
            HttpRequestDef.builder(HttpMethod.POST, Request.class, SdkResponse.class)
                    .withName("RevokeCertificate")
                    .withUri("/v2/{project_id}/scm/cert/{cert_id}/revoke")
                    .withContentType("application/json")
                    .withRequestField("cert_id", LocationType.Path, FieldExistence.NON_NULL_NON_EMPTY, String.class,
                            field -> field.withMarshaller(Request::certificateId, null))
                    .withRequestField("body", LocationType.Body, FieldExistence.NON_NULL_NON_EMPTY, Map.class,
                            field -> field.withMarshaller(Request::body, null))
                    .build();

    private final HcClient client;

    public Revocations(String endpoint, String projectId, String ak, String sk) {
        var credentials = new BasicCredentials().withProjectId(projectId).withAk(ak).withSk(sk);
        client = new ClientBuilder<>(hcClient -> hcClient).withEndpoint(endpoint).withCredential(credentials).build();
    }

    /** Answers with the status of HTTP; a refusal is a {@code ServiceResponseException}. */
    public int revoke(String certificateId, String reason) {
        return client.syncInvokeHttp(new Request(certificateId, Map.of("reason", reason)), REVOKE).getHttpStatusCode();
    }
}
