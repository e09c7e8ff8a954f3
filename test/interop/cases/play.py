"""Plays the cases through the client for Python, beside the files of its project. See cases.ts."""

import json
import os
import threading

import revocations
import scm_emulator
from huaweicloudsdkcore.exceptions.exceptions import SdkException, ServiceResponseException


def resolve(value, saved):
    """What a step is given, with what earlier steps gave in place of ``$name.field``."""
    if isinstance(value, dict):
        return {field: resolve(part, saved) for field, part in value.items()}
    if isinstance(value, list):
        return [resolve(part, saved) for part in value]
    if isinstance(value, str) and value.startswith("$"):
        for part in value[1:].split("."):
            saved = saved[int(part)] if isinstance(saved, list) else saved[part]
        return saved
    return value


def revoke(world, certificate, reason):
    client = revocations.connect(world.url, world.project_id, world.access_key["ak"], world.access_key["sk"])
    return {"status": client.revoke(certificate, reason).status_code}


CALLS = {
    "revoke": revoke,
    "settings": lambda world: world.settings(),
    "update": lambda world, change: world.update(**change),
    "reset": lambda world: world.reset(),
    "delete": lambda world: world.delete(),
    "place": lambda world, document: world.place(**document),
    "certificate": lambda world, cert_id: world.certificate(cert_id),
    "listCertificates": lambda world: world.list_certificates(),
    "change": lambda world, cert_id, fields: world.change(cert_id, **fields),
    "remove": lambda world, cert_id: world.remove(cert_id),
    "review": lambda world, cert_id, decision: world.review(cert_id, decision),
    "requests": lambda world, filter: world.requests(**filter),
    "forgetRequests": lambda world: world.forget_requests(),
    "har": lambda world: world.har(),
    "verify": lambda world, expectation: world.verify(**expectation) and None,
    "events": lambda world, after: world.events(after),
    "explain": lambda world, request: world.explain(**request),
    "coverage": lambda world: world.coverage(),
    "findings": lambda world: world.findings(),
    "createToken": lambda world: world.create_token(),
    "snapshot": lambda world: world.snapshot(),
    "restore": lambda world, snapshot: world.restore(**snapshot),
    "clock.read": lambda world: world.clock.read(),
    "clock.set": lambda world, change: world.clock.set(**change),
    "clock.freeze": lambda world: world.clock.freeze(),
    "clock.run": lambda world: world.clock.run(),
    "clock.advance": lambda world, by: world.clock.advance(by),
    "faults.add": lambda world, fault: world.faults.add(**fault),
    "faults.list": lambda world: world.faults.list(),
    "faults.change": lambda world, fault_id, fields: world.faults.change(fault_id, **fields),
    "faults.remove": lambda world, *fault_id: world.faults.remove(*fault_id),
    "createWorld": lambda world, document: emulator.create_world(**document).project_id,
    "settingsOf": lambda world, project_id: emulator.world(project_id).settings(),
    "worldsAt": lambda world, url: scm_emulator.connect(url, timeout=2).worlds(),
    "server.coverage": lambda world: emulator.coverage(),
}


def play(world, step, saved):
    try:
        result = CALLS[step["call"]](world, *resolve(step.get("with", []), saved))
        if "as" in step:
            saved[step["as"]] = result
        return {"result": result}
    except scm_emulator.ControlError as error:
        return {"fails": {"kind": "control", "status": error.status, "code": error.code, "message": str(error)}}
    except scm_emulator.VerificationError as error:
        nearest = error.verdict.get("nearest", {}).get("differences", [])
        return {"fails": {"kind": "verification", "message": str(error), "nearest": nearest}}
    except ServiceResponseException as error:
        return {"fails": {"kind": "service", "status": error.status_code, "code": error.error_code}}
    except (SdkException, scm_emulator.http.client.HTTPException) as error:
        return {"fails": {"kind": "lost", "message": repr(error)}}
    except (OSError, ValueError, RuntimeError) as error:
        return {"fails": {"kind": "lost" if step["call"] == "revoke" else "connection", "message": str(error)}}


emulator = scm_emulator.start()
if "INTEROP_CASES" not in os.environ:
    print(f"waiting: {os.getpid()} {emulator.url}", flush=True)
    threading.Event().wait()
results = []
with open(os.environ["INTEROP_CASES"], encoding="utf-8") as file:
    cases = json.load(file)
for case in cases:
    world = emulator.create_world(**case["world"])
    saved = {**json.loads(os.environ["INTEROP_GIVEN"]), "world": {"certificates": world.certificates}}
    results.append([play(world, step, saved) for step in case["steps"]])
with open(os.environ["INTEROP_RESULTS"], "w", encoding="utf-8") as file:
    json.dump(results, file)
