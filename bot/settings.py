"""What the person who runs the bot decides: from the environment, from `.env`, or from a file.

A name in one place is the same name in all of them, `BOT_…`; the environment wins over `.env`, and that over the
file named by `BOT_SETTINGS_FILE`, which is written like `.env`. A mistake ends in one line that names the setting
and never shows a value, because the value may be a secret in the wrong place.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

T = TypeVar("T")

PREFIX = "BOT_"
FILE = "BOT_SETTINGS_FILE"
DOTENV = Path(".env")

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
_WEBHOOK_SECRET = re.compile(r"[\w-]{1,256}", re.ASCII)  # Bot API, setWebhook


class SettingsError(Exception):
    """A setting is missing, wrong or unknown. Its text is one line for the person who made it."""


class Settings(BaseSettings):
    """Every setting with its default; a description says, after a mistake, what to write instead."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    token: SecretStr = Field(description="the token that @BotFather gave you, digits:text")
    database: Path = Field(description="the file that holds everything, for example bot.sqlite3")
    backups: Path | None = Field(None, description="a folder for the nightly backups, for example backups")
    api_url: str = Field("https://api.telegram.org", description="an address like https://api.telegram.org")
    admins: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(), description="Telegram user ids with commas between, as 9001,9002"
    )
    timezone: str = Field("Asia/Shanghai", description="a time zone's name, as Asia/Shanghai")
    webhook_url: str | None = Field(
        None, description="the public https address where Telegram brings updates"
    )
    webhook_secret: SecretStr | None = Field(
        None, description="1 to 256 of A-Z a-z 0-9 _ -, known to nobody else"
    )
    webhook_listen: str = Field("127.0.0.1:8443", description="host:port to listen on, as 127.0.0.1:8443")
    clock_url: str | None = Field(
        None, description="a clock for tests; allowed only while BOT_API_URL is on this machine (127.0.0.1)"
    )
    pace_total: float = Field(30, ge=0, description="messages per second over all, 0 for no limit")
    pace_chat: float = Field(1, ge=0, description="messages per second to one person, 0 for no limit")
    pace_group: float = Field(20, ge=0, description="messages per minute to one group, 0 for no limit")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="debug, info, warning or error"
    )
    log_format: Literal["console", "json"] = Field("console", description="console or json")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing is read behind anybody's back: `load_settings` says where everything comes from."""
        return (init_settings,)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which days begin and quiet hours are meant."""
        return ZoneInfo(self.timezone)

    @property
    def backups_folder(self) -> Path:
        """Where the nightly backups go: beside the database unless said otherwise."""
        return self.database.with_name("backups") if self.backups is None else self.backups

    @property
    def socket_path(self) -> Path:
        """Where the running bot listens to the command line: beside its database."""
        return self.database.with_name(f"{self.database.name}.sock")

    @field_validator("token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr) -> SecretStr:
        return _demand(token, _TOKEN.fullmatch(token.get_secret_value()))

    @field_validator("webhook_secret")
    @classmethod
    def _is_accepted_by_telegram(cls, secret: SecretStr | None) -> SecretStr | None:
        return _demand(secret, secret is None or _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()))

    @field_validator("api_url", "webhook_url", "clock_url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)  # raises ValueError for a malformed host
        return _demand(url.rstrip("/"), parts.scheme in {"http", "https"} and parts.hostname)

    @field_validator("clock_url")
    @classmethod
    def _serves_tests_only(cls, url: str | None, info: ValidationInfo) -> str | None:
        # Whoever sets the clock decides what has expired: never a stranger's, never beside the real Telegram.
        return _demand(url, url is None or _is_on_loopback(info.data.get("api_url", "")))

    @field_validator("admins", mode="before")
    @classmethod
    def _are_separated_by_commas(cls, admins: object) -> object:
        if isinstance(admins, str):
            return [admin.strip() for admin in admins.split(",") if admin.strip()]
        return [admins] if isinstance(admins, int) else admins

    @field_validator("timezone")
    @classmethod
    def _is_known(cls, timezone: str) -> str:
        try:
            ZoneInfo(timezone)
        except (
            KeyError,
            OSError,
        ):  # not there; a directory of the time zone database, or too long for a path
            raise ValueError from None
        return timezone

    @field_validator("webhook_listen")
    @classmethod
    def _is_host_and_port(cls, listen: str) -> str:
        host, _, port = listen.rpartition(":")
        return _demand(listen, host and port.isascii() and port.isdigit() and int(port) < 65_536)

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _may_be_in_capitals(cls, word: object) -> object:
        return word.lower() if isinstance(word, str) else word


def load_settings(environment: Mapping[str, str] | None = None, dotenv: Path = DOTENV) -> Settings:
    """Read the settings; raises SettingsError with one line for the person who has to mend them."""
    surrounding = _ours(os.environ if environment is None else environment)
    beside = _ours(_read_file(dotenv, str(dotenv))) if dotenv.exists() else {}
    file = (beside | surrounding).get(FILE)
    named = _given(_read_file(Path(file), f"{FILE}: {file}")) if file else {}
    written = {name: value for name, value in (named | beside | surrounding).items() if name != FILE}
    _refuse_unknown(written)
    try:
        return Settings(**_fields(written))
    except ValidationError as error:
        mistake = error.errors(include_url=False, include_input=False, include_context=False)[0]
        line = _explain(str(mistake["loc"][0]), mistake["type"] == "missing")
    raise SettingsError(line)


def _fields(written: Mapping[str, str]) -> dict[str, Any]:
    """What is written, by field: the prefix, the case and the comma-separated sets are pydantic-settings' work."""
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): value for name, value in written.items()}
    return source()


def _demand(value: T, is_met: object) -> T:
    """Return the value if it will do; the field's description says what would."""
    if not is_met:
        raise ValueError
    return value


def _is_on_loopback(url: object) -> bool:
    host = urlsplit(str(url)).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _ours(variables: Mapping[str, str | None]) -> dict[str, str]:
    """The variables that are meant for us, among others' in an environment or an `.env`."""
    return {name: value for name, value in _given(variables).items() if name.startswith(PREFIX)}


def _given(variables: Mapping[str, str | None]) -> dict[str, str]:
    """The variables that say something; an empty one is as good as none."""
    return {name: value for name, value in variables.items() if value}


def _read_file(path: Path, name: str) -> Mapping[str, str | None]:
    """The lines of a file in the form of `.env`."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{name} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{name} cannot be read: it is not UTF-8 text") from None
    return dotenv_values(stream=io.StringIO(text), interpolate=False)


def _refuse_unknown(names: Iterable[str]) -> None:
    known = [_name(field) for field in Settings.model_fields]
    for name in names:
        if name not in known:
            close = get_close_matches(name.upper(), known, n=1)
            advice = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
            raise SettingsError(f"{name!r} is not a setting; {advice}")


def _explain(field: str, is_missing: bool) -> str:
    problem = "is missing" if is_missing else "cannot be used as it is"
    return f"{_name(field)} {problem}; it takes {Settings.model_fields[field].description}"


def _name(field: str) -> str:
    return PREFIX + field.upper()
