"""station.toml: what may be left out, and what is refused."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from station.adapters.config import ConfigError, Settings, load_settings
from station.adapters.config.settings import (
    Audit,
    Bench,
    Camera,
    Data,
    PhotoLimits,
    RuleFiles,
    Scale,
    StationSettings,
    Web,
)
from station.domain.devices import Binding, Flow, Habits, Layout, Parity, SerialLine, Terminator

SHIPPED = Path(__file__).parents[2] / "config" / "station.toml"
LEAST = '[station]\nid = "07"\nname = "Bench"\ncurrency = "EUR"\n'

REFUSED = [
    ("", "station: is missing"),
    (LEAST.replace('"07"', '"7"'), "station.id: found"),
    (LEAST.replace('"07"', "7"), "station.id: found 7; expected two digits in quotes"),
    (LEAST + 'language = "de"', 'station.language: found "de"; expected one of en, he, ru'),
    (LEAST + "[web]\nprot = 1", 'web.prot: there is no key "prot"'),
    (LEAST + 'timezone = "Asia/Jeruslem"', 'did you mean "Asia/Jerusalem"?'),
    (LEAST + "timezone = 2", 'station.timezone: found 2; expected a time zone such as "Asia/Jerusalem"'),
    (LEAST + "[web]\nprot = 1", 'did you mean "port"?'),
    (LEAST + "[web]\ntrusted_hosts = [1]", "web.trusted_hosts: found 1"),
    (LEAST + "[bench]\nsound = 1", "bench.sound: found 1; expected true or false"),
    (LEAST + "[benhc]\nsound = true", 'did you mean "bench"?'),
    (LEAST + "[[scanner]]\nbaud = 9600", "scanner 1: neither device and path given"),
    (LEAST + '[[scanner]]\npath = "/dev/a"\ndevice = "usb:05e0:1701"', "scanner 1: both device and path"),
    (LEAST + '[[scanner]]\npath = "ttyUSB0"', 'scanner 1, path: found "ttyUSB0"'),
    (LEAST + '[[scanner]]\npath = "socket://host"', "scanner 1, path: found"),
    (LEAST + '[[scanner]]\ndevice = "Zebra"', 'scanner 1, device: found "Zebra"'),
    (LEAST + '[[scanner]]\npath = "/dev/a"\nterminator = "clrf"', 'did you mean "crlf"?'),
    (
        LEAST + '[[scanner]]\npath = "/dev/a"\nbytesize = 9',
        "bytesize: found 9; expected a whole number, from 7 to 8",
    ),
    (LEAST + '[[scanner]]\npath = "/dev/a"\nstopbits = true', "stopbits: found true"),
    (LEAST + '[[scanner]]\npath = "/dev/a"\ndriver = "Zebra SSI"', 'scanner 1, driver: found "Zebra SSI"'),
    (LEAST + '[[scanner]]\npath = "/dev/a"\nlayout = "ger"', "scanner 1, layout: found"),
    (LEAST + "[scale]\nbaud = 9600", "scale.path: is missing"),
    (LEAST + '[scale]\npath = "ttyUSB0"', "scale.path: found"),
    ("scanner = 4\n" + LEAST, "scanner: found 4; expected a list of tables"),
    ("web = 4\n" + LEAST, "web: found 4; expected a table"),
    (LEAST + "[camera]\nsource = -1", "camera.source: found -1"),
    (LEAST + "[camera]\nwidth = 640", "camera.source: is missing"),
    (LEAST + "[[camera]]\nsource = 0\n[[camera]]\nsource = 1", "camera 2, name: is missing"),
    (
        LEAST + '[[camera]]\nsource = 0\n[[camera]]\nname = "overhead"\nsource = 1',
        'camera 2, name: "overhead" is the name of another camera',
    ),
    (LEAST + "[camera]\nsource = 0\nread_area = 7", "camera.read_area: found 7"),
    (LEAST + "[camera]\nsource = 0\nexposur = 7", 'did you mean "exposure"?'),
    ("camera = 4\n" + LEAST, "camera: found 4"),
    (LEAST + "[photo]\nmin_sharpness = 2", "photo.min_sharpness: found 2; expected a number from 0 to 1"),
    (LEAST + '[data]\ndir = ""', "data.dir: found"),
    (LEAST + '[rules]\npolicy = "\\u0000"', "rules.policy: found"),
    (LEAST + "[web", "station.toml:5: "),
    (LEAST + "[station]", "station.toml:5: "),
]


def settings(folder: Path, text: str) -> Settings:
    path = folder / "station.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_the_least_that_has_to_be_said(tmp_path: Path) -> None:
    least = settings(tmp_path, LEAST)
    assert (least.station.language, least.station.timezone) == ("en", "")
    assert (least.web.host, least.web.port) == ("127.0.0.1", 8000)
    assert least.web.trusted_hosts == ("127.0.0.1", "localhost")
    assert least.data.dir == Path("data")
    assert (least.scanners, least.cameras, least.photo.min_sharpness) == ((), (), None)
    assert least.rules.routing == tmp_path / "rules" / "routing.toml"


def test_a_time_zone(tmp_path: Path) -> None:
    assert settings(tmp_path, LEAST + 'timezone = "Asia/Jerusalem"').station.timezone == "Asia/Jerusalem"


def test_a_scanner(tmp_path: Path) -> None:
    text = LEAST + '[[scanner]]\npath = "/dev/ttyUSB0"\nparity = "even"\nstopbits = 2\n'
    text += 'driver = "ssi"\nsuffix = "\\u0003"\nlayout = "de"\nacknowledge = true\n'
    text += "ack = '\\x0f'\n"
    line = SerialLine(9600, 8, Parity.EVEN, 2.0, Flow.NONE)
    habits = Habits(Terminator.AUTO, "", "\x03", Layout.DE, True, ack=r"\x0f")
    assert settings(tmp_path, text).scanners == (Binding("/dev/ttyUSB0", "ssi", line, habits),)


@pytest.mark.parametrize("device", ["usb:05e0:1701", "usb:05e0:1701:S123", "usb:05E0:1701@1-2.4"])
def test_a_scanner_by_identity(tmp_path: Path, device: str) -> None:
    (scanner,) = settings(tmp_path, f'{LEAST}[[scanner]]\ndevice = "{device}"\n').scanners
    assert scanner == Binding(device, "plain")


@pytest.mark.parametrize(
    "part",
    [StationSettings, Web, Data, Bench, Camera, PhotoLimits, RuleFiles],
    ids=lambda p: p.__name__,
)
def test_every_setting_is_explained(part: type) -> None:
    """Each stands in the shipped file, with a remark or under one."""
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    for field in fields(part):
        assert any(re.match(rf"(# )?{field.name} = ", line) for line in lines), field.name


@pytest.mark.parametrize("source", [0, "/dev/video2", "http://10.0.0.5/stream"])
def test_a_camera(tmp_path: Path, source: int | str) -> None:
    written = source if isinstance(source, int) else f'"{source}"'
    (camera,) = settings(tmp_path, f"{LEAST}[camera]\nsource = {written}\n").cameras
    assert (camera.name, camera.source) == ("overhead", source)
    assert (camera.reads_codes, camera.auto_shutter, camera.exposure) == (True, False, None)


def test_several_cameras_by_name(tmp_path: Path) -> None:
    text = (
        LEAST
        + '[[camera]]\nsource = 0\n[[camera]]\nname = "side"\nsource = 2\nexposure = 250\nautofocus = false\n'
    )
    overhead, side = settings(tmp_path, text).cameras
    assert (overhead.name, side.name) == ("overhead", "side")
    assert (side.exposure, side.autofocus, side.auto_exposure) == (250, False, None)


def test_a_scale(tmp_path: Path) -> None:
    text = LEAST + '[scale]\npath = "/dev/ttyUSB1"\nbaud = 2400\nbytesize = 7\nparity = "even"\n'
    line = SerialLine(baud=2400, bytesize=7, parity=Parity.EVEN)
    assert settings(tmp_path, text).scale == Scale("/dev/ttyUSB1", line)
    assert settings(tmp_path, LEAST).scale is None


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert settings(tmp_path, "\ufeff" + LEAST).station.id == "07"


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        settings(tmp_path, text)
    assert said in str(refusal.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file"):
        load_settings(tmp_path / "station.toml")


def test_lines_are_named(tmp_path: Path) -> None:
    text = LEAST + '\n# a comment\n[[scanner]]\npath = "/dev/a"\n\n[[scanner]]\npath = "/dev/b"\nbaud = 1\n'
    with pytest.raises(ConfigError) as refusal:
        settings(tmp_path, text)
    assert [problem.line for problem in refusal.value.problems] == [12]


def test_how_graders_are_measured(tmp_path: Path) -> None:
    text = LEAST + "[audit]\nsecond_grades = 0\ncalibration_per_shift = 3\ncalibration_rest_days = 7\n"
    assert settings(tmp_path, text).audit == Audit(0.0, 3, 7)
    assert settings(tmp_path, LEAST).audit == Audit(0.05, 2, 30)
    with pytest.raises(ConfigError, match="a number from 0 to 1"):
        settings(tmp_path, LEAST + "[audit]\nsecond_grades = 5\n")
