"""Revokes a certificate with the vendor's SDK for Python, as its users would. See run.ts."""

import os
import re
import sys

from huaweicloudsdkcore.auth.credentials import BasicCredentials, GlobalCredentials
from huaweicloudsdkcore.client import Client, ClientBuilder
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkcore.sdk_response import SdkResponse
from huaweicloudsdkscm.v3 import ListCertificatesRequest, ScmClient, ShowCertificateRequest

URL, REGION = os.environ["INTEROP_URL"], os.environ["INTEROP_REGION"]
AK, SK = os.environ["INTEROP_AK"], os.environ["INTEROP_SK"]
PROJECT, ACCOUNT = os.environ["INTEROP_PROJECT"], os.environ["INTEROP_ACCOUNT_ID"]
CERTIFICATE, NAME = os.environ["INTEROP_CERTIFICATE"], os.environ["INTEROP_NAME"]
REASON = os.environ["INTEROP_REASON"]


class RevokeCertificateResponse(SdkResponse):
    """What the SDK's packages for single services have for each operation; theirs for SCM knows only v3."""

    openapi_types = {"message": "str"}
    attribute_map = {"message": "message"}

    def __init__(self, message=None):
        super().__init__()
        self.message = message


class RevokeClient(Client):
    """A client of the SDK's core with the one operation."""

    def __init__(self):
        super().__init__()
        self.model_package = sys.modules[__name__]

    def revoke_certificate(self, cert_id, reason):
        return self.do_http_request(
            method="POST",
            resource_path="/v2/{project_id}/scm/cert/{cert_id}/revoke",
            path_params={"cert_id": cert_id},
            header_params={"Content-Type": "application/json"},
            body={"reason": reason},
            response_type="RevokeCertificateResponse",
        )


def expect(what, got, wanted):
    if got != wanted:
        sys.exit(f"{what}: got {got!r}, expected {wanted!r}")
    print(f"{what}: {got}")


def build(builder, credentials):
    """With a region the SDK asks IAM for the id that the credentials leave open."""
    return builder.with_credentials(credentials.with_iam_endpoint(URL)).with_region(Region(REGION, URL)).build()


basic = BasicCredentials(AK, SK)
client = build(ClientBuilder(RevokeClient), basic)
expect("project id, found through IAM", basic.project_id, PROJECT)

answer = client.revoke_certificate(CERTIFICATE, REASON)
expect("revoke", (answer.status_code, answer.message), (200, "success"))

account = GlobalCredentials(AK, SK)
scm = build(ScmClient.new_builder(), account)
expect("account id, found through IAM", account.domain_id, ACCOUNT)

shown = scm.show_certificate(ShowCertificateRequest(certificate_id=CERTIFICATE))
expect("v3 show", (shown.id, shown.status, shown.revoke_reason), (CERTIFICATE, "REVOKING", REASON))

listed = scm.list_certificates(ListCertificatesRequest(content=NAME, status="REVOKING", limit=10))
expect("v3 list", (listed.total_count, [row.id for row in listed.certificates]), (1, [CERTIFICATE]))

try:
    client.revoke_certificate(CERTIFICATE, REASON)
    sys.exit("a second revoke was not refused")
except ClientRequestException as refusal:
    expect("revoke again", (refusal.status_code, refusal.error_code), (400, "SCM.0010"))
    print(f"its request id: {refusal.request_id}")
    if not re.fullmatch("[0-9a-f]{32}", refusal.request_id or ""):
        sys.exit("that is no request id")
