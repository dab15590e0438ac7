/** What is looked at, kept in the address: filters, the view, and what the panel shows. */
export const state = String.raw`
const initial = { view: "laws", q: "", status: "", area: "", level: "", subject: "", open: "" }
const fromAddress = () => {
  const said = new URLSearchParams(location.hash.slice(1))
  const read = { ...initial }
  for (const name of Object.keys(initial)) if (said.has(name)) read[name] = said.get(name)
  if (!["laws", "subjects", "mutants"].includes(read.view)) read.view = "laws"
  return read
}
let now = fromAddress()

/** Changes what is looked at; a panel that opens can be gone back from. */
const go = (change) => {
  const opens = change.open && now.open === ""
  now = { ...now, ...change }
  const said = new URLSearchParams()
  for (const [name, value] of Object.entries(now)) if (value !== initial[name]) said.set(name, value)
  const address = location.pathname + location.search + (String(said) === "" ? "" : "#" + said)
  history[opens ? "pushState" : "replaceState"](null, "", address)
  show()
}
const wanted = () => now.status.split(",").filter((status) => status !== "")
const toggled = (status) => {
  const chosen = wanted()
  return chosen.includes(status) ? chosen.filter((one) => one !== status).join(",") : [...chosen, status].join(",")
}
const asked = (text) => now.q.toLowerCase().split(/\s+/).every((word) => text.includes(word))
const subjectIndex = () => run.reports.findIndex((report) => report.subject === now.subject)

const select = (label, name, options) =>
  el("select", { "aria-label": label, "data-filter": name, onchange: (event) => go({ [name]: event.target.value }) },
    el("option", { value: "" }, "any " + label),
    options.map(([value, text]) => el("option", { value }, text)))

const search = (label) =>
  el("input", { type: "search", placeholder: label, "aria-label": label, "data-filter": "q", autocomplete: "off", spellcheck: "false",
    oninput: (event) => go({ q: event.target.value }) })

const reset = () => go({ q: "", status: "", area: "", level: "", subject: "" })
const nothing = (what) =>
  el("div", { class: "nothing" }, el("p", {}, "No " + what + " is like that."), el("button", { class: "button", type: "button", onclick: reset }, "Show all"))

/** Fills the controls of filters, wherever they are. */
const fillFilters = () => {
  for (const control of document.querySelectorAll("[data-filter]")) {
    const value = now[control.dataset.filter]
    if (control.value !== value) control.value = value
  }
  const chosen = wanted()
  for (const toggle of document.querySelectorAll("[data-status]")) {
    toggle.setAttribute("aria-pressed", String(chosen.includes(toggle.dataset.status)))
  }
}
`
