/** The run, and how the page's script makes elements: of text alone, whatever it says. */
export const dom = String.raw`
const run = JSON.parse(document.getElementById("run").textContent)
const svg = "http://www.w3.org/2000/svg"

const words = { passed: "passed", failed: "failed", refused: "refused as declared", deviates: "deviates as declared", skipped: "skipped" }
const statuses = ["failed", "deviates", "refused", "passed", "skipped"]
const shapes = {
  passed: "M4.5 12.5l5 5 10-11",
  failed: "M6 6l12 12M18 6L6 18",
  refused: "M12 4a8 8 0 1 0 .01 0M6.5 6.5l11 11",
  deviates: "M4 9.5c3-4 5-4 8 0s5 4 8 0M4 16.5c3-4 5-4 8 0s5 4 8 0",
  skipped: "M6 12h12",
  close: "M6 6l12 12M18 6L6 18"
}
const areas = {
  SES: "Sessions before payment", INT: "Intents before payment", ADJ: "Adjustments", CAP: "Captures", CAN: "Cancellations",
  REF: "Refunds", REV: "Reversals", MOD: "Modifications", WHK: "Webhooks", IDM: "Idempotency", FLT: "Faults",
  MNY: "Money", ERR: "Errors", SEC: "Secrets and claims"
}

/** An element; a function among the properties listens, null leaves out. */
const el = (tag, props, ...children) => {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue
    if (typeof value === "function") node.addEventListener(name.slice(2), value)
    else node.setAttribute(name, value === true ? "" : String(value))
  }
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== ""))
  return node
}

const icon = (status) => {
  const node = document.createElementNS(svg, "svg")
  node.setAttribute("viewBox", "0 0 24 24")
  node.setAttribute("class", "icon" + (status in words ? " s-" + status : ""))
  node.setAttribute("aria-hidden", "true")
  const path = document.createElementNS(svg, "path")
  path.setAttribute("d", shapes[status])
  node.append(path)
  return node
}

const badge = (status) => el("span", { class: "badge s-" + status }, icon(status), words[status])
const number = (count, what) => count + " " + what + (count === 1 ? "" : "s")
const duration = (millis) =>
  millis >= 10000 ? (millis / 1000).toFixed(0) + " s" : millis >= 1000 ? (millis / 1000).toFixed(1) + " s" : millis.toFixed(millis < 10 ? 1 : 0) + " ms"
const ending = (failure) => "expected " + failure.expected + ", got " + failure.observed
const story = (failure) => failure.steps.slice(failure.opening).map((step) => step.text).join(" · ")

const lawOf = new Map(run.laws.map((law) => [law.id, law]))
const foundBy = run.reports.map((report) => new Map(report.laws.map((found) => [found.law, found])))
const areaOf = (id) => id.split("-")[0]
const rank = (id) => Object.keys(areas).concat(areaOf(id)).indexOf(areaOf(id))
/** In the order of a payment's life. */
const ordered = [...run.laws].sort((one, other) => rank(one.id) - rank(other.id) || (one.id < other.id ? -1 : 1))
const titled = (id) => (lawOf.get(id) ? lawOf.get(id).title : "")

const counted = (laws) => {
  const counts = { failed: 0, deviates: 0, refused: 0, passed: 0, skipped: 0 }
  for (const law of laws) counts[law.status]++
  return counts
}
const bar = (counts) => {
  const present = statuses.filter((status) => counts[status] > 0)
  const node = el("div", { class: "bar", role: "img", "aria-label": present.map((status) => counts[status] + " " + words[status]).join(", ") })
  for (const status of present) {
    const part = el("div", { class: "s-" + status })
    part.style.flexGrow = String(counts[status])
    node.append(part)
  }
  return node
}
`
