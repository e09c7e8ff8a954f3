"""Worlds of a scm-emulator for tests in Python 3.9 or newer, with the standard library only.

With ``pytest_plugins = ["scm_emulator"]`` in conftest.py each test that asks for it has a world of its own:

    def test_revokes(world):
        certificate = world.place(status="ISSUED")
        ...  # the code under test revokes it at world.url, with world.access_key or world.token
        world.clock.advance("1h")
        assert world.certificate(certificate["id"])["status"] == "REVOKED"
        world.verify(operation="RevokeCertificate", status=200, times=1)

Keyword arguments are fields of the documents that /docs of a server that runs describes.
"""

import contextlib
import http.client
import json
import os
import re
import shlex
import shutil
import threading
from functools import partialmethod
from subprocess import PIPE, STDOUT, Popen
from urllib.parse import quote, urlencode, urlsplit

VERSION = "0.1.0"


class ControlError(Exception):
    """A control call that was refused; the message is the server's and says what to do."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code


class VerificationError(AssertionError):
    """A world's requests are not as expected; ``verdict`` has the nearest one, if there is any."""

    def __init__(self, verdict):
        super().__init__(verdict["message"])
        self.verdict = verdict


def connect(url=None, key=None, timeout=10.0):
    """A server that runs: at SCM_EMULATOR_ENDPOINT or http://127.0.0.1:4640, with the key in SCM_EMULATOR_ADMIN_KEY."""
    url = url or os.environ.get("SCM_EMULATOR_ENDPOINT") or "http://127.0.0.1:4640"
    return Emulator(url, key or os.environ.get("SCM_EMULATOR_ADMIN_KEY"), timeout)


def start(command=None, timeout=10.0):
    """The server at SCM_EMULATOR_ENDPOINT; where that is not set, one that ends with this process at the latest.

    ``command`` starts it: SCM_EMULATOR_COMMAND, or ``scm-emulator``, unless given. Without pytest:
    ``with scm_emulator.start() as emulator: world = emulator.create_world()``.
    """
    if os.environ.get("SCM_EMULATOR_ENDPOINT"):
        return connect(timeout=timeout)
    name, *options = shlex.split(command or os.environ.get("SCM_EMULATOR_COMMAND") or "scm-emulator")
    line = [shutil.which(name) or name, *options, "--port=0", "--in-memory", "--fixtures=none", "--stop-on-eof"]
    env = {key: value for key, value in os.environ.items() if not key.startswith("SCM_EMULATOR_")}
    try:
        process = Popen(line, env=env, encoding="utf-8", errors="replace", stdin=PIPE, stdout=PIPE, stderr=STDOUT)
    except OSError as error:
        hint = "install it, or set SCM_EMULATOR_ENDPOINT to the address of a server that runs"
        raise ConnectionError(f"{name} cannot be started ({error.strerror}): {hint}") from None
    deadline = threading.Timer(60, process.kill)
    deadline.start()
    said = "it said nothing"
    for said in process.stdout:
        if listening := re.search(r'listening at (https?://[^"\s]+)', said):
            deadline.cancel()
            # What it goes on to say is read, so that the pipe never fills up.
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return Emulator(listening[1], timeout=timeout, process=process)
    deadline.cancel()
    raise ConnectionError(f"{name} did not start: {said.strip()}")


class _Part:
    def __init__(self, send, path):
        self._send, self._path = send, path

    def _call(self, method, path, /, *names, **document):
        """Asks for a path under this one, with names in its gaps, and the document as its body."""
        __tracebackhide__ = True
        path = self._path + path.format(*(quote(str(name), "") for name in names))
        return self._send(method, path, None if method in ("GET", "DELETE") else document)


class Emulator(_Part, contextlib.AbstractContextManager):
    """A server and its worlds. Leaving its context ends it, where ``start`` has started it."""

    coverage = partialmethod(_Part._call, "GET", "/coverage")  # which answers clients have met, in all worlds

    def __init__(self, url, key=None, timeout=10.0, process=None):
        if not re.match("https?://[^/]", url):
            raise ValueError(f"{url} is no address such as http://127.0.0.1:4640")
        self.url, self.timeout, self._process, self._path = url.rstrip("/"), timeout, process, ""
        self._headers = {"x-emulator-key": key} if key else {}
        version = self._call("GET", "/health")["version"]
        if version != VERSION:
            hint = f"take that of the server: curl {self.url}/_emulator/clients/python > scm_emulator.py"
            raise RuntimeError(f"this client is of scm-emulator {VERSION}, {self.url} is {version}: {hint}")

    def create_world(self, **document):
        return World(self, **self._call("POST", "/worlds", **document))

    def world(self, project_id):
        return World(self, project_id)

    def worlds(self):
        return self._call("GET", "/worlds")["worlds"]

    def close(self):
        if self._process:
            self._process.stdin.close()
            self._process.wait(10)

    def __exit__(self, *_):
        self.close()

    def _send(self, method, path, document):
        __tracebackhide__ = True
        address = urlsplit(self.url)
        connect_to = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        connection = connect_to(address.netloc, timeout=self.timeout)
        body = None if document is None else json.dumps(document)
        headers = self._headers if body is None else {**self._headers, "content-type": "application/json"}
        try:
            connection.request(method, f"{address.path}/_emulator{path}", body, headers)
            response = connection.getresponse()
            status, text = response.status, response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise ConnectionError(f"no scm-emulator answers at {self.url} ({error})") from None
        finally:
            connection.close()
        try:
            answer = json.loads(text or "null")
            if status < 300:
                return answer
            refusal = ControlError(status, answer["error"]["code"], answer["error"]["message"])
        except (ValueError, TypeError, KeyError):
            raise ConnectionError(f"what answers at {self.url} is no scm-emulator: {status} {text[:200]}") from None
        raise refusal


