/** The panel: a law, a law on one subject, or a mutant; and what starts the page. */
export const panel = String.raw`
const fact = (name, value) => el("div", {}, el("dt", {}, name), el("dd", {}, String(value)))
const part = (title, ...inner) => el("section", {}, el("h3", {}, title), inner)

const ruled = (law) => law === undefined ? null : el("section", {},
  el("p", { class: "statement" }, law.statement), el("p", { class: "source" }, law.source))

const onSubjects = (id, current) => part(current === undefined ? "On the subjects" : "On all subjects",
  el("ul", { class: "elsewhere" }, run.reports.map((report, index) => {
    const found = foundBy[index].get(id)
    return found === undefined ? null : el("li", {}, el("button", {
      type: "button", "aria-current": current === report.subject ? "true" : null, onclick: () => go({ open: id + "/" + report.subject })
    }, icon(found.status), el("span", {}, report.subject), el("span", { class: "unseen" }, ": " + words[found.status])))
  })))

const killsOf = (id) => {
  const all = run.kills.map((kill, index) => ({ kill, index })).filter(({ kill }) => kill.law === id)
  return all.length === 0 ? null : part("Mutants that it has to kill",
    el("ul", { class: "elsewhere" }, all.map(({ index, kill }) => el("li", {}, el("button", { type: "button", onclick: () => go({ open: "mutant/" + index }) },
      icon(kill.killed ? "passed" : "failed"), el("span", {}, kill.mutant, el("span", { class: "soft" }, " " + kill.subject)))))))
}

const failed = (failure) => [
  part("How it fails", sequence(failure)),
  failure.replay === undefined ? null : replayed(failure.replay),
  part("Tried on", el("pre", { tabindex: "0" }, failure.input))
]

const lawPanel = (law) => ({
  title: [el("span", { class: "mono" }, law.id), " " + law.title],
  where: [law.level, law.kind, "can find wrong: " + law.falsifies].map((text) => el("span", { class: "tag" }, text)),
  body: [
    ruled(law),
    law.needs.length === 0 ? null : part("Needs", el("ul", { class: "needs" }, law.needs.map((need) => el("li", { class: "tag" }, need)))),
    onSubjects(law.id),
    killsOf(law.id)
  ]
})

/** From one failure to the next. */
const turns = (found, subject) => {
  const at = failures.findIndex((failure) => failure.open === found.law + "/" + subject)
  if (at === -1 || failures.length === 1) return null
  const turn = (to, text) => failures[to] === undefined ? null
    : el("button", { type: "button", class: "button", onclick: () => go({ open: failures[to].open }) }, text)
  return el("div", { class: "turns" }, turn(at - 1, "← failure before"), turn(at + 1, "next failure →"))
}

const cellPanel = (law, found, subject) => ({
  title: [el("span", { class: "mono" }, found.law), " " + found.title],
  where: [badge(found.status), el("span", {}, "on " + subject)],
  body: [
    ruled(law),
    found.reason === undefined ? null : el("p", { class: "reason" }, found.reason),
    found.failure === undefined ? null : failed(found.failure),
    el("dl", { class: "facts" },
      fact("level", found.level), law === undefined ? null : fact("kind", law.kind),
      fact("runs", found.runs), fact("commands", found.commands), fact("wall time", duration(found.millis)),
      found.millis > 0 && found.commands > 0 ? fact("commands per second", Math.round(found.commands / found.millis * 1000)) : null),
    found.needs.length === 0 ? null : part("Needs", el("ul", { class: "needs" }, found.needs.map((need) =>
      el("li", { class: "need" }, icon(need.met ? "passed" : "skipped"), need.name,
        el("span", { class: "soft" }, need.kind), el("span", { class: "unseen" }, need.met ? ", is there" : ", is missing"))))),
    turns(found, subject),
    onSubjects(found.law, subject),
    law === undefined ? null : el("div", {}, el("button", { type: "button", class: "button", onclick: () => go({ open: law.id }) }, "About the law"))
  ]
})

const mutantPanel = (kill) => {
  const law = lawOf.get(kill.law)
  return {
    title: kill.mutant,
    where: [el("span", { class: "badge s-" + (kill.killed ? "passed" : "failed") }, icon(kill.killed ? "passed" : "failed"), kill.killed ? "killed" : "survived"),
      el("span", {}, "of " + kill.subject + ", by " + kill.law + ", on " + number(kill.seeds, "seed"))],
    body: [
      ruled(law),
      kill.reason === undefined ? null : el("p", { class: "reason" }, kill.reason),
      kill.failure === undefined ? null : failed(kill.failure),
      law === undefined ? null : el("div", {}, el("button", { type: "button", class: "button", onclick: () => go({ open: law.id }) }, "About the law"))
    ]
  }
}

const opened = (open) => {
  const [id, ...rest] = open.split("/")
  const name = rest.join("/")
  if (id === "mutant") return run.kills[Number(name)] && mutantPanel(run.kills[Number(name)])
  const law = lawOf.get(id)
  if (name === "") return law && lawPanel(law)
  const found = foundBy[run.reports.findIndex((report) => report.subject === name)]
  return found && found.get(id) && cellPanel(law, found.get(id), name)
}

const dialog = document.getElementById("panel")
let drawn = ""
const showPanel = () => {
  if (now.open === drawn) return
  drawn = now.open
  const content = now.open === "" ? undefined : opened(now.open)
  if (content === undefined) {
    if (dialog.open) dialog.close()
    return
  }
  const title = el("h2", { id: "panel-title", tabindex: "-1" }, content.title)
  dialog.replaceChildren(
    el("div", { class: "panel-top" }, el("div", {}, title, el("div", { class: "where" }, content.where)),
      el("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => dialog.close() }, icon("close"))),
    el("div", { class: "panel-body" }, content.body))
  if (!dialog.open) dialog.showModal()
  dialog.scrollTop = 0
  title.focus()
}
dialog.addEventListener("close", () => { if (now.open !== "") go({ open: "" }) })
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close() })

const views = { laws: buildLaws(), subjects: buildSubjects(), mutants: run.kills.length === 0 ? null : buildMutants() }
for (const [name, view] of Object.entries(views)) {
  const place = document.getElementById("view-" + name)
  if (view === null) { place.remove(); document.getElementById("tab-" + name).remove() } else place.append(view)
}
const tabs = [...document.querySelectorAll("[role=tab]")]
for (const tab of tabs) tab.addEventListener("click", () => go({ view: tab.dataset.view }))
document.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
  const at = tabs.indexOf(event.target)
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key]
  if (to === undefined || at === -1) return
  event.preventDefault()
  const tab = tabs[(to + tabs.length) % tabs.length]
  go({ view: tab.dataset.view })
  tab.focus()
})

const show = () => {
  if (!document.getElementById("view-" + now.view)) now.view = "laws"
  for (const tab of tabs) {
    const chosen = tab.dataset.view === now.view
    tab.setAttribute("aria-selected", String(chosen))
    tab.tabIndex = chosen ? 0 : -1
    document.getElementById("view-" + tab.dataset.view).hidden = !chosen
  }
  fillFilters()
  filterMatrix()
  filterKills()
  showPanel()
}
addEventListener("popstate", () => { now = fromAddress(); show() })
document.getElementById("skip").addEventListener("click", (event) => {
  // The address is the state's.
  event.preventDefault()
  document.getElementById("main").focus()
})
if (run.reports.length > 0) document.getElementById("overall").append(bar(counted(run.reports.flatMap((report) => report.laws))), ...buildStanding())
show()
`
