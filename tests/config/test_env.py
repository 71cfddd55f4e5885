import pytest
from django.core.exceptions import ImproperlyConfigured
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from config import env


@pytest.mark.parametrize("value", ["", "   "])
def test_empty_text_is_refused_by_name(monkeypatch, value):
    monkeypatch.setenv("SECRET_KEY", value)

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is empty"):
        env.text("SECRET_KEY")


def test_missing_text_is_refused_by_name(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        env.text("SECRET_KEY")


@pytest.mark.parametrize("value", ["abc", "8000.5", ""])
def test_number_that_is_none_is_refused_by_name(monkeypatch, value):
    monkeypatch.setenv("PORT", value)

    with pytest.raises(ImproperlyConfigured, match="PORT"):
        env.number("PORT", 8000, at_least=1, at_most=65535)


@pytest.mark.parametrize("value", ["0", "65536", "-1"])
def test_number_out_of_bounds_is_refused_with_its_value(monkeypatch, value):
    monkeypatch.setenv("PORT", value)

    with pytest.raises(ImproperlyConfigured, match=f"PORT is {value}, but must lie between 1 and 65535"):
        env.number("PORT", 8000, at_least=1, at_most=65535)


def test_words_are_parted_by_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "blog.example.org, www.example.org,")

    assert env.words("ALLOWED_HOSTS") == ["blog.example.org", "www.example.org"]


@pytest.mark.parametrize("value", ["blog.example.org", "ftp://blog.example.org", "https://", "https://a.org/blog"])
def test_web_address_of_another_form_is_refused_by_name(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)

    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        env.web_address("SITE_URL")


@pytest.mark.parametrize("value", ["nonsense", "mysql://a:b@c/d", "postgres"])
def test_unknown_database_is_refused_by_name(monkeypatch, tmp_path, value):
    monkeypatch.setenv("DATABASE_URL", value)

    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database(tmp_path)


def test_writer_waits_for_the_lock_of_sqlite_for_some_seconds(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert env.database(tmp_path)["OPTIONS"]["timeout"] == 5


def test_database_server_that_is_gone_is_waited_for_some_seconds(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://blog@db/blog?sslmode=require&tcp_user_timeout=9000")

    options = env.database(tmp_path)["OPTIONS"]

    assert options == {"connect_timeout": 5, "tcp_user_timeout": 9000, "sslmode": "require"}


def test_trusted_proxy_is_trusted_in_the_form_that_a_server_on_ipv6_sees(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8, ::1")
    seen = []
    application = wrap_wsgi_with_proxy_headers(
        lambda scope, _start: seen.append(scope["REMOTE_ADDR"]), env.proxies("TRUSTED_PROXIES", [])
    )

    for proxy in ("127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::1", "::ffff:11.1.2.3"):
        application({"REMOTE_ADDR": proxy, "HTTP_X_FORWARDED_FOR": f"198.51.100.7, {proxy}"}, None)

    assert seen == [*["198.51.100.7"] * 4, "::ffff:11.1.2.3"]


def test_password_of_the_database_is_not_in_the_refusal(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "mysql://someone:sesame@example.org/blog")

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.database(tmp_path)

    assert "sesame" not in str(refusal.value)


@pytest.mark.parametrize("value", ["", " ", "~nobody-of-this-name/var"])
def test_folder_that_is_none_is_refused_by_name(monkeypatch, tmp_path, value):
    monkeypatch.setenv("VAR_DIR", value)

    with pytest.raises(ImproperlyConfigured, match="VAR_DIR is"):
        env.folder("VAR_DIR", tmp_path)


@pytest.mark.parametrize("value", ["0.0.0.0/1,128.0.0.0/1", "::/1", "*", "10.0.0.5/8"])
def test_networks_of_strangers_are_no_proxies(monkeypatch, value):
    monkeypatch.setenv("TRUSTED_PROXIES", value)

    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES has"):
        env.proxies("TRUSTED_PROXIES", [])


def test_file_in_place_of_a_folder_is_refused_by_name(monkeypatch, tmp_path):
    (tmp_path / "note").touch()
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "note"))

    with pytest.raises(ImproperlyConfigured, match=r"VAR_DIR is .*note, which is a file"):
        env.folder("VAR_DIR", tmp_path)


def test_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    path = tmp_path / "var" / "secret_key"

    first = env.stored_secret(path)

    assert len(first) >= 50
    assert env.stored_secret(path) == first
    assert path.stat().st_mode & 0o777 == 0o600


def test_secret_in_a_folder_that_cannot_be_written_is_refused_by_name(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(ImproperlyConfigured, match=r"VAR_DIR is .*nothing can be written there"):
        env.stored_secret(tmp_path / "file" / "var" / "secret_key")


def test_word_that_is_no_choice_is_named_with_the_choices(monkeypatch):
    monkeypatch.setenv("SEARCH_LANGUAGE", "klingon")

    with pytest.raises(ImproperlyConfigured, match="SEARCH_LANGUAGE is 'klingon', but must be one of: english, german"):
        env.choice("SEARCH_LANGUAGE", "english", choices=["german", "english"])