class Clock(_Part):
    read = partialmethod(_Part._call, "GET", "")
    set = partialmethod(_Part._call, "PUT", "")  # now=, frozen=; going back undoes nothing
    freeze = partialmethod(_Part._call, "PUT", "", frozen=True)  # at now= where it is given
    run = partialmethod(_Part._call, "PUT", "", frozen=False)

    def advance(self, by):
        """Moves it forward by a duration such as ``31d``."""
        return self._call("POST", "/advance", by=by)


class Faults(_Part):
    add = partialmethod(_Part._call, "POST", "")
    change = partialmethod(_Part._call, "PATCH", "/{}")  # its id, then its fields

    def list(self):
        return self._call("GET", "")["faults"]

    def remove(self, fault_id=None):
        """Removes one, or all."""
        self._call("DELETE", "" if fault_id is None else f"/{fault_id}")


class World(_Part):
    """An account with one project. One just made has its name, token, access_key, users and certificates too."""

    settings = partialmethod(_Part._call, "GET", "")
    update = partialmethod(_Part._call, "PATCH", "")  # settings and users
    reset = partialmethod(_Part._call, "POST", "/reset")  # to how it was made, at the present time
    delete = partialmethod(_Part._call, "DELETE", "")
    place = partialmethod(_Part._call, "POST", "/certificates")  # in any status
    certificate = partialmethod(_Part._call, "GET", "/certificates/{}")
    change = partialmethod(_Part._call, "PATCH", "/certificates/{}")  # its id, then its fields
    remove = partialmethod(_Part._call, "DELETE", "/certificates/{}")
    forget_requests = partialmethod(_Part._call, "DELETE", "/requests")
    har = partialmethod(_Part._call, "GET", "/requests?format=har")
    explain = partialmethod(_Part._call, "POST", "/explain")  # what the service would answer, and why
    coverage = partialmethod(_Part._call, "GET", "/coverage")
    create_token = partialmethod(_Part._call, "POST", "/tokens")  # user=
    snapshot = partialmethod(_Part._call, "GET", "/snapshot")
    restore = partialmethod(_Part._call, "PUT", "/snapshot")  # **snapshot

    def __init__(self, emulator, project_id, **created):
        super().__init__(emulator._send, f"/worlds/{quote(project_id, '')}")
        self.__dict__.update(created, url=emulator.url, project_id=project_id)
        self.clock = Clock(emulator._send, f"{self._path}/clock")
        self.faults = Faults(emulator._send, f"{self._path}/faults")

    def list_certificates(self):
        return self._call("GET", "/certificates")["certificates"]

    def review(self, cert_id, decision):
        """Decides a pending review in the CA's place: ``approve`` or ``reject``."""
        return self._call("POST", "/certificates/{}/review", cert_id, decision=decision)

    def requests(self, **filter):
        """The journal, oldest first: the entries whose fields equal all that are given."""
        texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in filter.items()}
        return self._call("GET", f"/requests?{urlencode(texts)}")["requests"]

    def verify(self, **expectation):
        """Asserts on the journal: there is such a request, or as many as ``times`` and others say."""
        __tracebackhide__ = True
        verdict = self._call("POST", "/requests/verify", **expectation)
        if not verdict["verified"]:
            raise VerificationError(verdict)
        return verdict

    def events(self, after=0, limit=100):
        return self._call("GET", f"/events?after={after}&limit={limit}")["events"]

    def findings(self):
        """What the service let pass in requests although the contract does not."""
        return self._call("GET", "/findings")["findings"]


with contextlib.suppress(ImportError):
    import pytest

    @pytest.fixture(scope="session")
    def scm_emulator(request):
        """The server of all tests; the processes of pytest-xdist share one."""
        url = getattr(request.config, "workerinput", {}).get("scm_emulator")
        with connect(url) if url else start() as emulator:
            yield emulator

    @pytest.fixture
    def world(scm_emulator):
        """A world of the test's own, dropped at its end."""
        world = scm_emulator.create_world()
        yield world
        with contextlib.suppress(ControlError):
            world.delete()

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(node):
        """Starts the server before the processes of pytest-xdist, and tells them where."""
        if not hasattr(node.config, "scm_emulator"):
            node.config.scm_emulator = start()
            node.config.add_cleanup(node.config.scm_emulator.close)
        node.workerinput["scm_emulator"] = node.config.scm_emulator.url
