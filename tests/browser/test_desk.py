"""The desk as a comms lead uses it, from an empty project to the postmortem on the public page."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import axe_playwright_python
import boto3
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.cli.typed import statusgen
from tests.processes import ended
from tests.publish.servers import moto

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
BUCKET = "the-status-page"
#: A folder for the guide's pictures: SCREENSHOTS=docs/desk python -m pytest -k story
SHOTS = os.environ.get("SCREENSHOTS", "")
#: The title's part of the incident's name; the day in front is today's.
STEM = "nobody-can-pay"


class Running:
    """The command, and the browser at its address."""

    def __init__(self, address: str, page: Page, root: Path) -> None:
        self.address, self.page, self.root = address, page, root

    def enter(self) -> None:
        self.page.goto(self.address)
        expect(self.page.get_by_role("heading", name="Overview")).to_be_visible()

    def shoot(self, name: str) -> None:
        """Take a picture for docs/desk.md, where somebody has asked for new ones."""
        if SHOTS:
            taken = Image.open(io.BytesIO(self.page.screenshot()))
            taken.quantize(64).save(Path(SHOTS) / f"{name}.png", optimize=True)

    def previewed(self, words: str) -> None:
        """Wait until the previewed page says *words*."""
        body = self.page.frame_locator("iframe").locator("body")
        expect(body).to_contain_text(words)

    def save(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.get_by_role("heading", name="Saved")).to_be_visible()
        self.page.get_by_role("link", name="To the overview").click()
        expect(self.page.get_by_role("heading", name="Overview")).to_be_visible()

    def file(self) -> Path:
        (found,) = (self.root / "content/incidents").glob(f"*-{STEM}.md")
        return found


@contextmanager
def desk(root: Path, *options: str) -> Iterator[str]:
    """Give the address that the command prints."""
    with desk_process(root, *options) as (address, _):
        yield address


@contextmanager
def desk_process(root: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Give the address that the command prints, and the command."""
    command = [sys.executable, "-m", "statusgen", "desk", "--port", "0", *options]
    environment = {**os.environ, **KEYS}
    process = subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True
    )
    with ended(process):
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, "the desk says where it is"
        yield found[0], process


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[str]:
    """Give the address of a bucket of a real S3 server, open to readers."""
    with moto(tmp_path) as endpoint:
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",  # noqa: S106
        )
        client.create_bucket(Bucket=BUCKET)
        readers = {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{BUCKET}/*",
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [readers]})
        client.put_bucket_policy(Bucket=BUCKET, Policy=policy)
        yield f"{endpoint}/{BUCKET}/"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "mystatus"
    root.mkdir()
    assert statusgen("init", ".", "--name", "Northwind Shop", cwd=root).status == 0
    for old in (root / "content/incidents").glob("*.md"):
        old.unlink()
    return root


@pytest.fixture
def running(browser: Browser, project: Path) -> Iterator[Running]:
    with desk(project) as address, opened(browser, address, project) as one:
        yield one


@contextmanager
def opened(browser: Browser, address: str, root: Path) -> Iterator[Running]:
    """Give the desk in a browser. Fails if the page says any error, or asks any other host."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB")
    page = context.new_page()
    errors: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    one = Running(address, page, root)
    one.enter()
    yield one
    context.close()
    expected = ("409", "422", "ERR_CONNECTION", "ERR_INCOMPLETE")  # refusals, and a desk that ends
    assert [error for error in errors if not any(word in error for word in expected)] == []
    here = address.partition("/?")[0]
    assert [url for url in asked if not url.startswith(here)] == []


def add_bucket(root: Path, address: str) -> None:
    place = root / "content/site.yaml"
    endpoint = address.removesuffix(f"/{BUCKET}/")
    place.write_text(
        place.read_text()
        + f"  - {{name: bucket, type: s3, bucket: {BUCKET}, region: us-east-1, "
        + f'endpoint_url: "{endpoint}", url: "{address}"}}\n'
    )


def test_the_whole_story_from_an_empty_project_to_the_postmortem(
    browser: Browser, project: Path, bucket: str
) -> None:
    add_bucket(project, bucket)
    with desk(project) as address, opened(browser, address, project) as one:
        _report(one)
        _say_more(one)
        _resolve(one)
        _look_back(one)
        _publish(one, bucket)


def _report(one: Running) -> None:
    page = one.page
    page.get_by_role("link", name="Report an incident").click()
    page.get_by_label("What do customers notice, in one line?").fill("Nobody can pay")
    page.get_by_label("P1 Critical").check()
    page.get_by_label("Checkout").first.check()
    page.get_by_role("button", name="Use these words").click()
    one.previewed("Investigating")
    message = page.get_by_label("What customers read")
    expect(message).not_to_be_empty()
    message.fill("We are looking into it. You can still order by phone.")
    one.previewed("You can still order by phone.")
    expect(page.get_by_text("Ready to save")).to_be_visible()
    page.get_by_label("P1 Critical").scroll_into_view_if_needed()
    one.shoot("report")
    one.save()
    expect(page.locator(".card.open")).to_contain_text("Nobody can pay")
    expect(page.locator("#next-due")).to_contain_text("Next update in")
    one.shoot("overview")


def _say_more(one: Running) -> None:
    for status, words in (
        ("Identified", "A payment provider's certificate has run out. Phone orders work."),
        ("Monitoring", "Payments go through again. We keep watching."),
    ):
        one.page.get_by_role("link", name="Write an update: Nobody can pay").click()
        one.page.get_by_label(status, exact=False).first.check()
        one.page.get_by_label("What customers read").fill(words)
        one.previewed(words)
        if status == "Identified":
            one.shoot("update")
        one.save()


def _resolve(one: Running) -> None:
    one.page.get_by_role("link", name="Resolve: Nobody can pay").click()
    one.page.get_by_label("What customers read").fill("Paying works again for everyone. Sorry.")
    one.previewed("Resolved")
    one.save()
    expect(one.page.get_by_text("Nothing is wrong.")).to_be_visible()


def _look_back(one: Running) -> None:
    one.page.get_by_role("link", name="Write the postmortem: Nobody can pay").click()
    one.page.get_by_label("What customers read").fill(
        "A certificate ran out, and no alarm told us. Now one does, a month before."
    )
    one.previewed("Postmortem")
    one.page.get_by_role("button", name="Save and publish").click()


def _publish(one: Running, bucket: str) -> None:
    page = one.page
    expect(page.get_by_role("heading", name="It is published")).to_be_visible(timeout=90_000)
    expect(page.get_by_role("heading", name=re.compile("local: release"))).to_be_visible()
    proof = page.locator(".proof.live")
    expect(proof).to_contain_text("bucket: release")
    expect(proof).to_contain_text("fetched from the public address")
    one.shoot("proof")
    name = one.file().stem
    local = (one.root / f"published/incidents/{name}.html").read_text()
    statuses = ("Investigating", "Identified", "Monitoring", "Resolved", "Postmortem")
    for words in (*statuses, "You can still order by phone.", "a month before"):
        assert words in local
    reader = page.context.browser
    assert reader is not None
    public = reader.new_page()
    public.goto(f"{bucket}incidents/{name}.html")
    expect(public.get_by_role("heading", level=1)).to_contain_text("Nobody can pay")
    for words in statuses:
        expect(public.locator("main")).to_contain_text(words)
    public.goto(f"{bucket}index.html")
    expect(public.locator("main")).to_contain_text("Nobody can pay")
    public.close()


def test_words_survive_a_closed_tab_and_a_server_that_is_gone(
    browser: Browser, project: Path
) -> None:
    with desk_process(project) as (address, process), opened(browser, address, project) as one:
        one.page.goto(f"{one.page.url.partition('#')[0]}#/new-incident")
        one.page.get_by_label("What do customers notice, in one line?").fill("Search finds nothing")
        with one.page.expect_response(lambda answer: answer.url.endswith("api/keep")):
            one.page.get_by_label("What customers read").fill("We know, and we look.")
        process.kill()
        expect(one.page.get_by_text("The desk does not answer.")).to_be_visible()
        one.page.close()
    with desk(project) as address, opened(browser, address, project) as again:
        expect(again.page.get_by_text("New incident: Search finds nothing")).to_be_visible()
        again.page.get_by_role("link", name="Go on").click()
        expect(again.page.get_by_label("What customers read")).to_have_value(
            "We know, and we look."
        )
        expect(again.page.get_by_text("it had not been saved")).to_be_visible()


def test_more_tabs_than_a_browser_has_connections_are_all_of_use(
    browser: Browser, project: Path
) -> None:
    with desk(project) as address, opened(browser, address, project) as one:
        home = one.page.url.partition("#")[0]
        others = [one.page.context.new_page() for _ in range(6)]
        for other in others:
            other.goto(home)
            expect(other.get_by_role("heading", name="Overview")).to_be_visible()
        _report(one)
        others[-1].bring_to_front()
        expect(others[-1].locator(".card.open")).to_contain_text("Nobody can pay")
        others[0].locator("body").press("Shift")
        expect(others[0].locator(".card.open")).to_contain_text("Nobody can pay")


def test_both_versions_are_shown_where_somebody_was_faster(running: Running) -> None:
    page = running.page
    _report(running)
    page.get_by_role("link", name="Write an update: Nobody can pay").click()
    page.get_by_label("What customers read").fill("Mine, from the desk.")
    place = running.file()
    theirs = place.read_text() + "\n## Update — 2026-01-01 10:00 UTC\n\nTheirs, by hand.\n"
    place.write_text(theirs.replace("2026-01-01 10:00 UTC", _newest(theirs)))
    expect(page.get_by_text("Somebody else has changed this file.")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("mark.theirs", has_text="Theirs, by hand.")).to_be_visible()
    expect(dialog.locator("mark.mine", has_text="Mine, from the desk.")).to_be_visible()
    expect(dialog.locator("mark.mine", has_text="Theirs")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_label("What customers read")).to_have_value("Mine, from the desk.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Save my message into the new version").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    assert "Theirs, by hand." in place.read_text()
    assert "Mine, from the desk." in place.read_text()


def test_the_words_in_another_language_are_written_beside_them(
    browser: Browser, project: Path
) -> None:
    site = project / "content/site.yaml"
    site.write_text(re.sub(r"(?m)^(# ?)?languages:.*$", "languages: [en, fr]", site.read_text()))
    with desk(project) as address, opened(browser, address, project) as one:
        page = one.page
        _report(one)
        page.get_by_role("link", name="français (0 of 1): Nobody can pay").click()
        box = page.get_by_label("The words in français")
        one.previewed("You can still order by phone.")
        box.fill(f"{box.input_value().rstrip()}\n\nVous pouvez commander par téléphone.\n")
        one.previewed("Vous pouvez commander par téléphone.")
        one.save()
        expect(page.get_by_role("link", name="français (1 of 1): Nobody can pay")).to_be_visible()
        assert one.file().with_suffix(".fr.md").is_file()


def _newest(text: str) -> str:
    return str(re.findall(r"(?m)^## .* — (.*)$", text)[0])


def test_a_mistake_is_shown_at_its_field_and_leads_there(running: Running) -> None:
    page = running.page
    page.goto(f"{page.url.partition('#')[0]}#/new-incident")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#f-title-problems")).to_contain_text("no title")
    expect(page.get_by_label("What do customers notice, in one line?")).to_be_focused()
    message = page.get_by_label("What customers read")
    message.fill("It is over.\nWe know {cause} now.")
    page.locator("#f-message-problems").get_by_role("button", name=re.compile("Line 2")).click()
    expect(message).to_be_focused()
    chosen = message.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert chosen == "{cause}"


def test_it_is_done_by_keyboard_alone(running: Running) -> None:
    page = running.page

    def to(name: str, role: str = "textbox") -> None:
        target = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
        for _ in range(60):
            if target.evaluate("element => element === document.activeElement"):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"the tab key does not lead to {name}")

    to("Report an incident", "link")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Report an incident")).to_be_focused()
    to("What do customers notice, in one line?")
    page.keyboard.type("Nobody can pay")
    to("P1 Critical", "radio")
    page.keyboard.press("Space")
    to("Checkout", "checkbox")
    page.keyboard.press("Space")
    to("What customers read")
    page.keyboard.type("You can order by phone.")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", name="Saved")).to_be_focused()
    assert "checkout" in running.file().read_text()


@pytest.mark.parametrize("width", [320, 1400])
def test_it_is_accessible_and_fits(running: Running, width: int) -> None:
    page = running.page
    _report(running)
    home = page.url.partition("#")[0]
    page.set_viewport_size({"width": width, "height": 844})
    name = running.file().stem
    routes = ("", f"update/incidents/{name}", "new-incident", "files", "publish")
    for scheme, route in product(("light", "dark"), routes):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(f"{home}#/{route}")
        page.reload()
        expect(page.locator("main h1")).to_be_visible()
        if "incident" in route:
            expect(page.locator(".summary")).not_to_be_empty()
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{route} is {over} pixels too wide"
        found = page.evaluate(
            f"tags => {{ {AXE}; return axe.run('body > *:not(iframe)', "
            "{runOnly: tags, iframes: false}).then(found => found.violations) }",
            TAGS,
        )
        told = [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]
        assert told == [], (scheme, route)
