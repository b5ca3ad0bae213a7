"""Settings from three places, and one clear line for every mistake."""

from __future__ import annotations

import traceback
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import FILE, Settings, SettingsError, load_settings

TOKEN = "123456:AAG-secret_part"
LEAST = {"BOT_TOKEN": TOKEN, "BOT_DATABASE": "bot.sqlite3"}
NO_DOTENV = Path("/nowhere/.env")
NAMES = [f"BOT_{field.upper()}" for field in Settings.model_fields]


def load(**more: str) -> Settings:
    return load_settings(LEAST | more, NO_DOTENV)


def complaint_about(environment: dict[str, str], dotenv: Path = NO_DOTENV) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(environment, dotenv)
    assert "secret_part" not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__cause__ is None
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def test_a_token_and_a_database_are_enough() -> None:
    settings = load()
    assert settings.token.get_secret_value() == TOKEN
    assert settings.socket_path == Path("bot.sqlite3.sock")
    assert settings.zone == ZoneInfo("Asia/Shanghai")
    assert (settings.api_url, settings.admins) == ("https://api.telegram.org", frozenset())
    assert (settings.pace_total, settings.pace_chat, settings.pace_group) == (30, 1, 20)
    assert (settings.webhook_url, settings.clock_url) == (None, None)


def test_what_is_written_is_what_is_meant() -> None:
    settings = load(
        BOT_API_URL="http://127.0.0.1:8081/",
        BOT_ADMINS=" 9001, 9002,",
        BOT_TIMEZONE="Asia/Urumqi",
        BOT_CLOCK_URL="http://127.0.0.1:8081/sandbox/clock",
        BOT_PACE_CHAT="0.5",
        BOT_LOG_LEVEL="DEBUG",
        BOT_LOG_FORMAT="json",
        BOT_WEBHOOK_URL="",
    )
    assert settings.api_url == "http://127.0.0.1:8081"
    assert settings.admins == {9001, 9002}
    assert settings.pace_chat == 0.5
    assert (settings.log_level, settings.log_format) == ("debug", "json")
    assert settings.webhook_url is None


def test_one_admin_is_a_set_of_one() -> None:
    assert load(BOT_ADMINS="9001").admins == {9001}


def test_the_environment_wins_over_dotenv_and_that_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "bot.settings").write_text(
        f"BOT_TOKEN={TOKEN}\nBOT_DATABASE=file\nBOT_LOG_LEVEL=error\nBOT_ADMINS=1,2\nBOT_PACE_CHAT=2"
    )
    (tmp_path / ".env").write_text(
        f"HOME=/x\nBOT_DATABASE=dotenv\nBOT_LOG_LEVEL='debug'\n{FILE}={tmp_path}/bot.settings\n"
    )
    settings = load_settings({"BOT_DATABASE": "environment", "PATH": "/bin"}, tmp_path / ".env")
    assert settings.database == Path("environment")
    assert settings.log_level == "debug"
    assert settings.admins == {1, 2}
    assert settings.pace_chat == 2


@pytest.mark.parametrize("missing", sorted(LEAST))
def test_what_is_missing_is_named_and_explained(missing: str) -> None:
    complaint = complaint_about({name: value for name, value in LEAST.items() if name != missing})
    assert complaint.startswith(f"{missing} is missing; it takes the ")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("BOT_TOKEN", "secret_part"),
        ("BOT_TOKEN", f"{TOKEN} secret_part"),
        ("BOT_TOKEN", f"bot{TOKEN}"),
        ("BOT_TOKEN", f"{TOKEN}\n"),
        ("BOT_API_URL", "api.telegram.org"),
        ("BOT_API_URL", "ftp://api.telegram.org"),
        ("BOT_API_URL", "http://[secret_part"),
        ("BOT_ADMINS", "9001;9002"),
        ("BOT_ADMINS", TOKEN),
        ("BOT_TIMEZONE", "Wuhan"),
        ("BOT_TIMEZONE", "Asia"),
        ("BOT_TIMEZONE", "../../etc/passwd"),
        ("BOT_TIMEZONE", "x" * 5_000),
        ("BOT_WEBHOOK_URL", "here"),
        ("BOT_WEBHOOK_SECRET", "secret_part!"),
        ("BOT_WEBHOOK_SECRET", "x" * 257),
        ("BOT_WEBHOOK_LISTEN", "8443"),
        ("BOT_WEBHOOK_LISTEN", "localhost:70000"),
        ("BOT_WEBHOOK_LISTEN", "localhost:²"),
        ("BOT_PACE_TOTAL", "-1"),
        ("BOT_PACE_CHAT", "fast"),
        ("BOT_LOG_LEVEL", "loud"),
        ("BOT_LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value_is_named_and_what_would_be_right_is_said(name: str, wrong: str) -> None:
    complaint = complaint_about(LEAST | {name: wrong})
    assert complaint.startswith(f"{name} cannot be used as it is; it takes ")


@pytest.mark.parametrize(
    "api_url", ["https://api.telegram.org", "http://10.0.0.1", "http://127.0.0.1.evil.example", "nonsense"]
)
def test_a_foreign_clock_is_refused_unless_the_api_is_on_this_machine(api_url: str) -> None:
    clock = {"BOT_CLOCK_URL": "http://127.0.0.1/sandbox/clock"}
    complaint_about(LEAST | {"BOT_API_URL": api_url} | clock)
    assert complaint_about(LEAST | clock).startswith("BOT_CLOCK_URL ")
    for here in ("http://localhost:1", "http://127.0.0.2:1", "http://[::1]:1"):
        assert load(BOT_API_URL=here, **clock).clock_url == clock["BOT_CLOCK_URL"]


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("BOT_TOKKEN", "did you mean BOT_TOKEN?"),
        ("BOT_PACE", "did you mean BOT_PACE_"),
        ("BOT_QQQQQQQQQQQQ", "there are BOT_TOKEN, "),
    ],
)
def test_an_unknown_name_is_refused_with_a_better_one(name: str, advice: str) -> None:
    complaint = complaint_about(LEAST | {name: "secret_part"})
    assert name in complaint
    assert advice in complaint


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('token = "secret_part"', "did you mean BOT_TOKEN?"),
        ("BOT_TOKEN = secret_part", "BOT_TOKEN cannot be used"),
        (b"\xff", "not UTF-8"),
        ("BOT_TOKEN = 5", "BOT_TOKEN cannot be used"),
    ],
)
def test_a_file_that_is_wrong_says_how(tmp_path: Path, content: str | bytes, complaint: str) -> None:
    file = tmp_path / "bot.settings"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert complaint in complaint_about({"BOT_DATABASE": "x", FILE: str(file)})


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert complaint_about({FILE: str(tmp_path / "none.settings")}).startswith(FILE)
    assert complaint_about({}, tmp_path).startswith(str(tmp_path))


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    settings = load(BOT_WEBHOOK_SECRET="secret_part")
    assert "secret_part" not in repr(settings) + str(settings) + settings.model_dump_json()


@given(st.sampled_from(NAMES), st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_any_text_is_taken_or_refused_in_one_line(name: str, text: str) -> None:
    complaint = ""
    try:
        load_settings(LEAST | {name: text}, NO_DOTENV)
    except SettingsError as error:
        complaint = str(error)
    assert complaint == "" or complaint.startswith(name)
    assert len(complaint.splitlines()) <= 1
