"""S3: what browsers are told of a file, conditions, and the answers that real servers can't be brought to give."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import botocore.session
import pytest

from site_gen.deploy.places import Surroundings, place_of
from site_gen.deploy.store import AccessError, BusyError, FileMeta, FullError, StoreError
from site_gen.deploy.stores.s3 import S3Store
from site_gen.model.targets.s3 import S3Target
from tests.deploy.stores.conftest import StartPlace
from tests.deploy.stores.faulty import Answer, http_server
from tests.deploy.stores.places import PAGE, Place
from tests.deploy.stores.servers import BUCKET, PASSWORD, USER

KEYS: Final = {"AWS_ACCESS_KEY_ID": USER, "AWS_SECRET_ACCESS_KEY": PASSWORD}


def client_of(place: Place) -> Any:
    options = {"aws_access_key_id": USER, "aws_secret_access_key": PASSWORD, "region_name": "us-east-1"}
    return botocore.session.Session().create_client("s3", endpoint_url=place.settings["endpoint"], **options)


@pytest.mark.parametrize("name", ["seaweedfs", "rclone"])
def test_browsers_are_told_the_type_and_how_long_to_keep_a_file(
    start_place: StartPlace, name: str, folder: str
) -> None:
    place = start_place(name)
    with place.store(folder) as store:
        store.put("index.html", b"1", FileMeta("text/html; charset=utf-8", "no-cache"))
        store.put("a.css", b"1", FileMeta("text/css; charset=utf-8"))
    page = client_of(place).head_object(Bucket=BUCKET, Key=f"{folder}/index.html")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "no-cache")
    style = client_of(place).head_object(Bucket=BUCKET, Key=f"{folder}/a.css")
    assert (style["ContentType"], style.get("CacheControl")) == ("text/css; charset=utf-8", None)


@pytest.mark.laws
def test_the_server_keeps_the_condition_of_a_new_file(
    start_place: StartPlace, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it comes into being between the question and the write."""
    monkeypatch.setattr(S3Store, "_is_there", lambda _self, _path: False)
    with start_place("seaweedfs").store(folder) as store:
        assert store.put_new("lock", b"1")
        assert not store.put_new("lock", b"2")
        assert store.read("lock") == b"1"


@pytest.mark.slow
@pytest.mark.laws
def test_more_files_than_a_listing_holds(start_place: StartPlace, folder: str) -> None:
    with start_place("seaweedfs").store(folder) as store:
        for number in range(1100):
            store.put(f"{number}.html", b"1", PAGE)
        assert len(list(store.files())) == 1100


ANSWERS: Final = [
    (503, "SlowDown", (("Retry-After", "7"),), BusyError),
    (429, "TooManyRequests", (), BusyError),
    (500, "InternalError", (), BusyError),
    (403, "QuotaExceeded", (), FullError),
    (507, "InsufficientStorage", (), FullError),
    (403, "SignatureDoesNotMatch", (), AccessError),
    (403, "RequestTimeTooSkewed", (), AccessError),
    (400, "AuthorizationHeaderMalformed", (), AccessError),
    (400, "InvalidArgument", (), StoreError),
    (404, "NoSuchBucket", (), StoreError),
]


def test_answers_of_servers_are_told_apart() -> None:
    form = "<?xml version='1.0'?><Error><Code>{}</Code><Message>No.</Message></Error>"
    answers = [Answer(status, form.format(code), headers) for status, code, headers, _ in ANSWERS]
    with http_server(answers) as url, _store(url) as store:
        for _, code, headers, kind in ANSWERS:
            with pytest.raises(StoreError, match=code) as caught:
                store.put("index.html", b"1", PAGE)
            assert type(caught.value) is kind, code
            assert PASSWORD not in str(caught.value)
            if isinstance(caught.value, BusyError):
                assert caught.value.wait == (7 if headers else None)


def test_a_server_without_conditions_gets_none() -> None:
    """One that says so; others take no notice of them."""
    refusal = "<?xml version='1.0'?><Error><Code>NotImplemented</Code><Message>No.</Message></Error>"
    with http_server([Answer(404), Answer(501, refusal), Answer(200)]) as url, _store(url) as store:
        assert store.put_new("lock", b"1")


def _store(url: str, keys: dict[str, str] = KEYS) -> S3Store:
    target = S3Target.model_validate({"to": "s3", "bucket": BUCKET, "region": "auto", "endpoint": url})
    return S3Store(target, keys)


def test_keys_come_from_a_profile_too(tmp_path: Path, start_place: StartPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"[shop]\naws_access_key_id = {USER}\naws_secret_access_key = {PASSWORD}\n"
    (tmp_path / "credentials").write_text(text, encoding="utf-8")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    place = start_place("seaweedfs").with_secrets({})
    with place.store("a", profile="shop") as store:
        assert store.read("index.html") is None
    with pytest.raises(AccessError, match="profile"), place.store("a", profile="other"):
        pass


def test_no_keys_at_all_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with _store("http://127.0.0.1:9", {}) as store, pytest.raises(AccessError) as caught:
        store.put("index.html", b"1", PAGE)
    assert "AWS_ACCESS_KEY_ID" in caught.value.hint


def _finish(url: str, monkeypatch: pytest.MonkeyPatch, **settings: object) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFRONT", url)
    given = {"to": "s3", "bucket": BUCKET, "region": "us-east-1", "endpoint": url, **settings}
    place_of(S3Target.model_validate(given), Surroundings(Path(), ("Mara", "mara@mara.example"), KEYS)).finish()


def test_a_bucket_is_made_a_website_and_cloudfront_forgets_where_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else visitors would get a listing of the bucket, or yesterday's offer for a day."""
    asked: list[str] = []
    answers = [Answer(200), Answer(201, "<Invalidation><Id>I1</Id></Invalidation>")]
    with http_server(answers, asked=asked) as url:
        _finish(url, monkeypatch)
        assert asked == []
        _finish(url, monkeypatch, website=True, cloudfront="E2QWRUHAPOMQZL")
    website, invalidation = asked
    assert website.startswith(f"PUT /{BUCKET}?website ")
    assert "<IndexDocument><Suffix>index.html</Suffix></IndexDocument>" in website
    assert "<ErrorDocument><Key>404.html</Key></ErrorDocument>" in website
    assert invalidation.startswith("POST /2020-05-31/distribution/E2QWRUHAPOMQZL/invalidation ")
    assert "<Path>/*</Path>" in invalidation


def test_a_distribution_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "<ErrorResponse><Error><Code>NoSuchDistribution</Code><Message>No.</Message></Error></ErrorResponse>"
    with http_server([Answer(404, body)]) as url, pytest.raises(StoreError, match="NoSuchDistribution") as caught:
        _finish(url, monkeypatch, cloudfront="E2QWRUHAPOMQZL")
    assert "cloudfront" in caught.value.hint
