"""A shop's settings, for what is made from them."""

from __future__ import annotations

from statusgen.config import Cdn, Config, Target

DISTRIBUTION = "E1EXAMPLE"


def bucket(name: str, region: str, **options: str) -> Target:
    return Target(
        name=f"in-{region}",
        type="s3",
        options={"bucket": name, "region": region, **options},
        cdn=Cdn(type="cloudfront", options={"distribution": DISTRIBUTION}),
    )


PRIMARY = bucket("northwind-status", "us-east-1")
STANDBY = Target(
    name="standby", type="s3", options={"bucket": "northwind-standby", "region": "eu-west-1"}
)
FOLDER = Target(name="local", type="directory", options={"path": "published"})


def shop(*targets: Target, url: str = "https://status.northwind.example/") -> Config:
    return Config(name="Northwind Shop", url=url, components=(), targets=targets)
