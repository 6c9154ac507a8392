"""A server on this machine that answers as the Hugging Face hub does, for one data set."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """What the server holds; change it while it runs.

    Attributes:
        url: of the server.
        files: bytes by name.
        dataset: the one that there is.
        commit: of the files.
        status: what every question is answered with instead, where it is not 200.
        code: of the error, as the hub names it.
        asked: the paths that were asked for.
        sizes: lies about the size of a file, by name; None says nothing of it.
        odd: what is answered in place of the listing, where there is something.
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    dataset: str = "some/moods"
    commit: str = COMMIT
    status: int = 200
    code: str = ""
    asked: list[str] = field(default_factory=list)
    sizes: dict[str, int | None] = field(default_factory=dict)
    odd: list[Any] = field(default_factory=list)

    def listing(self) -> Any:
        if self.odd:
            return self.odd[0]
        siblings = []
        for name, data in self.files.items():
            size = self.sizes.get(name, len(data))
            siblings.append({"rfilename": name, **({} if size is None else {"size": size})})
        return {"id": self.dataset, "sha": self.commit, "siblings": siblings, "tags": []}


class _Handler(BaseHTTPRequestHandler):
    hub: ClassVar[Hub]

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.asked.append(path)
        listed = f"/api/datasets/{self.hub.dataset}"
        stored = f"/datasets/{self.hub.dataset}/resolve/{self.hub.commit}/"
        if self.hub.status != 200:
            self._send(self.hub.status, b"{}", {"X-Error-Code": self.hub.code}, with_body=with_body)
        elif path in {listed, f"{listed}/revision/main", f"{listed}/revision/{self.hub.commit}"}:
            self._send(200, json.dumps(self.hub.listing()).encode(), {}, with_body=with_body)
        elif path.startswith(stored) and path.removeprefix(stored) in self.hub.files:
            data = self.hub.files[path.removeprefix(stored)]
            etag = hashlib.sha256(data).hexdigest()
            headers = {"ETag": f'"{etag}"', "X-Repo-Commit": self.hub.commit}
            self._send(200, data, headers, with_body=with_body)
        else:
            code = "RevisionNotFound" if f"{listed}/revision" in path else "RepoNotFound"
            self._send(404, b"{}", {"X-Error-Code": code}, with_body=with_body)

    def _send(self, status: int, body: bytes, headers: dict[str, str], *, with_body: bool) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: a test's output is its own."""


@contextlib.contextmanager
def running_hub() -> Iterator[Hub]:
    """Yield a hub that answers until the end of the block."""
    hub = Hub()
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
