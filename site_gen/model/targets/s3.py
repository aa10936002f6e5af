"""deploy: {to: s3} — a bucket of AWS, Cloudflare R2, Yandex, Backblaze, Wasabi, or of any server that speaks S3."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from site_gen.messages import m
from site_gen.model.base import Name, Url
from site_gen.model.targets.base import Target


class S3Target(Target):
    """A bucket. Keys come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), or from where AWS's own
    tools find them: a profile in ~/.aws, single sign-on, the machine's role."""

    label: ClassVar[str] = m("A bucket: AWS, Cloudflare R2, Yandex and others that speak S3")
    extra: ClassVar[str | None] = "s3"
    secrets: ClassVar[tuple[str, ...]] = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")

    to: Literal["s3"] = Field(description="s3: a bucket at AWS, Cloudflare R2, Yandex and others that speak S3")
    bucket: Name = Field(description="The bucket's name, as the host shows it")
    prefix: str = Field("", max_length=300, description="The folder in the bucket; if not given, the bucket itself")
    region: Name | None = Field(
        None,
        description="Such as eu-central-1; auto for Cloudflare R2; ru-central1 for Yandex; if not given, as in ~/.aws",
    )
    endpoint: Url | None = Field(
        None,
        description="Where it isn't AWS: https://ACCOUNT.r2.cloudflarestorage.com, https://storage.yandexcloud.net",
    )
    website: bool = Field(
        False,
        description="true: the bucket is told that it is a website, with index.html and 404.html, as AWS, Yandex and "
        "others can serve it by themselves",
    )
    cloudfront: Name | None = Field(
        None, description="The CloudFront distribution before the bucket (E2QWRUHAPOMQZL), told to forget old pages"
    )
    profile: Name | None = Field(None, description="The profile of ~/.aws to use")
