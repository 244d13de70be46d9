// Opens a page in Chromium and says what it is like, as JSON on standard output.
//
// In: the address of a page, a folder for pictures, the path of Chromium. Out: light.png and dark.png, 1280 pixels wide,
// narrow.png and narrow-dark.png, 400 pixels wide, and print.pdf; accessibility violations that axe finds in any of them; by
// how much the page is wider than its window, and how many tables are wider than their place; requests that the page made; what the keyboard reaches; whether the page works
// without scripts.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [address, folder, executablePath] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"];
const browser = await puppeteer.launch({ executablePath, args, headless: true });
const found = { violations: [], requests: [], errors: [], overflow: [], wide: [] };

const views = [
  { name: "light", scheme: "light", width: 1280, height: 1430 },
  { name: "dark", scheme: "dark", width: 1280, height: 1430 },
  { name: "narrow", scheme: "light", width: 400, height: 2400 },
  { name: "narrow-dark", scheme: "dark", width: 400, height: 2400 },
];

async function open({ scheme, width, height }, scripts = true) {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(scripts);
  await page.setBypassCSP(true); // axe is put into the page from outside
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
  page.on("request", (request) => { if (request.url() !== address && !request.url().startsWith("data:")) found.requests.push(request.url()); });
  page.on("pageerror", (error) => found.errors.push(String(error)));
  await page.goto(address);
  return page;
}

for (const view of views) {
  const page = await open(view);
  await page.screenshot({ path: join(folder, `${view.name}.png`) });
  found.overflow.push(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth));
  found.wide.push(await page.evaluate(() => [...document.querySelectorAll(".scroll")].filter((part) => part.scrollWidth > part.clientWidth).length));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, nodes } of violations) found.violations.push(`${view.name}: ${id}: ${nodes[0].html.slice(0, 200)}`);
  await page.close();
}

const page = await open(views[0]);
const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.tagName);
const firstLine = () => page.evaluate(() => document.querySelector("table.slos tbody tr").cells[0].textContent.trim());
await page.keyboard.press("Tab");
found.firstFocus = await focused();
await page.keyboard.press("Enter");
found.skippedTo = await page.evaluate(() => document.activeElement?.id);
await page.evaluate(() => document.querySelector("table.slos thead button").focus());
await page.keyboard.press("Enter");
found.sortedFirst = await firstLine();
found.sort = await page.evaluate(() => document.querySelector("table.slos thead th").getAttribute("aria-sort"));
await page.focus(".filter input");
await page.keyboard.type("breached");
found.filtered = await page.evaluate(() => [...document.querySelectorAll("table.slos tbody tr:not([hidden])")].length);
found.links = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')].filter((link) => !document.querySelector(link.getAttribute("href"))).length);

// What can be opened on the screen cannot be opened on paper, and nothing is to be cut off.
const paper = await open(views[1]);
await paper.pdf({ path: join(folder, "print.pdf"), format: "A4", printBackground: true });
await paper.emulateMediaType("print");
await paper.setViewport({ width: 718, height: 1000 }); // A4 without margins of 1 cm, at 96 pixels an inch
found.cutOff = await paper.evaluate(() => [...document.querySelectorAll("table, svg, .stats")].filter((part) => part.getBoundingClientRect().right > window.innerWidth + 1 && part.getClientRects().length > 0).length);

const plain = await open(views[0], false);
found.linesWithoutScript = (await plain.$$("table.slos tbody tr")).length;
await browser.close();
console.log(JSON.stringify(found));
