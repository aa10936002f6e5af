"""A bucket that speaks S3. What is put there is seen whole or not at all: the protocol knows nothing else."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from secrets import token_hex
from types import TracebackType
from typing import Any, Final, Self

from site_gen.deploy.store import FileMeta, StoredFile
from site_gen.deploy.stores.extra import imports_of
from site_gen.deploy.stores.s3_errors import code_of, store_error
from site_gen.model.targets.s3 import S3Target

_SECONDS: Final = 60
"""How long a server may say nothing."""


class S3Store:
    """A place in a bucket. Folders are but names in it; each file has its type and how long to cache it."""

    def __init__(self, target: S3Target, secrets: Mapping[str, str]) -> None:
        self._target = target
        self._secrets = secrets
        self._prefix = f"{target.prefix.strip('/')}/".lstrip("/")
        self.label = f"s3://{target.bucket}/{self._prefix}".rstrip("/")

    def __enter__(self) -> Self:
        with imports_of("s3"):
            import botocore.session  # noqa: F401
        with self._errors():
            self._client = _client(self._target, self._secrets)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._client.close()

    def files(self) -> Iterator[StoredFile]:
        """Yield the files whose names begin as the place's do, a thousand at a time."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._target.bucket, Prefix=self._prefix)
        with self._errors():
            for page in pages:
                for item in page.get("Contents", ()):
                    if not item["Key"].endswith("/"):  # a folder that a tool has made a sign for
                        yield StoredFile(item["Key"].removeprefix(self._prefix), item["Size"])

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes; None where there is no such file."""
        from botocore.exceptions import ClientError

        with self._errors():
            try:
                answer = self._client.get_object(**self._at(path))
                content: bytes = answer["Body"].read()
            except ClientError as error:
                if code_of(error) in {"NoSuchKey", "404"}:
                    return None
                raise
            return content

    def put(self, path: str, content: bytes, meta: FileMeta) -> None:
        """Write a file, with what browsers are told of it."""
        told = {"ContentType": meta.content_type}
        if meta.cache_control is not None:
            told["CacheControl"] = meta.cache_control
        with self._errors():
            self._client.put_object(**self._at(path), Body=content, **told)

    def put_new(self, path: str, content: bytes) -> bool:
        """Write a file that isn't there yet.

        Servers that take no notice of the condition are asked first whether it is; there, of two who ask at the same
        moment, both may write."""
        from botocore.exceptions import ClientError

        with self._errors():
            if self._is_there(path):
                return False
            try:
                self._client.put_object(**self._at(path), Body=content, IfNoneMatch="*")
            except ClientError as error:
                if code_of(error) in {"PreconditionFailed", "412", "ConditionalRequestConflict"}:
                    return False
                if code_of(error) not in {"NotImplemented", "501"}:
                    raise
                self._client.put_object(**self._at(path), Body=content)
        return True

    def delete(self, path: str) -> None:
        """Remove a file; nothing where there is none."""
        with self._errors():
            self._client.delete_object(**self._at(path))

    def _is_there(self, path: str) -> bool:
        from botocore.exceptions import ClientError

        try:
            self._client.head_object(**self._at(path))
        except ClientError as error:
            if code_of(error) in {"NoSuchKey", "404"}:
                return False
            raise
        return True

    def _at(self, path: str) -> dict[str, str]:
        return {"Bucket": self._target.bucket, "Key": posixpath.join(self._prefix, path)}

    @contextmanager
    def _errors(self) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError) as error:
            raise store_error(error, self.label) from error


def finish(target: S3Target, secrets: Mapping[str, str]) -> None:
    """Tell the bucket that it is a website, and CloudFront that its copies are old, where the target says so.

    All copies at once: that is one path, of which the first thousand a month cost nothing
    (docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PayingForInvalidation.html). Raises StoreError."""
    if not (target.website or target.cloudfront):
        return
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        if target.website:
            pages = {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "404.html"}}
            _client(target, secrets).put_bucket_website(Bucket=target.bucket, WebsiteConfiguration=pages)
        if target.cloudfront:
            batch = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": token_hex(16)}
            cdn = _client(target, secrets, "cloudfront")
            cdn.create_invalidation(DistributionId=target.cloudfront, InvalidationBatch=batch)
    except (BotoCoreError, ClientError) as error:
        raise store_error(error, f"s3://{target.bucket}") from error


def _client(target: S3Target, secrets: Mapping[str, str], service: str = "s3") -> Any:
    """Return a client of botocore, which makes its classes at run time: they have no types.

    It tries each request once: how often to try again is for who publishes to say. Checksums of AWS's own are sent
    where they must be alone, since others refuse them; the signature covers what is sent all the same."""
    from botocore.config import Config
    from botocore.session import Session

    config = Config(
        connect_timeout=_SECONDS / 2,
        read_timeout=_SECONDS,
        retries={"total_max_attempts": 1, "mode": "standard"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if target.endpoint else "auto"},
    )
    return Session(profile=target.profile).create_client(
        service,
        region_name=target.region,
        endpoint_url=target.endpoint if service == "s3" else None,
        aws_access_key_id=secrets.get("AWS_ACCESS_KEY_ID"),
        aws_secret_access_key=secrets.get("AWS_SECRET_ACCESS_KEY"),
        aws_session_token=secrets.get("AWS_SESSION_TOKEN"),
        config=config,
    )
