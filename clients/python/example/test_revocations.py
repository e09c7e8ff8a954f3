import revocations


def test_revokes(world):
    certificate = world.place(status="ISSUED")
    client = revocations.connect(world.url, world.project_id, world.access_key["ak"], world.access_key["sk"])

    client.revoke(certificate["id"], "key lost")
    world.clock.advance("1h")

    assert world.certificate(certificate["id"])["status"] == "REVOKED"
    world.verify(operation="RevokeCertificate", status=200, times=1)
