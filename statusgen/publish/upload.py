"""Putting files in place: fenced one by one, in steps that each end before the next."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass

from statusgen.publish.errors import ConditionError, ConflictError, PublishError
from statusgen.publish.headers import encode_body
from statusgen.publish.lease import Lease
from statusgen.publish.plan import Upload
from statusgen.publish.ports import Phase, Session
from statusgen.publish.record import STAMP_KEY
from statusgen.publish.site import Read
from statusgen.publish.target import Expect, Headers, Special

#: How often an object may turn out to be another than expected before we give up.
SURPRISES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Uploader:
    """Writes the files of one release at one target."""

    session: Session
    lease: Lease
    read: Read

    def send(self, uploads: list[Upload], *, done: int, total: int) -> dict[str, str]:
        """Write *uploads*, several at a time; return path → ETag once all are there."""
        count, lock = [done], threading.Lock()

        def send_one(upload: Upload) -> str:
            with lock:
                count[0] += 1
                place = count[0]
            self.session.tell(Phase.UPLOAD, upload.path, place, total)
            return self.send_one(upload)

        etags = self.session.each(send_one, uploads)
        return {upload.path: etag for upload, etag in zip(uploads, etags, strict=True)}

    def send_one(self, upload: Upload) -> str:
        """Write one file where what we expect is there, and return its ETag."""
        data = self.read(upload.path)
        if hashlib.sha256(data).digest() != upload.want.sha256:
            raise PublishError(
                f"{upload.path} is not what was built: something else wrote to the site folder",
                hint="build again, and let nothing else write there",
            )
        headers = upload.want.headers
        body = encode_body(data, headers.encoding)
        expect = upload.expect
        if expect is Special.ANYTHING and self.session.store.quirks.conditional:
            expect = self._look(upload.path)
        return self._put(upload.path, body, headers, expect)

    def _look(self, path: str) -> Expect:
        found = self.session.attempt(self.session.store.head, path)
        return found.etag if found else Special.ABSENT

    def _put(self, path: str, body: bytes, headers: Headers, expect: Expect) -> str:
        """Write *body*, fenced by *expect*.

        A refusal is looked into before it is believed. Our own bytes are there: the
        answer to an earlier try was lost. Something else is, and the claim is still
        ours: a tool that knows nothing of releases wrote it, or a publisher that died,
        and it is overwritten. The claim is not ours any more: stop.
        """
        store, attempt = self.session.store, self.session.attempt
        for _ in range(SURPRISES):
            if isinstance(expect, str) and path != STAMP_KEY:
                attempt(store.keep, path, expect)
            self.lease.check()
            try:
                return attempt(store.put, path, body, headers, expect=expect)
            except ConditionError:
                stored = attempt(store.get, path)
                found = attempt(store.head, path)
                same_headers = found is not None and found.headers in (None, headers)
                if stored is not None and stored.body == body and same_headers:
                    return stored.etag
                self.lease.confirm()
                expect = stored.etag if stored else Special.ABSENT
                self.session.tell(Phase.NOTE, f"{path} had been changed by something else")
        raise ConflictError(
            f"{path} is changed by something else again and again",
            hint="find out what else writes to this target, and stop it",
        )
