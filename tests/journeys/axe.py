"""What axe finds on a page as it stands: what keeps somebody from using it, by its own words."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# What is only advice is left to people; colours in between, of what moves, are measured elsewhere.
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"], elementRef: false });
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id} at ${target}: ${html.slice(0, 120)}`));
}"""


def faults(page: Page) -> list[str]:
    """List what is serious or critical on a page, each with where it is."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN)
    return found
