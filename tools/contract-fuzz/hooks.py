"""What the cases of all operations need: every request with a good Idempotency-Key has a key of its own.

Cases share the keys of examples, and a key that was used for another request is 422, as it has to be. Keys that break the
contract stay as they are. Repeating a request with its key is what the project's own tests do.
"""

import re
import uuid

import schemathesis

GOOD = re.compile(r"[\x21-\x7e]{1,255}\Z")


@schemathesis.hook
def before_call(context, case, kwargs):
    headers = case.headers
    if case.method != "POST" or not headers:
        return
    key = headers.get("Idempotency-Key")
    if isinstance(key, str) and GOOD.match(key):
        headers["Idempotency-Key"] = f"{key[:200]}-{uuid.uuid4()}"
