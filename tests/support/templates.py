"""Templates compiled once for all apps of this process: every test makes an app of its own."""

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class CompiledOnce(BytecodeCache):
    """Keep what was compiled, by name and by what the source was."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


_COMPILED = CompiledOnce()


def compiled_once(app: Flask) -> Flask:
    """Let an app take over what others have compiled."""
    app.jinja_env.bytecode_cache = _COMPILED
    return app
