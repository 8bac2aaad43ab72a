"""The Neo4j Browser in a headless Chromium: log in, run a command, look at the frames."""

import shutil
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 1440, 800
WAIT_SECONDS = 40


def missing_tools() -> str:
    """A sentence that says what must be installed, empty where nothing is missing."""
    missing = []
    if binary() is None:
        missing.append("chromium")
    if shutil.which("chromedriver") is None:
        missing.append("chromium-driver")
    try:
        import selenium  # noqa: F401
    except ImportError:
        missing.append("selenium")
    return f"{', '.join(missing)} not found (apt install chromium chromium-driver; pip)." if missing else ""


def binary() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


class NeoBrowser:
    """The page of the Neo4j Browser. Every wait is for something to be there, with a limit."""

    def __init__(self) -> None:
        from selenium import webdriver
        from selenium.webdriver.support.ui import WebDriverWait

        options = webdriver.ChromeOptions()
        options.binary_location = str(binary())
        switches = (
            "headless=new",
            "no-sandbox",
            "disable-gpu",
            "disable-dev-shm-usage",
            "disable-background-networking",
        )
        for switch in (*switches, "force-device-scale-factor=1", f"window-size={WIDTH},{HEIGHT + 140}"):
            options.add_argument(f"--{switch}")
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        self._wait = WebDriverWait(self.driver, WAIT_SECONDS)

    def close(self) -> None:
        self.driver.quit()

    def all(self, selector: str) -> list[Any]:
        return self.driver.find_elements("css selector", selector)

    def until(self, condition: Any, what: str) -> Any:
        """Wait until the condition holds; `what` stands in the message if it never does."""
        from selenium.common.exceptions import (
            ElementClickInterceptedException,
            ElementNotInteractableException,
            NoSuchElementException,
            StaleElementReferenceException,
            TimeoutException,
        )

        def settled(_: Any) -> Any:
            try:
                return condition()
            except (
                ElementClickInterceptedException,  # something is still drawn over it
                ElementNotInteractableException,  # not quite there yet
                StaleElementReferenceException,  # drawn anew at this moment
                NoSuchElementException,
                IndexError,  # no such element so far
                StopIteration,
            ):
                return False

        try:
            return self._wait.until(settled)
        except TimeoutException:
            raise AssertionError(f"not seen: {what}; the page says: {self.text()[:2000]}") from None

    def act(self, action: Any, what: str) -> None:
        """Do something to the page, again until its elements are ready for it."""
        self.until(lambda: action() is None, what)

    def text(self) -> str:
        return str(self.driver.execute_script("return document.body.innerText"))

    def log_in(self, page: str, username: str, password: str) -> None:
        self.driver.get(page)
        for name, value in (("username", username), ("password", password)):
            self.act(lambda name=name: self.all(f"[data-testid={name}]")[0].clear(), f"the field of the {name}")
            self.act(lambda name=name, value=value: self.all(f"[data-testid={name}]")[0].send_keys(value), name)
        self.act(lambda: self.all("[data-testid=connect]")[0].click(), "the button that connects")
        self.until(lambda: "You are connected as user" in self.text(), "a connection")

    def run(self, command: str) -> Any:
        """Run a command or Cypher in the editor; the frame that answers it."""
        from selenium.webdriver.common.keys import Keys

        before = {frame.id for frame in self.frames()}
        editor = self.until(lambda: self.all(".monaco-editor textarea"), "the editor")[0]
        # As if pasted: typing would let the editor complete brackets and names.
        self.driver.execute_script(
            "const e = arguments[0]; e.focus();"
            "const d = new DataTransfer(); d.setData('text/plain', arguments[1]);"
            "e.dispatchEvent(new ClipboardEvent('paste', {clipboardData: d, bubbles: true}));",
            editor,
            command,
        )
        editor.send_keys(Keys.CONTROL, Keys.ENTER)
        return self.new_frame(before)

    def frames(self) -> list[Any]:
        return self.all("[data-testid=frame]")

    def new_frame(self, before: set[str]) -> Any:
        return self.until(
            lambda: next((frame for frame in self.frames() if frame.id not in before), None), "a frame that answers"
        )

    def drop_file(self, path: Path) -> None:
        """Drop a file on the page, as a person would from a folder."""
        driver = self.driver
        driver.execute_script(
            "const i = document.createElement('input'); i.type = 'file'; i.id = 'dropped'; document.body.append(i);"
        )
        driver.find_element("id", "dropped").send_keys(str(path))
        driver.execute_script(
            "const file = document.getElementById('dropped').files[0]; const data = new DataTransfer();"
            "data.items.add(file); const target = document.querySelector('.filedrop');"
            "for (const type of ['dragenter', 'dragover', 'drop'])"
            "  target.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));"
            "document.getElementById('dropped').remove();"
        )

    def click_for_frame(self, selector: str) -> Any:
        """Click the first element that matches; the frame that comes of it."""
        return self._click_for_frame(lambda: self.all(selector)[0], selector)

    def click_below(self, heading: str, path: str) -> Any:
        """Click the first element of this XPath below the heading that begins so; the frame that comes of it."""

        def found() -> Any:
            title = next(h for h in self.all("[data-testid=guidesDrawer] h4") if h.text.startswith(heading))
            return title.find_element("xpath", f"following::{path}")

        return self._click_for_frame(found, f"{path} below {heading}")

    def _click_for_frame(self, element: Any, what: str) -> Any:
        before = {frame.id for frame in self.frames()}

        def click() -> None:
            self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element())
            element().click()

        self.act(click, what)
        return self.new_frame(before)

    def go_to_slide(self, title: str) -> None:
        """Turn the guide's pages until the one with this title is there."""
        for _ in range(20):
            if any(heading.text == title for heading in self.all("[data-testid=guidesDrawer] h3")):
                return
            self.act(lambda: self.all("[data-testid=guideNextSlide]")[0].click(), "the way to the next slide")
        raise AssertionError(f"the guide has no slide {title}")

    def nodes(self) -> list[dict[str, str]]:
        """The drawn nodes of the newest frame that has a graph: colour and caption."""
        return list(
            self.driver.execute_script(
                "const frames = [...document.querySelectorAll('[data-testid=frame]')];"
                "const frame = frames.find(f => f.querySelector('g.node'));"
                "return !frame ? [] : [...frame.querySelectorAll('g.node')].map(n => ({"
                "  colour: n.querySelector('circle.b-outline').getAttribute('fill'),"
                "  caption: [...n.querySelectorAll('text.caption')].map(t => t.textContent).join('').trim()}))"
            )
        )

    def graph_rests(self) -> bool:
        """Whether the layout has come to its end: nodes stand where they stood a moment ago."""
        script = "return [...document.querySelectorAll('g.node')].map(n => n.getAttribute('transform')).join()"
        before, self._places = getattr(self, "_places", None), self.driver.execute_script(script)
        return bool(before == self._places)

    def make_room(self) -> None:
        """Put away what stands before the graph: the notice that a fresh profile gets, the overview at the side."""
        self.driver.execute_script(
            "let e = document.evaluate('//*[text()[starts-with(., \"To help make Neo4j Browser\")]]', document, null,"
            " XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue;"
            "while (e && e.parentElement.offsetHeight < 70) e = e.parentElement;"
            "if (e) e.style.display = 'none';"
        )
        for selector in ("[aria-label='Collapse the node properties display']", "[aria-label='zoom-to-fit']"):
            for button in self.all(selector)[:1]:
                button.click()

    def stored(self, name: str) -> list[dict[str, Any]]:
        """What the Browser keeps in this profile under a name."""
        return list(
            self.driver.execute_script("return JSON.parse(localStorage.getItem(arguments[0]))", f"neo4j.{name}") or []
        )
