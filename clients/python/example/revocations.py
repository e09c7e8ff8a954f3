"""Revokes certificates with the core of the vendor's SDK, whose client for SCM has no such call."""

import sys

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.client import Client, ClientBuilder
from huaweicloudsdkcore.sdk_response import SdkResponse


class RevokeCertificateResponse(SdkResponse):
    openapi_types = {"message": "str"}
    attribute_map = {"message": "message"}

    def __init__(self, message=None):
        super().__init__()
        self.message = message


class RevocationsClient(Client):
    def __init__(self):
        super().__init__()
        self.model_package = sys.modules[__name__]

    def revoke(self, cert_id, reason):
        """Answers with the response; a refusal is a ``ClientRequestException``."""
        return self.do_http_request(
            method="POST",
            resource_path="/v2/{project_id}/scm/cert/{cert_id}/revoke",
            path_params={"cert_id": cert_id},
            header_params={"Content-Type": "application/json"},
            body={"reason": reason},
            response_type="RevokeCertificateResponse",
        )


def connect(endpoint, project_id, ak, sk):
    credentials = BasicCredentials(ak, sk, project_id)
    return ClientBuilder(RevocationsClient).with_credentials(credentials).with_endpoint(endpoint).build()
