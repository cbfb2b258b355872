// Opens pages from disk and fails on console errors, network requests, wide pages, missing headings and focus traps.
// Usage: node check.mjs PLAYWRIGHT_CORE CHROMIUM SCREENSHOT_DIR PAGE...
import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, executablePath, screens, ...pages] = process.argv.slice(2);
const { chromium } = (await import(pathToFileURL(join(modules, "index.js")).href)).default;
mkdirSync(screens, { recursive: true });
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
});
let failures = 0;
const fail = (page, what) => {
  failures += 1;
  console.log(`${page}: ${what}`);
};

for (const file of pages) {
  const name = basename(dirname(file));
  const url = pathToFileURL(file).href;
  for (const view of [
    { tag: "wide", width: 1280, height: 900, scheme: "light", script: true },
    { tag: "dark", width: 1280, height: 900, scheme: "dark", script: true },
    { tag: "narrow", width: 390, height: 844, scheme: "light", script: true },
    { tag: "noscript", width: 1280, height: 900, scheme: "light", script: false },
  ]) {
    const context = await browser.newContext({
      viewport: { width: view.width, height: view.height },
      colorScheme: view.scheme,
      javaScriptEnabled: view.script,
    });
    const page = await context.newPage();
    const where = `${name} (${view.tag})`;
    page.on("console", (m) => ["error", "warning"].includes(m.type()) && fail(where, `console: ${m.text()}`));
    page.on("pageerror", (e) => fail(where, `script error: ${e.message}`));
    page.on("request", (r) => r.url() !== url && !r.url().startsWith("data:") && fail(where, `request: ${r.url()}`));
    await page.goto(url);
    const title = await page.title();
    if (!title.trim()) fail(where, "no title");
    if ((await page.locator("h1").count()) !== 1) fail(where, "not exactly one h1");
    if (view.script) {
      const facts = await page.evaluate(() => ({
        overflow: document.documentElement.scrollWidth - window.innerWidth,
        lang: document.documentElement.lang,
        unnamed: [...document.querySelectorAll("a[href], button, input, select")].filter((e) => {
          const label = e.getAttribute("aria-label") || e.textContent || e.getAttribute("title") || (e.labels && [...e.labels].map((l) => l.textContent).join(""));
          return !label || !label.trim();
        }).length,
        broken: [...document.querySelectorAll('a[href^="#"]')].filter((a) => a.hash.length > 1 && !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map((a) => a.hash).slice(0, 3),
        doubled: (() => {
          const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
          return ids.filter((id, i) => ids.indexOf(id) !== i).slice(0, 3);
        })(),
      }));
      if (facts.overflow > 1) fail(where, `the page is ${facts.overflow} px wider than the window`);
      if (!facts.lang) fail(where, "no language");
      if (facts.unnamed) fail(where, `${facts.unnamed} controls without a name`);
      if (facts.broken.length) fail(where, `links to nowhere: ${facts.broken.join(", ")}`);
      if (facts.doubled.length) fail(where, `ids twice: ${facts.doubled.join(", ")}`);
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => document.activeElement !== document.body);
      if (!focused) fail(where, "Tab reaches nothing");
    }
    await page.screenshot({ path: join(screens, `${name}-${view.tag}.png`), fullPage: false });
    if (view.tag === "wide") await page.pdf({ path: join(screens, `${name}.pdf`) });
    await context.close();
  }
}
await browser.close();
console.log(`${pages.length} pages, ${failures} failures`);
process.exit(failures ? 1 : 0);
