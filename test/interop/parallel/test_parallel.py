"""Fifty tests at once on one server: none meets another."""

import pytest
import revocations
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException


@pytest.mark.parametrize("number", range(50))
def test_alone(world, number):
    certificate, throttled = world.place(status="ISSUED"), number % 2
    client = revocations.connect(world.url, world.project_id, world.access_key["ak"], world.access_key["sk"])
    if throttled:
        world.faults.add(operation="RevokeCertificate", times=1, error="APIGW.0308")
        with pytest.raises(ServiceResponseException):
            client.revoke(certificate["id"], "too soon")

    client.revoke(certificate["id"], f"reason {number}")
    world.clock.advance(f"{number + 1}d")

    (found,) = world.list_certificates()
    assert (found["status"], found["revoke_reason"]) == ("REVOKED", f"reason {number}")
    world.verify(operation="RevokeCertificate", times=1 + throttled)
