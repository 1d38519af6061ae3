"""Ways in that the code does not have: read from the code, so that a new one is seen when it is written."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("station", "web", "firmware_bridge")
# A statement of names of ours alone, where a database of before is brought up to date.
OURS = {"v0005_decisions.py"}
# Each starts our own interpreter with a list of words, and with nothing that came from outside.
STARTERS = {"replays.py", "camera_link.py", "engines.py", "central_site.py"}


@cache
def modules() -> list[tuple[Path, ast.Module]]:
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in found]


def calls() -> Iterator[tuple[Path, str, ast.Call]]:
    """Give every call with the full name of what is called."""
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield path, ast.unparse(node.func), node


def imports() -> Iterator[tuple[Path, str]]:
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((path, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((path, f"{node.module}.{name.name}") for name in node.names)


def joined(node: ast.expr) -> bool:
    """Tell whether a text is put together where it stands."""
    made = isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".format")
    return made or isinstance(node, ast.JoinedStr | ast.BinOp)


def test_no_statement_for_the_database_is_put_together_from_texts() -> None:
    runs = ("execute", "exec_driver_sql", "executescript", "executemany")
    found = [
        f"{path.name}:{call.lineno}"
        for path, name, call in calls()
        if (name.rsplit(".", 1)[-1] in runs or name in ("sa.text", "sqlalchemy.text"))
        and call.args
        and joined(call.args[0])
        and path.name not in OURS
    ]
    assert found == []


def test_no_shell_and_no_program_but_our_own_is_started() -> None:
    shells = ("os.system", "os.popen", "os.exec", "os.spawn", "pty.spawn", "subprocess.getoutput")
    assert [f"{p.name}: {name}" for p, name, _ in calls() if name.startswith(shells)] == []
    assert [p.name for p, _, call in calls() if any(word.arg == "shell" for word in call.keywords)] == []
    starting = {
        p.name for p, name in imports() if name.split(".")[0] == "subprocess" and "sim" not in p.parts
    }
    assert starting == STARTERS


@pytest.mark.parametrize("name", ["eval", "exec", "compile", "__import__"])
def test_no_text_becomes_code(name: str) -> None:
    assert [f"{p.name}:{call.lineno}" for p, called, call in calls() if called == name] == []


def test_nothing_is_unpacked_that_could_bring_code() -> None:
    bringing = ("pickle", "marshal", "shelve", "yaml", "xml", "dill", "joblib")
    assert [f"{p.name}: {name}" for p, name in imports() if name.split(".")[0] in bringing] == []


def test_no_template_is_made_from_a_text() -> None:
    """Every template is a file of the station: what people write is only ever a value in one."""
    made = ("render_template_string", "from_string", "Template", "jinja2.Template", "Environment")
    found = [f"{p.name}:{c.lineno}" for p, name, c in calls() if name.rsplit(".", 1)[-1] in made]
    assert [each for each in found if not each.startswith("env.py")] == []


# What asks others: a station its central, and destinations, whose addresses are held to the allow list.
CALLERS = {"client.py", "poster.py"}
# What answers over TLS, with the site's own certificate.
ANSWERS = {"certificate.py", "tls_serving.py"}


def test_the_station_asks_no_other_host() -> None:
    """No address that a page or a scan brings is ever opened but those of destinations, which are held to the
    site's allow list. Lines to devices lead where the configuration says."""
    asking = (
        "urllib.request",
        "http.client",
        "requests",
        "httpx",
        "aiohttp",
        "ftplib",
        "smtplib",
        "ssl",
        "urllib3",
    )
    apart = {"sim", "demo"}
    found = {p.name for p, name in imports() if name.startswith(asking) and not apart & set(p.parts)}
    assert found == CALLERS | ANSWERS
    plugs = {
        p.parent.name for p, name in imports() if name.split(".")[0] == "socket" and not apart & set(p.parts)
    }
    assert plugs <= {"drivers", "printing", "discovery", "monitor", "ports", "outbound"}
    web = [p for p, name in imports() if name.split(".")[0] == "socket" and "web" in p.parts]
    assert web == []


# The customer's form is open to the world: the proxy that a site names is believed about who asks.
BELIEVES = "form.py"


def test_what_a_proxy_says_is_read_nowhere() -> None:
    assert [p.name for p, name in imports() if "ProxyFix" in name] == []
    for path, _ in modules():
        source = path.read_text(encoding="utf-8")
        if path.name != BELIEVES:
            marks = ("X-Forwarded", "X_FORWARDED", "trusted_proxy=")
            assert not [mark for mark in marks if mark in source], path


def test_secrets_are_drawn_by_the_systems_own_generator() -> None:
    drawn = {p.name for p, name in imports() if name.split(".")[0] == "random" and "sim" not in p.parts}
    waiting = {"supervisor.py", "rounds.py", "sending.py", "loops.py"}
    assert drawn <= {"unattended.py", *waiting}, "random is for the demo and for waiting, never for a secret"


def test_no_key_or_password_stands_in_what_is_shipped() -> None:
    marks = ("BEGIN PRIVATE KEY", "BEGIN OPENSSH PRIVATE KEY", "BEGIN EC PRIVATE KEY", "$argon2id$v=")
    for folder in (*ROOMS, "config", "docs", "tools"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in (".py", ".toml", ".csv", ".md", ".txt", ".json", ".js"):
                text = path.read_text(encoding="utf-8", errors="replace")
                assert not [mark for mark in marks if mark in text], path
