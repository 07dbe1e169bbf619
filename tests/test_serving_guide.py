"""What docs/serving.md says of Streamlit is so in the one that is installed."""

from __future__ import annotations

import re

import pytest
from streamlit import config

import serve
from engine import settings
from engine.settings import PROJECT

TEXT = (PROJECT / "docs" / "serving.md").read_text(encoding="utf-8")


def test_every_setting_of_loupe_is_explained():
    assert set(re.findall(r"(?:LOUPE|KERAS)_[A-Z]+", TEXT)) - {
        "LOUPE_TRAINNING"
    } == set(settings._READ)


def test_every_option_of_streamlit_exists():
    named = set(re.findall(r"`(server\.[A-Za-z]+)", TEXT))
    variables = {option.env_var for option in config._config_options_template.values()}
    assert len(named) > 3
    assert named <= set(config._config_options_template)
    assert set(re.findall(r"STREAMLIT_[A-Z_]+", TEXT)) <= variables


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("server.maxUploadSize", 60),
        ("server.disconnectedSessionTTL", 120),
        ("server.maxMessageSize", 200),
        ("server.enableAgentApi", False),
        ("server.enableCORS", True),
        ("server.enableXsrfProtection", True),
        ("client.toolbarMode", "minimal"),
        ("server.allowedHosts", ["localhost", "127.0.0.1", "::1"]),
    ],
)
def test_options_are_what_the_guide_says(option, value):
    assert config.get_option(option) == value


def test_public_server_hides_details_and_a_private_one_shows_them(monkeypatch):
    kept = {
        name: config.get_option(name)
        for name in ("client.showErrorDetails", "server.allowedHosts")
    }
    try:
        serve.build("http://localhost")
        assert config.get_option("client.showErrorDetails") == "full"
        monkeypatch.setenv("LOUPE_HOSTS", "loupe.example.org")
        serve.build("http://localhost")
        assert config.get_option("client.showErrorDetails") == "none"
        assert "loupe.example.org" in config.get_option("server.allowedHosts")
    finally:
        for name, value in kept.items():
            config.set_option(name, value)
